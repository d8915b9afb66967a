"""The names under which an area keeps what it fetches."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from pipelines.area import OSMNX_PREFIX, Source, StudyArea
from pipelines.sources.files.catalogue import CATALOGUE_PREFIX
from pipelines.sources.files.linked_page import PAGE_PREFIX
from pipelines.sources.reading import SourceError

WEB = ("http://", "https://")


def file_names(area: StudyArea) -> dict[str, str]:
    """Return the name under which each address of the area is kept; two addresses never share one."""
    urls = {
        written
        for source in sources_in(area)
        for written in source.files
        if written.startswith((*WEB, CATALOGUE_PREFIX, PAGE_PREFIX, OSMNX_PREFIX))
    }
    uses = Counter(base_name(url) for url in urls)
    return {
        url: base
        if uses[base := base_name(url)] == 1
        else f"{hashlib.sha256(url.encode()).hexdigest()[:8]}-{base}"
        for url in urls
    }


def sources_in(area: StudyArea) -> list[Source]:
    """Return the sources that an area has."""
    sources = (getattr(area.sources, name) for name in type(area.sources).model_fields)
    return [source for source in sources if source is not None]


def base_name(url: str) -> str:
    """Return the name of what is fetched from an address; raises SourceError where it is none."""
    if url.startswith(OSMNX_PREFIX):
        return re.sub(r"[^A-Za-z0-9]+", "_", url.removeprefix(OSMNX_PREFIX)) + ".graphml"
    try:
        path = urlsplit(url).path
    except ValueError as error:
        raise SourceError(url, f"is no address: {error}", mend="correct the area file") from error
    last = unquote(path.rstrip("/").rpartition("/")[2])
    if url.startswith(CATALOGUE_PREFIX):
        last += ".entry.json"
    if url.startswith(PAGE_PREFIX):
        last += ".page.html"
    return re.sub(r"[^A-Za-z0-9._-]", "_", last).lstrip(".") or "download"
