"""What each command does; heavy imports wait until the command is known.

Exit codes: 0 done, 1 a source or a contract failed, 2 bad usage.
"""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.folders import AREAS, area_names
from pipelines.progress import step
from pipelines.vocabulary.wording import plural

if TYPE_CHECKING:
    from flows.many import Kind
    from flows.study import Study

log = logging.getLogger("pipelines.commands")

DONE, FAILED, BAD_USAGE = 0, 1, 2


@dataclass(frozen=True)
class Given:
    """What every command may be given: folders, as whole paths, threads, and whether to be quiet."""

    data: Path
    reports: Path
    workers: int
    quiet: bool

    def study(self, area: str) -> Study:
        """Open an area's settings and folders."""
        from flows.study import open_study

        return open_study(area, str(self.data), str(self.reports))


def run_flow(
    given: Given,
    flow: str,
    area: str,
    refresh: Sequence[str] | None = None,
    *,
    explain: bool = False,
    anew: bool = False,
) -> int:
    """Run one of the flows and print where its result is, or only tell what it would do."""
    from flows.processes.interruption import ending_at_once
    from flows.reruns.whole_run import unchanged
    from flows.server.own_server import start_server
    from flows.telling.recording import recording

    study = given.study(area)
    if explain:
        from flows.reruns.explaining import explained

        print(*explained(study, flow, refresh, anew=anew), sep="\n")
        return DONE
    if flow == "run" and refresh is None and not anew:
        since = unchanged(study)
        if since is not None:
            print(f"nothing changed since the answers of {since} UTC", file=sys.stderr)
            print(study.folders.report / "index.html")
            return DONE
    log.info("starting Prefect, which runs the steps")
    with recording() as recorder, ending_at_once():
        # Prefect takes seconds to import, and as long to serve: not before the settings have been found good.
        own = start_server(study.folders.data)
        from prefect import tags

        from flows.processes.compiling import compile_beside
        from flows.run import FLOWS
        from flows.server.prefect_server import prefect_server
        from flows.telling.summary import summary
        from pipelines.report.telling.pages import INDEX

        if flow in ("run", "access"):
            compile_beside(given.workers)
        # Only what reads sources knows the option.
        more = {} if refresh is None else {"refresh": _sources_meant(refresh)}
        with prefect_server(own), tags(study.area.name):
            done = FLOWS[flow](
                area=str(study.path),
                data=str(study.folders.data),
                reports=str(study.folders.reports),
                workers=given.workers,
                anew=anew,
                **more,
            )
    if not given.quiet and study.folders.report / INDEX == Path(done):
        print(f"\n{summary(study.folders, recorder)}\n", file=sys.stderr)
    print(done)
    return DONE


def _sources_meant(refresh: Sequence[str] | None) -> list[str] | None:
    """Return the sources that are asked for newer versions; without names every one is meant."""
    from flows.ingest import ALL

    return None if refresh is None else [name for name in refresh if name] or [ALL]


def run_many(
    given: Given,
    areas: Sequence[str],
    kind: Kind,
    address: str | None,
    at_once: int | None,
    refresh: Sequence[str] | None = None,
    *,
    anew: bool = False,
) -> int:
    """Run several areas side by side, and print where the page is that lists them."""
    from flows.processes.interruption import ending_at_once
    from flows.putting import check_writable
    from flows.server.own_server import start_server
    from pipelines.report.areas.areas_page import write_areas_page

    if address is not None and kind != "dask":
        print("infusion-access: --address is of --runner dask", file=sys.stderr)
        return BAD_USAGE
    studies = [given.study(area) for area in areas]
    twice = [name for name, times in Counter(one.area.name for one in studies).items() if times > 1]
    if twice:
        print(f"infusion-access: more than one area is named {twice[0]}", file=sys.stderr)
        return BAD_USAGE
    failed: dict[str, str] = {}
    asked = anew or refresh is not None
    changed = studies if asked else [one for one in studies if not _nothing_changed(one)]
    if changed:
        check_writable(given.reports, "--reports")
        with ending_at_once():
            own = start_server(given.data)
            from flows.many.many_areas import run_all
            from flows.many.runners import place_of, settings_for_workers
            from flows.processes.compiling import compile_beside
            from flows.server.prefect_server import prefect_server

            compile_beside(given.workers)
            place = place_of(kind, address, len(changed), at_once or given.workers, own is not None)
            with prefect_server(own), settings_for_workers():
                failed = run_all(changed, place, given.workers, _sources_meant(refresh), anew=anew)
    page = write_areas_page(given.reports)
    for name, why in failed.items():
        print(f"infusion-access: {name} failed: {why}", file=sys.stderr)
    if not given.quiet:
        done = len(studies) - len(failed)
        print(f"{done} of {plural(len(studies), 'area')} done", file=sys.stderr)
    print(page or given.reports)
    return FAILED if failed else DONE


