"""Where new centers would serve most."""
