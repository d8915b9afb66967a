"""How far the figures move when what they rest on is varied."""
