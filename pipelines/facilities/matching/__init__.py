"""The same building, organization and center, however registries spell them."""
