"""A run beside itself and beside a copy in which known things were changed: the tables say this and no more."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.cli import main
from flows.commands import BAD_USAGE, DONE, FAILED
from flows.folders import Folders
from pipelines.comparison.compare import Tables, compare
from pipelines.comparison.finished_run import FinishedRun, read_run
from pipelines.vocabulary.comparison import COMPARED

TWO_MILES = 2 * 0.0144577
Change = Callable[[duckdb.DuckDBPyConnection], object]


def changed_copy(run: Folders, folder: Path, *statements: str) -> Path:
    """Copy a run's warehouse and change the copy."""
    path = folder / "access.duckdb"
    shutil.copy(run.warehouse, path)
    with duckdb.connect(str(path)) as warehouse:
        for statement in statements:
            warehouse.execute(statement)
    return path


def changed(tables: Tables) -> dict[str, int]:
    summary = tables["compare.summary"]
    return dict(zip(summary["compared"], summary["changed"], strict=True))


@pytest.fixture(scope="module")
def before(small_run: Folders) -> FinishedRun:
    return read_run(small_run.warehouse)


@pytest.fixture(scope="module")
def same(before: FinishedRun) -> Tables:
    return compare(before, before)


def test_a_run_beside_itself_has_not_changed(same: Tables) -> None:
    assert changed(same) == dict.fromkeys(COMPARED, 0)
    for name in ("places", "findings", "centers", "sources", "settings"):
        assert same[f"compare.{name}"].empty, name
    for name in ("strata", "counties"):
        told = same[f"compare.{name}"]
        assert len(told)
        assert told["comparable"].all()
        assert (told["change"].dropna() == 0).all()
        assert (told["a"].isna() == told["no_value_a"].notna()).all()
        assert (told["b"].isna() == told["no_value_b"].notna()).all()
    assert set(same["compare.center_counts"]["change"]) == {"unchanged"}
    drives = same["compare.drives"]
    assert (drives["population_same"] + drives["population_unreached"]).equals(drives["population"])


@pytest.fixture(scope="module")
def five(before: FinishedRun) -> list[str]:
    """Five centers, the fourth of them an office."""
    centers = before.tables["core.centers"]
    office = centers.loc[centers["site_of_care"].eq("office_based"), "center_id"].iloc[0]
    rest = [name for name in centers["center_id"] if name != office][:4]
    return [*rest[:3], str(office), rest[3]]


