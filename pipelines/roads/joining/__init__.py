"""How places and centers join the road network."""
