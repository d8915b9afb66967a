"""What each command does; heavy imports wait until the command is known.

Exit codes: 0 done, 1 a source or a contract failed, 2 bad usage.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from flows.folders import AREAS, area_names

if TYPE_CHECKING:
    from flows.study import Study

DONE, FAILED, BAD_USAGE = 0, 1, 2


def _study(options: argparse.Namespace) -> Study:
    from flows.study import open_study

    return open_study(options.area, str(options.data.resolve()), str(options.reports.resolve()))


def run_flow(options: argparse.Namespace) -> int:
    """Run one of the flows and print where its result is."""
    study = _study(options)
    # Prefect takes seconds to import: not before the settings have been found good.
    from prefect import tags

    from flows.ingest import ALL
    from flows.interruption import ending_at_once
    from flows.prefect_server import prefect_server
    from flows.run import FLOWS

    # Without names every source is meant; only what reads sources knows the option.
    refresh = {} if options.refresh is None else {"refresh": options.refresh or [ALL]}
    with ending_at_once(), prefect_server(study.folders.data), tags(study.area.name):
        done = FLOWS[options.flow](
            area=str(study.path),
            data=str(study.folders.data),
            reports=str(study.folders.reports),
            workers=options.workers,
            **refresh,
        )
    print(done)
    return DONE


def check(options: argparse.Namespace) -> int:
    """Tell whether settings and source files are good."""
    from flows.check import check_area

    for line in check_area(_study(options)):
        print(line)
    return DONE


def areas(options: argparse.Namespace) -> int:
    """List the areas that come with the project."""
    from pipelines.area import load_area

    for name in area_names():
        area = load_area(AREAS / f"{name}.toml")
        print(f"{name:<16} {area.area.title}{' (fictional)' if area.area.fictional else ''}")
    return DONE


def show(options: argparse.Namespace) -> int:
    """Tell one place's numbers and drives, or why a center is one."""
    from pipelines.measures.access.place_drives import place_drives
    from pipelines.report.facts import read_facts
    from pipelines.report.show.center import describe_center, is_center
    from pipelines.report.show.place import describe_place

    study = _study(options)
    facts = read_facts(study.folders.warehouse, study.area)
    if is_center(facts, options.id):
        print(describe_center(facts, options.id))
        return DONE
    drives = None
    if facts.tables.find("core.population", geoid=options.id):
        folders = study.folders
        drives = place_drives(folders.warehouse, folders.network, study.area, options.id)
    print(describe_place(facts, options.id, drives))
    return DONE


def compare(options: argparse.Namespace) -> int:
    """Tell what changed between two finished runs, or two cases of one."""
    from flows.compare import compare_cases, compare_runs

    if (options.second is None) != (0 < len(options.case) < 3):
        print(
            "infusion-access: compare two runs, A and B, or one run with one or two --case",
            file=sys.stderr,
        )
        return BAD_USAGE
    if options.second is None:
        print(
            compare_cases(
                options.first, options.case, options.data.resolve(), options.reports.resolve()
            )
        )
        return DONE
    with_data = options.with_data or options.data
    print(
        compare_runs(
            options.first,
            options.second,
            options.data.resolve(),
            with_data.resolve(),
            options.reports.resolve(),
        )
    )
    return DONE


def sheets(options: argparse.Namespace) -> int:
    """Write the sheets of an area's counties and states and its brief, or the sheet of one county."""
    from flows.answers import answers
    from flows.sheets import renew_sheets, write_sheets

    study = _study(options)
    with answers(study) as facts:
        if options.county is None:
            print(renew_sheets(facts, study.folders.report))
        else:
            print(*write_sheets(facts, study.folders.report, options.county))
    return DONE


def export(options: argparse.Namespace) -> int:
    """Write a run's tables as files to take away."""
    from flows.answers import answers
    from flows.export import write_export

    study = _study(options)
    with answers(study) as facts:
        print(write_export(facts, study.folders.report))
    return DONE


def template(options: argparse.Namespace) -> int:
    """Write an empty list of centers."""
    from pipelines.sources.facilities.centers_list import write_template

    if options.file.exists():
        print(
            f"infusion-access: {options.file} exists already and is left as it is", file=sys.stderr
        )
        return BAD_USAGE
    try:
        write_template(options.file)
    except OSError as error:
        print(
            f"infusion-access: {options.file}: cannot be written: {error.strerror} (name a file in a folder "
            "that exists and may be written)",
            file=sys.stderr,
        )
        return BAD_USAGE
    print(options.file)
    return DONE
