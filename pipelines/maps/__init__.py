"""Maps and charts for people who decide: one look, one module a kind of picture.

They read `core` and `out` and measure nothing. `draw_all` makes every picture of an area.
"""

from pipelines.maps.gallery import MapFile, draw_all

__all__ = ["MapFile", "draw_all"]
