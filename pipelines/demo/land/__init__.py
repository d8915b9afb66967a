"""Land, towns and people of the fictional state."""
