"""Reruns: which steps a change makes run, and that the outcome is that of a run from nothing."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import flows
from flows.access import answer_all, keeper_of_answers
from flows.folders import Folders
from flows.ingest import bring_in, keeper_of_sources
from flows.reruns.explaining import explained
from flows.reruns.whole_run import unchanged
from flows.study import Study, open_study
from flows.workshop import PICTURES_CODE
from flows.workshop import PRODUCTS as PRODUCTS_MADE
from pipelines.keeping import code
from tests.flows.test_run import same_tables

Change = Callable[[str], str]


@pytest.fixture
def without_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have tasks be plain functions: no server need be asked for each."""
    import prefect.tasks

    monkeypatch.setattr(
        prefect.tasks.Task, "__call__", lambda task, *given, **named: task.fn(*given, **named)
    )


def changed(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert text.count(old) == 1
        return text.replace(old, new)

    return change


def study_of(area: Path, run: Folders, folder: Path, change: Change = str) -> Study:
    """The area with other settings, on the results of a run."""
    path = folder / "small.toml"
    path.write_text(change(area.read_text(encoding="utf-8")), encoding="utf-8")
    # By its own path: pages print it.
    return replace(open_study(str(path), str(run.data), str(run.reports)), path=area)


def steps(study: Study) -> tuple[set[str], set[str]]:
    """The steps that would run, and those that may."""
    lines = list(explained(study, "run"))
    would, may = (
        {line.split(":")[0] for line in lines if f": {verb} run, " in line}
        for verb in ("would", "may")
    )
    return would, may


PRODUCTS = {
    "the pictures",
    "the report",
    "the data to take away",
    "the explorer",
    "the brief",
    "the sheets of counties and states",
    "the list of sheets",
}
TOPICS = {
    "centers",
    "access",
    "catchments",
    "network adequacy",
    "counties and states",
    "accessibility",
    "equity",
    "uncertainty",
    "what if",
    "siting",
    "burden",
}
GAP = {
    "access",
    "counties and states",
    "accessibility",
    "equity",
    "uncertainty",
    "what if",
    "burden",
}

CHANGES: dict[str, tuple[Change, set[str]]] = {
    "nothing": (str, set()),
    "a threshold": (changed("[measures]", "[measures]\ngap_min = 40.0"), GAP),
    "a cost": (changed("[scenarios]", "[scenarios]\ntreated_per_1000 = 4.0"), {"burden"}),
    "a closure": (changed('  "hifld:0003990060",\n', ""), {"network adequacy", "what if"}),
    "a speed factor": (changed("[measures]", "[roads]\nspeed_factor = 1.2\n\n[measures]"), TOPICS),
}
"""What changed -> how, and the topics that are answered again for it."""


@pytest.mark.parametrize("what", CHANGES)
def test_a_setting_has_those_topics_answered_that_read_it(
    small_run: Folders, small_area: Path, tmp_path: Path, what: str
) -> None:
    change, topics = CHANGES[what]
    would, may = steps(study_of(small_area, small_run, tmp_path, change))
    reading = {step for step in would | may if step.startswith(("read ", "generate", "build core"))}
    assert reading == set()
    assert would & TOPICS == topics
    # What rests on the tables of those topics is known when they have been answered.
    assert may & TOPICS <= {"counties and states", "uncertainty", "burden"}
    assert (would | may) & PRODUCTS == (PRODUCTS if topics else set())


def test_a_template_has_only_pages_written_again(
    small_run: Folders, small_area: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, real = study_of(small_area, small_run, tmp_path), code._file_digest
    template = "pipelines/report/templates/page.html"
    monkeypatch.setattr(
        code, "_file_digest", lambda path: "other" if path == template else real(path)
    )
    assert steps(study) == ({"the report", "the list of sheets"}, set())


def test_code_has_those_steps_run_that_rest_on_it(
    small_run: Folders, small_area: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, real = study_of(small_area, small_run, tmp_path), code._module

    def edited(module: str) -> Callable[[str], tuple[str, frozenset[str], frozenset[str]]]:
        return lambda name: ("other", *real(name)[1:]) if name == module else real(name)

    for module, expected in (
        ("pipelines.measures.burden.cost", {"burden"}),
        # Two readers choose among others, and so rest on all.
        ("pipelines.sources.people.rucc", {"read rucc", "read nppes", "read hospitals"}),
        ("pipelines.maps.gaps", {"the pictures"}),
    ):
        monkeypatch.setattr(code, "_module", edited(module))
        would, _ = steps(study)
        assert expected <= would
        assert {step for step in would if step.startswith("read ") or step in TOPICS} <= expected


def test_the_code_of_products_is_that_of_the_modules_that_make_them() -> None:
    """What the flows call to make products stands in the code of one of them."""
    called = {
        module
        for name in ("workshop", "sheets", "export")
        for line in (Path(flows.__file__).parent / f"{name}.py")
        .read_text(encoding="utf-8")
        .splitlines()
        if (module := line.removeprefix("from ").split(" import ")[0]).startswith("pipelines.")
    }
    made = {one for product in PRODUCTS_MADE for one in code.code_of(*product.code)}
    wiring = {"pipelines.keeping.settings_read", "pipelines.progress"}
    assert called <= made | set(code.code_of(*PICTURES_CODE)) | wiring


def copy_of(run: Folders, folder: Path) -> Folders:
    shutil.copytree(run.data, folder / "data")
    shutil.copytree(run.reports, folder / "reports")
    return Folders(folder / "data", folder / "reports", run.area)


def test_nothing_changed_and_nothing_starts(
    small_run: Folders, small_area: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole run looks at everything before Prefect is imported; any doubt has it look step by step."""
    run = copy_of(small_run, tmp_path)
    study = open_study(str(small_area), str(run.data), str(run.reports))
    assert unchanged(study) is not None
    for path in (
        run.report / "index.html",
        run.raw / "rucc_2023.csv",
        run.warehouse,
        run.network / "head.npy",
    ):
        content, about = path.read_bytes(), path.stat()
        path.write_bytes(content[:-1])
        assert unchanged(study) is None, path
        path.write_bytes(content)
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
        assert unchanged(study) is not None
    monkeypatch.setattr("flows.reruns.whole_run.software", lambda: {"numpy": "99"})
    assert unchanged(study) is None


def run_steps(study: Study) -> list[str]:
    """Ingest and access; the steps that ran."""
    sources, answers = keeper_of_sources(study), keeper_of_answers(study)
    bring_in(sources, study, ())
    answer_all(answers, study, 1, datetime.now(UTC))
    return [*sources.ran, *answers.ran]


def test_a_rerun_after_changes_gives_what_a_run_from_nothing_gives(
    small_run: Folders, small_area: Path, tmp_path: Path, without_server: None
) -> None:
    """A setting, and a row of a source that lies outside of the area: it changes what was read, and no more."""
    run = copy_of(small_run, tmp_path)

    def change(text: str) -> str:
        own = changed('generator = "demo"\n', "")(text)
        return changed("[scenarios]", "[scenarios]\ntreated_per_1000 = 4.0")(own)

    study = study_of(small_area, run, tmp_path, change)
    # Without its generator the files are the user's own, and its truth is not compared with.
    assert run_steps(study) == [
        "build core tables",
        "store raw and core",
        "burden",
        "store answers",
    ]
    codes = run.raw / "rucc_2023.csv"
    with codes.open("a", encoding="utf-8") as file:
        file.write("99001,ZZ,Nowhere County,RUCC_2023,9\n")
    again = ["read rucc", "build core tables", "store raw and core", "store answers"]
    assert run_steps(study) == again
    assert run_steps(study) == []
    fresh = tmp_path / "fresh"
    shutil.copytree(run.raw, fresh / "data" / "raw" / "small", copy_function=shutil.copy2)
    anew = open_study(str(tmp_path / "small.toml"), str(fresh / "data"), str(fresh / "reports"))
    assert len(run_steps(anew)) > 25
    same_tables(run.warehouse, anew.folders.warehouse)
