"""Roads as OpenStreetMap, OSMnx and GMNS publish them."""
