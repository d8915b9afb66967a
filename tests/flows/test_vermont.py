"""A newcomer's area: written from README, template and settings; what `check` lets pass, runs."""

import csv
from pathlib import Path

import pytest

from flows.cli import main
from flows.commands import DONE
from flows.folders import area_file
from pipelines.sources.facilities.centers_list import CENTER_COLUMNS
from pipelines.warehouse import read_table

PUBLISHED = (
    "us/population/block_groups.csv.gz",
    "us/geography/counties-10m.json",
    "us/geography/zcta_centroids.csv",
    "us/roads/node.csv.gz",
    "us/roads/link.csv.gz",
    "us/facilities/hifld_hospitals.csv",
    "us/rurality/NCHSURCodes2013.csv",
    "real_samples/ruca/RUCA-codes-2020-zipcode.csv",
)


def fill_in_template(path: Path, known: Path) -> int:
    """Write the known places of Vermont and New Hampshire into the template, by address; return how many."""
    assert main(["template", str(path)]) == DONE
    with known.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["state"] in ("VT", "NH")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, CENTER_COLUMNS, restval="")
        writer.writeheader()
        for row in rows:
            told = {name: row[name] for name in ("name", "site_of_care", "city", "state", "zip")}
            writer.writerow(told | {"address": row["street"], "source_note": row["source_url"]})
    return len(rows)


def test_vermont_runs_at_the_first_check_that_passes(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file that is shipped is checked; what runs is the same for two counties and a narrow buffer."""
    raw = tmp_path / "data" / "raw" / "vermont"
    raw.mkdir(parents=True)
    for file in PUBLISHED:
        (raw / Path(file).name).symlink_to(shared_data / file)
    listed = fill_in_template(raw / "my_centers.csv", shared_data / "us/centers/known_centers.csv")
    folders = ["--data", str(tmp_path / "data"), "--reports", str(tmp_path / "reports")]
    assert main(["check", "vermont", *folders]) == DONE
    said = capsys.readouterr().out
    assert f"centers: {listed} rows\n" in said
    assert "506,879 people at 552 points of the area" in said
    assert "CANNOT BE USED" not in said
    smaller = tmp_path / "smaller.toml"
    text = area_file("vermont").read_text(encoding="utf-8")
    for whole, part in (
        ('states = ["VT"]', 'counties = ["50007", "50013"]'),
        ("buffer_mi = 70.0", "buffer_mi = 20.0"),
    ):
        assert whole in text
        text = text.replace(whole, part, 1)
    smaller.write_text(text, encoding="utf-8")
    assert main(["run", str(smaller), *folders]) == DONE
    assert (tmp_path / "reports/vermont/index.html").exists()
    warehouse = tmp_path / "data/processed/vermont/access.duckdb"
    everyone = read_table(warehouse, "out.gaps_by_stratum").set_index("stratum").loc["all"]
    assert everyone["population_unknown"] == 0
    assert everyone["share_near_hospital"] > 0.9
