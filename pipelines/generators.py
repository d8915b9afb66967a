"""What writes the raw files of an area that are not published: `area.generator` of an area file names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipelines.demo.registries.truth import score_against_truth
from pipelines.demo.state import write_demo


@dataclass(frozen=True)
class Generator:
    """One maker of raw files.

    Attributes
    ----------
    write
        Writes the files into a folder, from a seed and a share of the full detail.
    scores
        Compares centers that were found (core.center_definitions) with the truth that lies in that folder, and
        returns core.center_scores.
    """

    write: Callable[[Path, int, float], object]
    scores: Callable[[pd.DataFrame, Path], pd.DataFrame]


GENERATORS = {"demo": Generator(write_demo, score_against_truth)}
"""By the name that `area.generator` takes."""
