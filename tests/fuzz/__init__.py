"""Files that are damaged at random: no reader may fail in a way of its own, or keep silent of a row."""
