"""Measures of access: one module each, from drive times and people to a table of `out`."""
