"""The page of network adequacy."""
