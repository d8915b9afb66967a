"""The explorer: a folder with one page on which a reader moves over the map of an area and asks it.

It opens from a disk as well as from a server, asks no network, and shows nothing that is not a cell of an `out`
or `core` table. What a map can show is declared in `views`; the page's own scripts know no measure.
"""
