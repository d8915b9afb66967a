"""People, counties and what kind of place they are."""
