"""Public sources: one module each, which knows where the source is, its quirks and how it is read."""
