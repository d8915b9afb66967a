"""The page and the tables of what changed between two runs."""
