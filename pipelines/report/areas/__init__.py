"""The index of areas: every report of a folder with its headline, for who comes back to it."""
