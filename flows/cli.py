"""The command line: `infusion-access`.

Exit codes: 0 done, 1 a source or a contract failed, 2 bad usage, 130 stopped by Ctrl-C (143 by SIGTERM, 129 by
SIGHUP).
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from flows import commands
from flows.commands import BAD_USAGE, FAILED
from flows.interruption import STOPPED, told
from pipelines.errors import InputError

MOST_WORKERS = 1024
"""Threads, on whatever machine."""

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the console script's entry point.

    Parameters
    ----------
    arguments
        As on the command line; by default those of the process.

    Returns
    -------
    int
        The exit code.
    """
    options = parser().parse_args(arguments)
    _follow_progress(quiet=options.quiet)
    command: Command = options.command
    try:
        done = command(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads the output has read enough (`| head`); Python would say so once more as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        print(told(signal.SIGINT), file=sys.stderr)
        return STOPPED + signal.SIGINT
    except FileNotFoundError as error:
        print(f"infusion-access: {error}", file=sys.stderr)
        return BAD_USAGE
    except InputError as error:
        print(f"infusion-access: {error}", file=sys.stderr)
        return FAILED
    except OSError as error:
        # A full disk, rights that lack, a name too long: the machine's answer, and no defect of ours.
        place = f"{error.filename}: " if error.filename else ""
        print(f"infusion-access: {place}{error.strerror or error}", file=sys.stderr)
        return FAILED
    return done


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line; the documentation prints its help."""
    whole = argparse.ArgumentParser(
        prog="infusion-access",
        description="Measure who can drive to an infusion center, and tell it in a report.",
    )
    whole.add_argument(
        "--version", action="version", version=f"%(prog)s {version('infusion-access')}"
    )
    names = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data", type=Path, default=Path("data"), help="data folder (default: data)"
    )
    shared.add_argument(
        "--reports", type=Path, default=Path("reports"), help="report folder (default: reports)"
    )
    shared.add_argument(
        "--workers", type=_workers, default=os.cpu_count() or 1, help="threads (default: all cores)"
    )
    shared.add_argument("--quiet", action="store_true", help="print results and errors only")

    def add(name: str, command: Command, summary: str) -> argparse.ArgumentParser:
        sub = names.add_parser(name, parents=[shared], help=summary, description=summary)
        sub.set_defaults(command=command)
        return sub

    area = "a name that `infusion-access areas` lists, or the path of an area's TOML file"
    for name, command, summary in (
        ("run", commands.run_flow, "do the whole job and print where the report is"),
        ("ingest", commands.run_flow, "download and read the sources into the warehouse"),
        ("access", commands.run_flow, "compute drive times, catchments, coverage and gaps"),
        ("publish", commands.run_flow, "draw the maps and write the report"),
    ):
        sub = add(name, command, summary)
        sub.add_argument("area", metavar="AREA", help=area)
        sub.set_defaults(flow=name, refresh=None)
        if name in ("run", "ingest"):
            sub.add_argument(
                "--refresh",
                nargs="*",
                metavar="SOURCE",
                help="ask for newer versions of the files of these sources (without a name: of all); without "
                "it what was fetched once is kept",
            )
    add(
        "check", commands.check, "validate settings and source files without computing"
    ).add_argument("area", metavar="AREA", help=area)
    add("areas", commands.areas, "list the areas that come with the project")
    show = add("show", commands.show, "tell one place's numbers, or why a center is one")
    show.add_argument(
        "id",
        metavar="ID",
        help="a place of core.population (a block group), or a center of core.centers",
    )
    show.add_argument("--area", required=True, metavar="AREA", help=area)
    compare = add("compare", commands.compare, "tell what changed between two finished runs")
    run = "an area, as `run` takes it, or the path of the access.duckdb of a run"
    compare.add_argument("first", metavar="A", help=run)
    compare.add_argument(
        "second",
        metavar="B",
        nargs="?",
        help="the same, for the run that it is compared with; without it, cases of A are compared",
    )
    compare.add_argument(
        "--case",
        action="append",
        default=[],
        metavar="NAME",
        help="without B: a what-if of A (a [[scenarios.case]], 'closures' or an opening), compared with A as "
        "it is, or with a second --case",
    )
    compare.add_argument(
        "--with-data", type=Path, help="data folder of B, where it is another than that of A"
    )
    sheets = add(
        "sheets", commands.sheets, "write one page a county and state, and the brief, as PDF"
    )
    sheets.add_argument("area", metavar="AREA", help=area)
    sheets.add_argument(
        "--county", metavar="FIPS", help="only the sheet of this county, by its five digits"
    )
    export = add(
        "export", commands.export, "write the tables as files to take away, zipped for a deposit"
    )
    export.add_argument("area", metavar="AREA", help=area)
    template = add("template", commands.template, "write an empty centers list to fill in")
    template.add_argument("file", type=Path, metavar="FILE", help="the CSV file to write")
    return whole


def _workers(text: str) -> int:
    # Nine digits at most: int() refuses thousands of them, and no thread pool takes more than 64 bits.
    if not text.isdecimal() or len(text) > 9 or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is not a number of threads: 1 to {MOST_WORKERS} are possible"
        )
    return int(text)


def _follow_progress(*, quiet: bool) -> None:
    """Print what the pipeline says of its progress, with the seconds since the start.

    Prefect's own messages stay silent here: it would print the traceback of every fault of the input once a
    task and once a flow, before the one message that says how to mend it. A defect of ours leaves its
    traceback as any Python program does, and what a Prefect server shows is not touched.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    if quiet:
        return
    started = time.monotonic()

    class Elapsed(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return f"[{time.monotonic() - started:6.1f} s] {record.getMessage()}"

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Elapsed())
    logger = logging.getLogger("pipelines")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


if __name__ == "__main__":
    sys.exit(main())
