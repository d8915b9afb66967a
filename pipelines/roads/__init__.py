"""Roads: from a source's ways and links to one compact, directed network with travel times."""