@pytest.fixture(scope="module")
def after(
    small_run: Folders,
    before: FinishedRun,
    five: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Tables:
    """What changed where one center closed, opened, moved by two miles, is another kind, and one place grew."""
    closed, model, moved, office, _ = five
    place = before.tables["core.population"]["geoid"].iloc[0]
    path = changed_copy(
        small_run,
        tmp_path_factory.mktemp("after"),
        f"""INSERT INTO core.centers SELECT * REPLACE ('list:new' AS center_id, 'New' AS name, NULL AS npi,
            NULL AS ccn, NULL AS address) FROM core.centers WHERE center_id = '{model}'""",
        f"DELETE FROM core.centers WHERE center_id = '{closed}'",
        f"UPDATE core.centers SET lat = lat + {TWO_MILES} WHERE center_id = '{moved}'",
        f"UPDATE core.centers SET site_of_care = 'stand_alone' WHERE center_id = '{office}'",
        f"UPDATE core.population SET population = population + 100 WHERE geoid = '{place}'",
        "UPDATE out.provenance SET vintage = 'a later one' WHERE source = 'ruca'",
    )
    return compare(before, read_run(path))


def test_known_changes_are_told_and_nothing_else(after: Tables) -> None:
    assert changed(after) == {
        "strata": 0,
        "counties": 0,
        "places": 1,
        "findings": 0,
        "centers": 4,
        "sources": 1,
        "settings": 0,
        "tables": 2,
    }


def test_centers_are_told_by_what_happened_to_each(after: Tables, five: list[str]) -> None:
    closed, _, moved, office, _ = five
    rows = after["compare.centers"]
    ids = rows.fillna({"center_id_a": "", "center_id_b": ""}).set_index("change")
    told = zip(ids.index, ids["center_id_a"], ids["center_id_b"], strict=True)
    assert {change: (one, other) for change, one, other in told} == {
        "closed": (closed, ""),
        "opened": ("", "list:new"),
        "moved": (moved, moved),
        "reclassified": (office, office),
    }
    (far,) = rows.loc[rows["change"] == "moved", "moved_mi"]
    assert far == pytest.approx(2.0, abs=0.01)
    assert list(rows.loc[rows["change"] == "reclassified", "site_of_care_b"]) == ["stand_alone"]


def test_people_source_and_tables_are_told(after: Tables) -> None:
    (place,) = after["compare.places"].to_dict("records")
    assert (place["from_table"], place["figure"], place["change"]) == (
        "core.population",
        "population",
        100.0,
    )
    (source,) = after["compare.sources"].to_dict("records")
    assert (source["source"], source["fact"], source["value_b"]) == (
        "ruca",
        "vintage",
        "a later one",
    )
    tables = after["compare.tables"].set_index("name")
    assert tables.loc["core.population", "columns_changed"] == "population"
    centers = tables.loc["core.centers"]
    assert (centers["only_a"], centers["only_b"], centers["rows_changed"]) == (1, 1, 2)


def setting(name: str, value: str) -> str:
    """Change a setting as the run's row of provenance keeps it."""
    return (
        f"UPDATE out.provenance SET settings = json_merge_patch(settings::JSON, '{value}')::VARCHAR "
        f"WHERE kind = 'run' -- {name}"
    )


def compared_with(run: Folders, before: FinishedRun, folder: Path, *statements: str) -> Tables:
    return compare(before, read_run(changed_copy(run, folder, *statements)))


def test_another_threshold_makes_only_its_figures_incomparable(
    small_run: Folders, before: FinishedRun, tmp_path: Path
) -> None:
    tables = compared_with(
        small_run, before, tmp_path, setting("gap_min", '{"measures": {"gap_min": 20.0}}')
    )
    (row,) = tables["compare.settings"].to_dict("records")
    assert (row["setting"], row["value_a"], row["value_b"]) == ("measures.gap_min", "30.0", "20.0")
    assert row["not_comparable"]
    strata = tables["compare.strata"]
    assert set(strata.loc[~strata["comparable"].astype(bool), "from_table"]) == {
        "out.gaps_by_stratum"
    }


def test_another_scheme_leaves_everyone_comparable(
    small_run: Folders, before: FinishedRun, tmp_path: Path
) -> None:
    tables = compared_with(
        small_run, before, tmp_path, setting("scheme", '{"measures": {"stratum_scheme": "ruca"}}')
    )
    strata = tables["compare.strata"]
    assert set(strata.loc[strata["comparable"].astype(bool), "stratum"]) == {"all"}
    assert tables["compare.counties"]["comparable"].all()


def test_another_seed_is_another_land(
    small_run: Folders, before: FinishedRun, tmp_path: Path
) -> None:
    tables = compared_with(small_run, before, tmp_path, setting("seed", '{"area": {"seed": 7}}'))
    for name in ("counties", "places", "findings", "drives"):
        assert tables[f"compare.{name}"].empty, name
    assert (tables["compare.strata"]["change"].dropna() == 0).all()
    assert set(tables["compare.center_counts"]["change"]) == {"beyond_a", "beyond_b"}
    assert list(tables["compare.land"]["both"].dropna()) == [0, 0]


def test_a_table_that_one_lacks_is_null_with_its_reason(
    small_run: Folders, before: FinishedRun, tmp_path: Path
) -> None:
    tables = compared_with(small_run, before, tmp_path, "DROP TABLE out.office_advantage")
    strata = tables["compare.strata"]
    lost = strata[strata["from_table"] == "out.office_advantage"]
    assert len(lost)
    assert lost["b"].isna().all()
    assert lost["change"].isna().all()
    assert set(lost["no_value_b"]) == {"the run has no such row"}


def test_the_command_writes_page_and_tables(
    small_run: Folders, small_area: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = changed_copy(small_run, tmp_path, "DELETE FROM core.centers WHERE rowid = 0")
    where = ["--data", str(small_run.data), "--reports", str(tmp_path / "reports"), "--quiet"]
    assert main(["compare", str(small_area), str(other), *where]) == DONE
    page = tmp_path / "reports" / "small-small" / "index.html"
    assert capsys.readouterr().out.strip() == str(page)
    text = page.read_text(encoding="utf-8")
    assert "Centers: 1 in A only." in text
    listed = (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")
    assert "From A, " in listed
    assert "who gains and who loses from A to B" in text
    assert {path.stem for path in (page.parent / "tables").iterdir()} >= set(COMPARED)
    assert main(["compare", str(small_area), str(small_area), *where]) == DONE
    text = page.read_text(encoding="utf-8")
    assert "Nothing changed" in text
    assert "<figure" not in text


def test_the_command_compares_what_ifs_of_one_run(
    small_run: Folders, small_area: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data", str(small_run.data), "--reports", str(tmp_path / "reports"), "--quiet"]
    assert main(["compare", str(small_area), "--case", "closures", *where]) == DONE
    page = Path(capsys.readouterr().out.strip())
    assert page == tmp_path / "reports" / "small-closures" / "index.html"
    text = page.read_text(encoding="utf-8")
    assert "as it is" in text
    assert "who gains and who loses from A to B" in text
    assert "Settings, software and roads that differ" not in text
    for wrong in (
        [],
        ["--case", "a", "--case", "b", "--case", "c"],
        [str(small_area), "--case", "a"],
    ):
        assert main(["compare", str(small_area), *wrong, *where]) == BAD_USAGE


def test_a_run_that_is_not_there_is_one_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", "demo", "nowhere", "--data", str(tmp_path)]) == FAILED
    assert "no warehouse yet" in capsys.readouterr().err
    missing = ["compare", "nowhere", "demo", "--data", str(tmp_path)]
    assert main(missing) == BAD_USAGE
