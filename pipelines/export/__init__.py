"""Data to take away: a run's tables as CSV and GeoParquet, a GeoPackage for a GIS, and what they mean."""
