"""The page on how centers were found."""
