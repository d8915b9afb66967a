"""Medicare's rule of network adequacy, county by county."""
