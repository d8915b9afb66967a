"""From a source's ways and links to segments: who may drive there, which way, how fast."""
