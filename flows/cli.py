"""The command line: `infusion-access`.

Exit codes: 0 done, 1 a source or a contract failed, 2 bad usage, 130 stopped by Ctrl-C (143 by SIGTERM, 129 by
SIGHUP).
"""

from __future__ import annotations

import inspect
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand
from typer.exceptions import TyperException

from flows import commands
from flows.commands import BAD_USAGE, DONE, FAILED, Given
from flows.folders import area_names
from flows.many import Kind
from flows.processes.interruption import STOPPED, told
from flows.telling.following import following
from pipelines.errors import InputError

PROGRAM = "infusion-access"

MOST_WORKERS = 1024
"""Threads, on whatever machine."""

RUN, LOOK, TAKE, START = (
    "Run the pipeline",
    "Look at results",
    "Take away",
    "Start an area",
)
"""Groups of the commands, in the order of the help."""

_EVERY = "Options of every command"


def _areas(begun: str) -> list[str]:
    """Complete an area: a name, or the path of a TOML file; where none is left, the shell completes paths."""
    folder, slash, _ = begun.rpartition("/")
    paths = [f"{folder}{slash}{path.name}" for path in sorted(Path(folder or ".").glob("*.toml"))]
    return [one for one in (*area_names(), *paths) if one.startswith(begun)]


def _threads(text: str) -> int:
    # Nine digits at most: int() refuses thousands of them, and no thread pool takes more than 64 bits.
    if not text.isdecimal() or len(text) > 9 or not 1 <= int(text) <= MOST_WORKERS:
        raise typer.BadParameter(
            f"{text[:40]!r} is not a number of threads: 1 to {MOST_WORKERS} are possible"
        )
    return int(text)


_AN_AREA = "a name that `infusion-access areas` lists, or the path of an area's TOML file"
_A_RUN = "an area, as `run` takes it, or the path of the access.duckdb of a run"

Area = Annotated[
    str, typer.Argument(metavar="AREA", help=_AN_AREA, autocompletion=_areas, show_default=False)
]
Areas = Annotated[
    list[str],
    typer.Argument(
        metavar="AREAS...",
        help=f"several areas, each {_AN_AREA}",
        autocompletion=_areas,
        show_default=False,
    ),
]
Refresh = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[SOURCE ...]",
        help="Ask for newer versions of the files of these sources (without a name: of all); without it "
        "what was fetched once is kept.",
    ),
]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain",
        metavar="",
        help="Only tell which steps would run and why, and which results of earlier runs would be taken.",
    ),
]
Anew = Annotated[
    bool,
    typer.Option("--anew", metavar="", help="Run every step, also those of which nothing changed."),
]

app = typer.Typer(
    add_completion=True,
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


class _ManyValues(TyperCommand):
    """A command whose `--refresh` takes any number of values, none as well, which no option of typer does."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, list(_spread(args, "--refresh")))


def _spread(words: Sequence[str], option: str) -> Iterator[str]:
    """Repeat an option for each of its values; where it has none, the empty word is its value."""
    waiting = taking = False
    for word in words:
        if taking and not word.startswith("-"):
            yield from (option, word)
            waiting = False
            continue
        if waiting:
            yield from (option, "")
        waiting = taking = word == option
        if not taking:
            yield word
    if waiting:
        yield from (option, "")


def _command(group: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Declare a command of a group; beside its own options it has those of every command, as `Given`.

    What typer calls only says what is to be done; `main` does it, and tells how it ended.
    """

    def declare(do: Callable[..., int]) -> Callable[..., int]:
        def asked(
            *,
            data: Annotated[
                Path, typer.Option(metavar="DIR", help="Data folder.", rich_help_panel=_EVERY)
            ] = Path("data"),
            reports: Annotated[
                Path, typer.Option(metavar="DIR", help="Report folder.", rich_help_panel=_EVERY)
            ] = Path("reports"),
            workers: Annotated[
                int | None,
                typer.Option(
                    metavar="N",
                    parser=_threads,
                    help="Threads.",
                    show_default="all cores",
                    rich_help_panel=_EVERY,
                ),
            ] = None,
            quiet: Annotated[
                bool,
                typer.Option(
                    "--quiet",
                    metavar="",
                    help="Print results and errors only.",
                    rich_help_panel=_EVERY,
                ),
            ] = False,
            log_json: Annotated[
                Path | None,
                typer.Option(
                    metavar="FILE",
                    envvar="INFUSION_ACCESS_LOG_JSON",
                    help="Add all that is said to this file, one JSON object a line.",
                    rich_help_panel=_EVERY,
                ),
            ] = None,
            **own: object,
        ) -> Callable[[], int]:
            cores = workers or os.cpu_count() or 1
            given = Given(data.resolve(), reports.resolve(), cores, quiet)
            return partial(_do, partial(do, given, **own), quiet=quiet, log_json=log_json)

        own = list(inspect.signature(do, eval_str=True).parameters.values())[1:]
        every = list(inspect.signature(asked, eval_str=True).parameters.values())[:-1]
        named = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in (*own, *every)]
        asked.__signature__ = inspect.Signature(named)  # type: ignore[attr-defined]
        app.command(
            do.__name__.replace("_", "-"), help=do.__doc__, rich_help_panel=group, cls=_ManyValues
        )(asked)
        return do

    return declare


def _do(command: Callable[[], int], *, quiet: bool, log_json: Path | None) -> int:
    with following(quiet=quiet, log_json=log_json):
        return command()


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"{PROGRAM} {version(PROGRAM)}")
        raise typer.Exit


