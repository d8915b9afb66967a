"""Damage to the bytes of a file: declared, so that what it found can be kept and done again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

NASTY = (
    *("", " ", "0", "-0", "-1", "1e309", "-1e309", "nan", "inf", "NULL", "None", "N/A", "9" * 40, "1.5.2"),
    *("0x10", "1_000", "1,5", "½", "９", "٣", "١٢", "=1+1", "@x", '"', "'", '""', "\\", "\x00", "\x1a", "\x85"),
    *("\r", "\n", "\r\n", "\t", "|", ";", "\ufeff", "\u202e", "\u2028", "\ud7ff", "😀", "e\u0301", "a" * 5000),
    *("../../x", "/etc/passwd", "http://127.0.0.1:1/", "<script>", "&lol;", "{{7*7}}", "true", "[]", "{}"),
)  # fmt: skip
"""Values that a cell may have where somebody was careless, or clever."""

_TOKEN = re.compile(rb"[^,;|\t\n\r:=\"'<>\[\]{}() ]+")


@dataclass(frozen=True)
class Splice:
    """Bytes that are taken out at a share of the length, and others that are put there."""

    where: float
    removed: int
    put: bytes

    def do(self, content: bytes) -> bytes:
        """Return the damaged content."""
        at = int(self.where * len(content))
        return content[:at] + self.put + content[at + self.removed :]


@dataclass(frozen=True)
class Value:
    """Another value in the place of a word, a number or a name."""

    where: float
    put: str

    def do(self, content: bytes) -> bytes:
        """Return the damaged content."""
        words = list(_TOKEN.finditer(content))
        if not words:
            return content
        word = words[int(self.where * len(words))]
        return content[: word.start()] + self.put.encode() + content[word.end() :]


@dataclass(frozen=True)
class Repeat:
    """A piece that stands there several times more."""

    where: float
    length: int
    times: int

    def do(self, content: bytes) -> bytes:
        """Return the damaged content."""
        at = int(self.where * len(content))
        return content[:at] + content[at : at + self.length] * self.times + content[at:]


@dataclass(frozen=True)
class Within:
    """Damage to one member of an archive, which is packed again and is sound itself."""

    member: float
    damage: Splice | Value | Repeat

    def do(self, content: bytes) -> bytes:
        """Return the damaged content; that of no archive is damaged itself."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                members = {info.filename: packed.read(info) for info in packed.infolist()}
        # Whatever an archive that is damaged already fails in.
        except Exception:
            return self.damage.do(content)
        if not members:
            return content
        name = list(members)[int(self.member * len(members))]
        members[name] = self.damage.do(members[name])
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for member, inside in members.items():
                packed.writestr(member, inside)
        return target.getvalue()


Damage = Splice | Value | Repeat | Within

_SHARES = st.floats(0, 1, exclude_max=True)
_PLAIN = st.one_of(
    st.builds(Splice, _SHARES, st.integers(0, 40), st.binary(max_size=12)),
    st.builds(Splice, _SHARES, st.sampled_from([0, 1, 10**9]), st.just(b"")),
    st.builds(Value, _SHARES, st.one_of(st.sampled_from(NASTY), st.text(max_size=6))),
    st.builds(Repeat, _SHARES, st.integers(1, 400), st.integers(1, 3)),
)

SEVERAL: st.SearchStrategy[list[Damage]] = st.lists(
    st.one_of(_PLAIN, st.builds(Within, _SHARES, _PLAIN)), min_size=1, max_size=4
)
"""Some damages, one after the other."""


def damaged(content: bytes, damages: Sequence[Damage]) -> bytes:
    """Return what is left of a file's content."""
    for damage in damages:
        content = damage.do(content)
    return content
