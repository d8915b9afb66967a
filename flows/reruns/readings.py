"""What was read of each source: a step a source, which reads again when its files or settings changed."""

from __future__ import annotations

import logging

from prefect.cache_policies import NO_CACHE

from flows.reruns.keeping import Found, Keeper, Reads, Result, Unseen
from flows.reruns.names import files_of
from flows.study import Study
from flows.telling.steps import task
from pipelines.progress import count
from pipelines.sources.files.download import SourceFile, check_unchanged
from pipelines.sources.reading import Reading
from pipelines.sources.registry import SOURCES, becomes_network, read_source, sources_of

log = logging.getLogger("pipelines.ingest")

Files = dict[str, list[SourceFile]]


class Readings:
    """What was read of each source, now or before.

    Parameters
    ----------
    keeper
        Runs the steps.
    study
        The area.
    files
        The files by name of the source.
    """

    def __init__(self, keeper: Keeper, study: Study, files: Files) -> None:
        self._files = files
        self._read: dict[str, Reading] = {}
        self.results: dict[str, Result | None] = {}
        for name in sources_of(study.area):
            if not becomes_network(name):
                self.results[name] = self._step(keeper, study, name)

    @property
    def names(self) -> list[str]:
        """The names of all tables that were made."""
        return [table for one in self.results.values() if one for table in one.record.made]

    def __getitem__(self, name: str) -> Reading:
        """Return what was read of a source."""
        result = self.results[name]
        assert result is not None  # nothing is asked for where nothing is run
        if name not in self._read:
            raw = f"raw.{name}"
            more = {
                table.removeprefix(f"{raw}_"): frame
                for table, frame in result.tables.items()
                if table.startswith(f"{raw}_")
            }
            self._read[name] = Reading(
                result.tables[raw],
                result.tables[refused_of(name)],
                result.told["rows_read"],
                [file.path for file in self._files[name]],
                more,
            )
        return self._read[name]

    def all(self) -> dict[str, Reading]:
        """Return what was read of every source."""
        return {name: self[name] for name in self.results}

    def _step(self, keeper: Keeper, study: Study, name: str) -> Result | None:
        after = SOURCES[name].after
        for other in after:
            if other not in self.results:
                keeper.known[f"raw.{other}"] = "none"
        reader = SOURCES[name].read
        assert reader is not None  # what becomes a network is not read here

        def make(reads: Reads) -> Found:
            earlier = {other: self[other] for other in after if other in self.results}
            read = read_rows.with_options(name=f"read {name}")
            reading = read(reads, name, self._files[name], Unseen(earlier))
            check_unchanged(self._files[name])
            return Found(
                {
                    f"raw.{name}": reading.table,
                    refused_of(name): reading.rejected,
                    **{f"raw.{name}_{part}": table for part, table in reading.more.items()},
                },
                {"rows_read": int(reading.rows_read)},
            )

        return keeper.step(
            f"read {name}",
            ("pipelines.sources.reading", reader.__module__),
            [files_of(name), *(f"raw.{other}" for other in after)],
            make,
        )


def refused_of(source: str) -> str:
    """Return the name of the table of a source's rows that were refused."""
    return f"rows refused of {source}"


@task(name="read rows", cache_policy=NO_CACHE)
def read_rows(
    reads: Reads, name: str, files: list[SourceFile], earlier: Unseen[dict[str, Reading]]
) -> Reading:
    """Read and check one source; refused rows are kept with their reason."""
    reading = read_source(reads.area, name, [file.path for file in files], earlier.value)
    rows, refused = f"{reading.rows_read:,}", f"{len(reading.rejected):,}"
    log.info("%s: %s rows, %s refused or left out", name, rows, refused)
    count(reading.rows_read, unit="rows")
    return reading
