"""Measures of the centers themselves: how many there are, where, and how well they are known."""
