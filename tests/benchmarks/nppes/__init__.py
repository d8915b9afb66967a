"""How long it takes to find the providers of an area in a whole NPPES file; see `__main__`."""
