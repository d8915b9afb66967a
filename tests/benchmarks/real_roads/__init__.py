"""How long one question takes on real and on fictional roads, here and elsewhere; see `__main__`."""
