"""The raw and the core layer of the warehouse, as tables by name."""
