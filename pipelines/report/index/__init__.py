"""The first page: who can drive there."""