@app.callback()
def _whole(
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", metavar="", callback=_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Measure who can drive to an infusion center, and tell it in a report."""


@_command(RUN)
def run(
    given: Given, area: Area, refresh: Refresh = None, explain: Explain = False, anew: Anew = False
) -> int:
    """Do the whole job and print where the report is."""
    return commands.run_flow(given, "run", area, refresh, explain=explain, anew=anew)


@_command(RUN)
def ingest(
    given: Given, area: Area, refresh: Refresh = None, explain: Explain = False, anew: Anew = False
) -> int:
    """Download and read the sources into the warehouse."""
    return commands.run_flow(given, "ingest", area, refresh, explain=explain, anew=anew)


@_command(RUN)
def access(given: Given, area: Area, explain: Explain = False, anew: Anew = False) -> int:
    """Compute drive times, catchments, coverage and gaps."""
    return commands.run_flow(given, "access", area, explain=explain, anew=anew)


@_command(RUN)
def publish(given: Given, area: Area, explain: Explain = False, anew: Anew = False) -> int:
    """Draw the maps and write the report."""
    return commands.run_flow(given, "publish", area, explain=explain, anew=anew)


@_command(RUN)
def run_many(
    given: Given,
    areas: Areas,
    runner: Annotated[
        Kind,
        typer.Option(help="Where areas run: processes of this machine, or workers of Dask."),
    ] = "processes",
    address: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="Scheduler of a Dask cluster that is there; without it Dask has workers on this machine.",
        ),
    ] = None,
    at_once: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=_threads,
            help="Areas side by side on this machine, which share its threads.",
            show_default="as many as threads",
        ),
    ] = None,
    refresh: Refresh = None,
    anew: Anew = False,
) -> int:
    """Run several areas side by side and print where the page is that lists them."""
    return commands.run_many(given, areas, runner, address, at_once, refresh, anew=anew)


@_command(RUN)
def roll_up(
    given: Given,
    land: Annotated[
        str,
        typer.Argument(
            metavar="LAND",
            help=f"the land that the areas make up, {_AN_AREA}",
            autocompletion=_areas,
            show_default=False,
        ),
    ],
    areas: Areas,
) -> int:
    """Put areas that were run before with the same settings together, and print where the report of all is."""
    return commands.roll_up(given, land, areas)


@_command(LOOK)
def show(
    given: Given,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="a place of core.population (a block group), or a center of core.centers",
        ),
    ],
    area: Annotated[
        str,
        typer.Option(metavar="AREA", help=_AN_AREA, autocompletion=_areas, show_default=False),
    ],
) -> int:
    """Tell one place's numbers, or why a center is one."""
    return commands.show(given, area, subject)


@_command(LOOK)
def compare(
    given: Given,
    first: Annotated[str, typer.Argument(metavar="A", help=_A_RUN, autocompletion=_areas)],
    second: Annotated[
        str | None,
        typer.Argument(
            metavar="B",
            help="the same, for the run that it is compared with; without it, cases of A are compared",
            autocompletion=_areas,
        ),
    ] = None,
    case: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Without B: a what-if of A (by the name of its scenarios.case, 'closures' or an opening), "
            "compared with A as it is, or with a second --case.",
        ),
    ] = None,
    with_data: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Data folder of B, where it is another than that of A."),
    ] = None,
) -> int:
    """Tell what changed between two finished runs."""
    return commands.compare(given, first, second, case or [], with_data)


@_command(TAKE)
def sheets(
    given: Given,
    area: Area,
    county: Annotated[
        str | None,
        typer.Option(metavar="FIPS", help="Only the sheet of this county, by its five digits."),
    ] = None,
) -> int:
    """Write one page a county and state, and the brief, as PDF."""
    return commands.sheets(given, area, county)


@_command(TAKE)
def export(given: Given, area: Area) -> int:
    """Write the tables as files to take away, zipped for a deposit."""
    return commands.export(given, area)


@_command(START)
def areas(given: Given) -> int:
    """List the areas that come with the project."""
    return commands.areas(given)


@_command(START)
def check(given: Given, area: Area) -> int:
    """Validate settings and source files without computing."""
    return commands.check(given, area)


@_command(START)
def template(
    given: Given,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the CSV file to write")],
) -> int:
    """Write an empty centers list to fill in."""
    return commands.template(given, file)


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
    reader = typer.main.get_command(app)
    try:
        asked = reader.main(arguments, prog_name=PROGRAM, standalone_mode=False)
    except TyperException as error:
        return _bad_usage(error)
    return _ended(asked) if callable(asked) else DONE


def _bad_usage(error: TyperException) -> int:
    """Tell it in one line; without a command the help was printed, and says all."""
    message = error.format_message()
    if message:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else PROGRAM
        print(f"{path}: {message} (`{path} --help` tells the rest)", file=sys.stderr)
    return BAD_USAGE


def _ended(command: Callable[[], int]) -> int:
    """Do what was asked for, and tell in one line what kept it from being done."""
    try:
        done = command()
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads the output has read enough (`| head`); Python would say so once more as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        print(told(signal.SIGINT), file=sys.stderr)
        return STOPPED + signal.SIGINT
    except FileNotFoundError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return BAD_USAGE
    except InputError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return FAILED
    except OSError as error:
        # A full disk, rights that lack, a name too long: the machine's answer, and no defect of ours.
        place = f"{error.filename}: " if error.filename else ""
        print(f"{PROGRAM}: {place}{error.strerror or error}", file=sys.stderr)
        return FAILED
    return done


if __name__ == "__main__":
    sys.exit(main())
