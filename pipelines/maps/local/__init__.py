"""Maps of one county, one state or the whole area as SVG, for print."""