def roll_up(given: Given, land: str, areas: Sequence[str]) -> int:
    """Put finished areas together to the land that they make up, and print where its report is."""
    from flows.roll_up import put_together

    study, parts = given.study(land), [given.study(area) for area in areas]
    if len({study.area.name, *(one.area.name for one in parts)}) <= len(parts):
        print(
            "infusion-access: each area has a name of its own, and the land another (see area.name)",
            file=sys.stderr,
        )
        return BAD_USAGE
    put_together(study, parts)
    return run_flow(given, "publish", land)


def _nothing_changed(study: Study) -> bool:
    from flows.reruns.whole_run import unchanged

    since = unchanged(study)
    if since is not None:
        log.info("%s: nothing changed since the answers of %s UTC", study.area.name, since)
    return since is not None


def check(given: Given, area: str) -> int:
    """Tell whether settings and source files are good."""
    from flows.check import check_area

    for line in check_area(given.study(area)):
        print(line)
    return DONE


def areas(_: Given) -> int:
    """List the areas that come with the project."""
    from pipelines.area import load_area

    for name in area_names():
        area = load_area(AREAS / f"{name}.toml").area
        print(f"{name:<16} {area.title}{' (fictional)' if area.fictional else ''}")
    return DONE


def show(given: Given, area: str, subject: str) -> int:
    """Tell one place's numbers and drives, or why a center is one."""
    from pipelines.measures.access.place_drives import place_drives
    from pipelines.report.facts import read_facts
    from pipelines.report.show.center import describe_center, is_center
    from pipelines.report.show.place import describe_place

    study = given.study(area)
    facts = read_facts(study.folders.warehouse, study.area)
    if is_center(facts, subject):
        print(describe_center(facts, subject))
        return DONE
    drives = None
    if facts.tables.find("core.population", geoid=subject):
        folders = study.folders
        drives = place_drives(folders.warehouse, folders.network, study.area, subject)
    print(describe_place(facts, subject, drives))
    return DONE


def compare(
    given: Given, first: str, second: str | None, cases: Sequence[str], with_data: Path | None
) -> int:
    """Tell what changed between two finished runs, or two cases of one."""
    from flows.compare import compare_cases, compare_runs

    if (second is None) != (0 < len(cases) < 3):
        print(
            "infusion-access: compare two runs, A and B, or one run with one or two --case",
            file=sys.stderr,
        )
        return BAD_USAGE
    other = given.data if with_data is None else with_data.resolve()
    with step("compare"):
        page = (
            compare_cases(first, cases, given.data, given.reports)
            if second is None
            else compare_runs(first, second, given.data, other, given.reports)
        )
    print(page)
    return DONE


def sheets(given: Given, area: str, county: str | None) -> int:
    """Write the sheets of an area's counties and states and its brief, or the sheet of one county."""
    from flows.answers import answers
    from flows.sheets import renew_sheets, write_sheets

    study = given.study(area)
    with answers(study) as facts, step("sheets"):
        report = study.folders.report
        written = (
            [renew_sheets(facts, report)] if county is None else write_sheets(facts, report, county)
        )
    print(*written)
    return DONE


def export(given: Given, area: str) -> int:
    """Write a run's tables as files to take away."""
    from flows.answers import answers
    from flows.export import write_export

    study = given.study(area)
    with answers(study) as facts, step("export"):
        archive = write_export(facts, study.folders.report)
    print(archive)
    return DONE


def template(_: Given, file: Path) -> int:
    """Write an empty list of centers."""
    from pipelines.sources.facilities.centers_list import write_template

    if file.exists():
        print(f"infusion-access: {file} exists already and is left as it is", file=sys.stderr)
        return BAD_USAGE
    try:
        write_template(file)
    except OSError as error:
        print(
            f"infusion-access: {file}: cannot be written: {error.strerror} (name a file in a folder "
            "that exists and may be written)",
            file=sys.stderr,
        )
        return BAD_USAGE
    print(file)
    return DONE
