"""The land within so many minutes of a center, drawn from a raster of drive times."""
