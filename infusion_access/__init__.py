"""Infusion Access from Python: drive times on roads of one's own, and the tables of a run.

>>> import infusion_access as ia
>>> network = ia.read_roads("maine.osm.pbf")
>>> joined = ia.join(network, places, centers)  # GeoDataFrames of points, in any CRS
>>> joined.nearest()  # minutes, miles and center of each place
>>> joined.within(30)  # all pairs within 30 minutes
>>> joined.catchments([15, 30])  # the land within them, a GeoDataFrame
>>> joined.accessibility("e2sfca", demand="population")  # floating catchments
>>> ia.open("demo").table("core.counties")  # a table of a run, a GeoDataFrame
>>> ia.compare_times(ours, ia.read_times("osrm.csv")).summary("length")  # how far two sources are apart
"""

from importlib.metadata import version

from infusion_access.joined import Joined, join
from infusion_access.network import Network, read_roads
from infusion_access.routers import router_times
from infusion_access.run import Run
from infusion_access.run import open_run as open  # noqa: A004 (as in rasterio: infusion_access.open)
from infusion_access.times import ComparedTimes, compare_times, read_times, straight_line_miles
from pipelines.errors import InputError

__all__ = [
    "ComparedTimes",
    "InputError",
    "Joined",
    "Network",
    "Run",
    "compare_times",
    "join",
    "open",
    "read_roads",
    "read_times",
    "router_times",
    "straight_line_miles",
]

__version__ = version("infusion-access")
