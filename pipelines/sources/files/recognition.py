"""Whether a file is what its name says, as far as its first bytes tell.

A server that has lost a file, wants a login or is down often answers with a web page, an error document or
nothing at all, and status 200.
"""

from __future__ import annotations

from pathlib import Path

_LOOKED_AT = 1024
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BEGINNINGS = {
    ".zip": _ZIP,
    ".xlsx": _ZIP,
    ".gz": (b"\x1f\x8b",),
    ".pbf": (b"\x00\x00",),
}
"""How the content of some kinds of file begins. OpenStreetMap's PBF begins with the length of its header, four
bytes of which the first two are zero."""

_PAGES = (".htm", ".html")
_MARKUP = (".xml", ".graphml", ".gml", ".kml", ".svg", *_PAGES)


def not_as_named(path: Path, name: str) -> str | None:
    """Tell why a file cannot be what its name says; None where nothing speaks against it.

    Parameters
    ----------
    path
        The file.
    name
        Its name, or that which it will have.

    Returns
    -------
    str or None
        In words that go on after 'it': 'is empty', 'is a web page'...
    """
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    suffix = Path(name).suffix.casefold()
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not text:
        return "is empty"
    if suffix not in _PAGES and text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "is a web page"
    if suffix not in _MARKUP and text.startswith((b"<?xml", b"<error")):
        return "is an error message (XML)"
    beginnings = _BEGINNINGS.get(suffix)
    if beginnings is not None and not start.startswith(beginnings):
        return f"does not begin as a {suffix} file does"
    return None
