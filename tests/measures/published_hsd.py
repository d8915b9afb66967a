"""The published HSD reference file by county, read once for all tests."""

from functools import cache
from pathlib import Path

import pandas as pd

from pipelines.area import HsdSource, Source
from pipelines.measures.adequacy.adequacy_limits import hsd_by_county
from pipelines.sources.people.hsd import read_hsd
from pipelines.sources.people.ssa_fips import read_ssa_fips

ABOUT = {"files": ("x",), "vintage": "2026", "publisher": "CMS", "licence": "public domain"}


@cache
def published_hsd(shared_data: Path) -> pd.DataFrame:
    folder = shared_data / "us/adequacy"
    hsd = read_hsd([folder / "ma_reference_file_12-17-2025.xlsx"], HsdSource(**ABOUT))
    crosswalk = read_ssa_fips([folder / "ssa_fips.csv"], Source(**ABOUT))
    return hsd_by_county(hsd.table, crosswalk.table)[0]
