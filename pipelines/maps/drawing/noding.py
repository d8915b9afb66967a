"""Polygons that meet, made to share every corner of their common borders: no sliver, no overlap, at any zoom.

Voronoi cells clipped county by county meet, but at a county's border the cells of one side end between the
corners of the other. Rounded to the screen or to a file, such borders come apart.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

Shapes = npt.NDArray[np.object_]

GRID_M = 1.0


def noded(shapes: Shapes) -> Shapes:
    """Cut all borders at all corners, and put each shape together again from the faces between them.

    Parameters
    ----------
    shapes
        (Multi)polygons in metres that meet or lie apart, and do not overlap.

    Returns
    -------
    ndarray of objects
        The same shapes in the same order with their corners on a grid of `GRID_M`; a valid coverage. None where
        nothing is left of a shape on that grid.
    """
    edges = shapely.union_all(shapely.boundary(shapes), grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize([edges]))
    within = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="intersects")
    face, first = np.unique(within[0], return_index=True)
    owner = within[1][first]
    order = np.argsort(owner, kind="stable")
    whose, start = np.unique(owner[order], return_index=True)
    fitted = np.full(len(shapes), None, dtype=object)
    for shape, parts in zip(whose, np.split(faces[face[order]], start[1:]), strict=True):
        fitted[shape] = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    return fitted
