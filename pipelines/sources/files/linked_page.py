"""Web pages that link to the file of the current release, where a publisher has no catalogue.

NPPES puts a new archive under a new name each month and takes the old one away; its page
(https://download.cms.gov/nppes/NPI_Files.html) stays.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from pipelines.sources.reading import SourceError

PAGE_PREFIX = "page+"
"""Before the address of a page in an area file: `page+https://...#NAME*.zip` is the first file that the page
links to whose name fits the pattern behind the `#` (`*` any text, `?` one character, `[A-Z]` one of those)."""


class _Links(HTMLParser):
    """Gathers where the links of a page lead, in the page's order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def page_and_pattern(written: str) -> tuple[str, str]:
    """Take `page+URL#PATTERN` apart into the page's address and the pattern.

    Raises
    ------
    SourceError
        There is no pattern.
    """
    address, _, pattern = written.removeprefix(PAGE_PREFIX).partition("#")
    if not pattern:
        raise SourceError(
            written,
            "does not say which file the page links to",
            mend="write a pattern of its name behind a #: page+https://.../files.html#NAME_*.zip",
        )
    return address, pattern


def file_linked_by(page: Path, address: str, pattern: str) -> str:
    """Return the address of the first file that a page links to whose name fits a pattern.

    Parameters
    ----------
    page
        The page, HTML.
    address
        Where it came from: relative links start there.
    pattern
        Of the file's name, as in `PAGE_PREFIX`; capitals count.

    Raises
    ------
    SourceError
        The page links to no such file.
    """
    links = _Links()
    links.feed(page.read_text(encoding="utf-8", errors="replace"))
    links.close()
    for link in links.found:
        try:
            target = urljoin(address, link.strip())
            name = unquote(urlsplit(target).path).rpartition("/")[2]
        except ValueError:  # no address at all: a page has such links at times
            continue
        if fnmatchcase(name, pattern):
            return target
    raise SourceError(
        page,
        f"none of its {len(links.found)} links leads to a file named like {pattern}",
        mend=f"look at {address} in a browser and correct the pattern, or give the file's own address",
    )
