"""Drive times on a road network: exact, directed, home to center, on plain arrays.

Times are integer milliseconds and lengths integer decimetres, so that sums do not depend on the
order of addition and every answer can be compared for equality. The package knows numpy, numba and
scipy, and nothing of the field: nodes, arcs, and how centers and points join them.
"""
