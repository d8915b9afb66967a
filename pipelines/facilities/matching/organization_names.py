"""Names of organizations: written one way, and how alike two of them are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from pipelines.facilities.matching.addresses import plain

NAME_SEPARATOR = "|"
"""Between the names of one record."""


@cache
def _vocabulary(kind: str) -> dict[str, str]:
    """Return the words of one kind, and what they are written as.

    `legal_form` words tell how a business is owned, or nothing; `trade` words are shared by so many of these
    organizations that having them in common means nothing; `short_form` words stand for another; `specialty`
    words name one, and two that name different ones are not the same practice.
    """
    with files("pipelines.facilities").joinpath("data/name_words.csv").open() as table:
        words = pd.read_csv(table, dtype="str", keep_default_na=False)
    chosen = words[words["kind"] == kind]
    return dict(zip(chosen["word"], chosen["standard"], strict=True))


def written_names(names: pd.Series[str]) -> pd.Series[str]:
    """Return names in capitals without punctuation, legal forms and short forms of common words."""
    words = plain(names.str.replace(NAME_SEPARATOR, " ")).str.replace(r"[#/\-]", " ", regex=True)
    codes, distinct = pd.factorize(words)
    kept = np.array([" ".join(_words(name)) for name in distinct], dtype=object)
    return pd.Series(kept[codes], index=names.index, dtype="str")


def telling_words(written: str, place_words: Sequence[str] = ()) -> str:
    """Return the words of a written name that tell it from others of its trade and its town."""
    trade = _vocabulary("trade")
    return " ".join(
        word for word in written.split() if word not in trade and word not in place_words
    )


def all_names(name: pd.Series[str], *others: pd.Series[str]) -> pd.Series[str]:
    """Return the distinct written names of each record, joined by `NAME_SEPARATOR`."""
    columns = [name, *others]
    lists = [column.fillna("").str.split(NAME_SEPARATOR) for column in columns]
    exploded = pd.concat([column.explode() for column in lists])
    written = written_names(exploded)
    kept = written[written.ne("")]
    frame = pd.DataFrame({"record": kept.index, "name": kept.to_numpy()}).drop_duplicates()
    joined = frame.groupby("record", sort=False)["name"].agg(NAME_SEPARATOR.join)
    return joined.reindex(name.index).fillna("").astype("str")


class Likeness(NamedTuple):
    """How alike the names of pairs of records are, 0 to 100; 0 where either has no name.

    Attributes
    ----------
    whole : float64 (p,)
        Of the best pair of their whole names, words sorted (rapidfuzz token_sort_ratio); 100 where one name
        stands in the other and tells more than town and trade ('Dover Arthritis', 'Dover Arthritis Infusion').
    telling : float64 (p,)
        Of the best pair of their telling words (`telling_words`); 0 where a name has none.
    """

    whole: npt.NDArray[np.float64]
    telling: npt.NDArray[np.float64]


def likeness(one: Sequence[str], other: Sequence[str], towns: Sequence[str]) -> Likeness:
    """Tell how alike the names of pairs of records are.

    Parameters
    ----------
    one, other : (p,)
        Names of the two records of each pair, as `all_names` writes them.
    towns : (p,)
        Plain name of the town they are in, whose words tell nothing there.

    Returns
    -------
    Likeness
        Two names of different specialties ('Prairie Oncology', 'Prairie Rheumatology') are not alike.
    """
    written_towns = written_names(pd.Series(list(towns), dtype="str")).str.split()
    pairs = [
        (index, left, right, town)
        for index, (lefts, rights, town) in enumerate(zip(one, other, written_towns, strict=True))
        for left in lefts.split(NAME_SEPARATOR)
        for right in rights.split(NAME_SEPARATOR)
        if left and right and not _specialties_differ(left, right)
    ]
    best = Likeness(np.zeros(len(one)), np.zeros(len(one)))
    if not pairs:
        return best
    index = np.array([pair[0] for pair in pairs])
    whole = _ratios([pair[1] for pair in pairs], [pair[2] for pair in pairs])
    contained = np.array([_contained(pair[1], pair[2]) for pair in pairs])
    telling = np.array([_tells(pair[1], pair[3]) and _tells(pair[2], pair[3]) for pair in pairs])
    whole[contained & telling] = 100.0
    left = [telling_words(pair[1], pair[3]) for pair in pairs]
    right = [telling_words(pair[2], pair[3]) for pair in pairs]
    # Names of trade words alone ('OUTPATIENT INFUSION CENTER') have nothing that could tell them apart.
    both = np.array([bool(a) and bool(b) for a, b in zip(left, right, strict=True)])
    np.maximum.at(best.whole, index, whole)
    np.maximum.at(best.telling, index, np.where(both, _ratios(left, right), 0.0))
    return best


def _tells(written: str, place_words: Sequence[str]) -> bool:
    """Tell whether a name has a word of its own or a specialty."""
    specialties = _vocabulary("specialty")
    return bool(telling_words(written, place_words)) or any(
        word in specialties for word in written.split()
    )


def _contained(one: str, other: str) -> bool:
    words, others = set(one.split()), set(other.split())
    return min(len(words), len(others)) > 1 and (words <= others or others <= words)


def _ratios(one: list[str], other: list[str]) -> npt.NDArray[np.float64]:
    return np.asarray(process.cpdist(one, other, scorer=fuzz.token_sort_ratio), dtype=np.float64)


def _specialties_differ(one: str, other: str) -> bool:
    known = _vocabulary("specialty")
    left, right = ({known[word] for word in name.split() if word in known} for name in (one, other))
    return bool(left and right and not left & right)


def _words(name: str) -> list[str]:
    spelt = [_vocabulary("short_form").get(word, word) for word in name.split()]
    kept = [word for word in spelt if word not in _vocabulary("legal_form")]
    return kept or spelt
