"""Roads of the fictional state."""
