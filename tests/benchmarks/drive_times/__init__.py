"""How far our drive times are from those of OSRM and of Valhalla on full OpenStreetMap."""
