"""Writing the fictional state in the formats of the real sources."""
