"""Faults that a sentence, a heading or a cell can have whatever it tells: found in a page, by block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

BLOCKS = (
    *("title", "h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "caption", "figcaption", "summary"),
    *("th", "td"),
)
PROSE = frozenset({"p", "li", "dd", "figcaption"})
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "summary": 5}
VOID = frozenset({"meta", "img", "br", "link", "hr", "input", "source"})
SILENT = frozenset({"style", "script", "code"})


class Block(NamedTuple):
    """A piece of a page: its tag, the section that it stands in, and its text as written."""

    tag: str
    section: str
    text: str


class Walk(HTMLParser):
    """The blocks of a page in their order; text counts for the innermost block around it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._open: list[tuple[str, str, list[str]]] = []
        self._section = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "section":
            self._section = named.get("id") or ""
        if tag == "meta" and named.get("name") == "description":
            self.blocks.append(Block("p", "description", named.get("content") or ""))
        if tag not in VOID:
            self._open.append((tag, self._section, []))
        if tag == "tbody":
            self.blocks.append(Block("tbody", self._section, ""))

    def handle_endtag(self, tag: str) -> None:
        name, section, text = self._open.pop()
        if name in BLOCKS:
            self.blocks.append(Block(name, section, "".join(text)))
        elif self._open:
            self._open[-1][2].append("".join(text))
        if name == "section":
            self._section = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][2].append("CODE" if self._open[-1][0] in SILENT else data)


_KIND = "(?:rural|suburban|urban|small-metro|hospital-based|office-based|new|listed|more|infusion) "
_MANY = (
    "centers|hospitals|offices|counties|people|places|points|sites|miles|minutes|hours|seconds|records|"
    "definitions|days|chairs|adults|residents"
)
_ONE = "center|hospital|county|person|place|site|mile|minute|hour|second|record|definition"
ANYWHERE = {
    "a plural after 1": rf"(?<![\d.,$:–-])1 (?:{_KIND}){{0,3}}(?:{_MANY})\b",
    "no number": r"\b(?:nan|NaN|NaT|null|undefined|[Ii]nf)\b|\bNone\b(?! of|:)|[-−]inf\b",
    "less than nothing": r"(?<![\w.)])[-−]0(?:\.0+)?(?![\d.])",
    "two spaces": r"(?<=\S) {2,}(?=\S)",
    "space before a mark": r"\s[.,;:!?)]",
    "space after a bracket": r"\(\s",
    "two marks": r"[,;:]\s*[,;:.]|\.\.|\(\)",
    "a code": r"\b[a-z]+(?:_[a-z0-9]+)+\b|\{\w*\}",
    "a word twice": r"\b(?!that\b)([A-Za-z]+) \1\b",
    "two forms of a share": r"\b(?:\d+ in \d+|half|all|none) \(\d+(?:\.\d+)?%",
    "equal before and after": r"(\d[\d.,]*%?)(?: of [a-z -]+)? before, \1 after",
    "a span from a figure to itself": r"(?<![\d.,−–-])(\d[\d.,]*%?)(?: \([^)]*\))? to \1(?![\d,%]|\.\d)",
    "between a figure and itself": r"between (\d[\d.]*%?)(?: \([^)]*\))? and \1(?![\d%]|\.\d)",
    "against itself": r"\((\d+%) against \1\)",
    "a before a vowel": r"\b[Aa] (?!on|uni|us[aeu]|eu|U\.)[aeiouAEIO][a-z]",
    "an before a consonant": r"\b[Aa]n [bcdfgjklmnpqrstvwxyz][a-z]",
}
"""Fault -> what shows it in the text of a block."""
IN_PROSE = {
    "nothing with a decimal": r"(?<![\d.,+−±-])0\.0+(?![\d%])",
    "nothing listed": r"\b(?:and|or|among them|between) ?[.;:]",
    "a singular after many": (
        rf"(?<![\w.,$:–-])(?:0|[2-9]|\d\d+|\d[\d,]*,\d+) (?:{_KIND}){{0,3}}(?:{_ONE})\b(?!-)"
    ),
}
"""The same for what stands in sentences: in cells 0.0 can be a figure."""
PAIRS = (("(", ")"), ("“", "”"), ("[", "]"))


def faults(page: str) -> Iterator[str]:
    """Yield what is wrong in each block of a page: the fault, and the text where it shows."""
    blocks = Walk(page).blocks
    for block in blocks:
        told = block.text.strip("\n")
        for fault, pattern in {
            **ANYWHERE,
            **(IN_PROSE if block.tag in PROSE else {}),
        }.items():
            for line in told.split("\n"):
                found = re.search(pattern, line.strip())
                if found:
                    yield f"{fault}: {line.strip()}"
        for first, last in PAIRS:
            if told.count(first) != told.count(last):
                yield f"unbalanced {first}{last}: {told}"
        if block.tag in ("p", *HEADINGS) and not told.strip():
            yield f"an empty {block.tag} in {block.section}"
        said = told.split("Download as CSV")[0].strip()
        if block.tag == "p" and len(said.split()) > 5 and said[-1] not in ".?!:)”":
            yield f"no end: {said}"
        if block.tag == "p" and re.match("[a-z]", said):
            yield f"no beginning: {said}"
    yield from _without_content(blocks)


def _without_content(blocks: list[Block]) -> Iterator[str]:
    shown = [block for block in blocks if block.tag not in ("title", "caption")]
    for at, block in enumerate(shown):
        after = shown[at + 1] if at + 1 < len(shown) else None
        level = HEADINGS.get(block.tag)
        if level and (after is None or HEADINGS.get(after.tag, 9) <= level):
            yield f"a heading without content: {block.text}"
        if block.tag == "tbody" and (after is None or after.tag not in ("th", "td")):
            yield f"a table without rows in {block.section}"
