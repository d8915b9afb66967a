"""Checks that turn a table of text into types, cell by cell, and write down every cell that fails.

A reader holds one `RowChecks`, asks it for each column in the type it needs, and lets it make the `Reading`.
Three things can befall a row: it is *rejected* (a fault of the data), *left out* (the settings do not ask for
it), or *noted* (one optional cell is unusable and becomes null; the row stays). All three are recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.sources.reading import CELL_NULL, LEFT_OUT, REJECTED_COLUMNS, Reading, SourceError
from pipelines.sources.tables.npi import are_npi
from pipelines.sources.tables.tabular import TEXT, TextTable

MAX_REJECTED_SHARE = 0.5
"""A file of which more than this share is faulty is the wrong file, not a file with a few bad rows."""

LARGEST = 1e12
"""No count, area or amount of money in a row of these sources is larger; beyond, sums and whole numbers of 64
bits lose what the other rows say."""

US_LON = ((-180.0, -64.0), (131.0, 180.0))
"""Longitudes west of the US Virgin Islands, and from Palau (freely associated, in federal lists) eastward."""

US_LAT = (-15.0, 72.0)
"""Latitudes of the United States and its territories: American Samoa to Point Barrow."""

Mask = npt.NDArray[np.bool_]


class RowChecks:
    """Typed columns of a text table, and a record of what was refused on the way.

    Parameters
    ----------
    text
        What `read_text` found.
    source
        Name of the source in `raw.rejected`, as `hospitals`.

    Attributes
    ----------
    rows
        The text rows, all of them; every column handed out is aligned with it.
    usable
        Which rows are neither rejected nor left out so far.
    """

    def __init__(self, text: TextTable, source: str) -> None:
        self.source = source
        self.rows = text.rows.reset_index(drop=True)
        self.usable: Mask = np.ones(len(self.rows), dtype=bool)
        self._text = text
        self._faulty: Mask = np.zeros(len(self.rows), dtype=bool)
        self._left_out: Mask = np.zeros(len(self.rows), dtype=bool)
        self._records: list[pd.DataFrame] = [text.rejected]

    def reject(self, where: pd.Series | Mask, column: str | None, reason: str | pd.Series) -> None:
        """Refuse rows for a fault of the data, unless they are left out already."""
        mask = np.asarray(where, dtype=bool) & ~self._left_out
        self._record(mask, column, reason)
        self._faulty |= mask
        self.usable &= ~mask

    def leave_out(self, where: pd.Series | Mask, column: str, reason: str | pd.Series) -> None:
        """Leave out sound rows that the settings do not ask for."""
        mask = np.asarray(where, dtype=bool) & self.usable
        self._record(mask, column, reason + LEFT_OUT)
        self._left_out |= mask
        self.usable &= ~mask

    def set_aside(self, where: pd.Series | Mask) -> None:
        """Take rows out that say nothing of their own, as the further lines of a long table."""
        mask = np.asarray(where, dtype=bool)
        self._left_out |= mask
        self.usable &= ~mask

    def note(self, where: pd.Series | Mask, column: str, reason: str | pd.Series) -> None:
        """Write down cells of usable rows that became null."""
        mask = np.asarray(where, dtype=bool) & self.usable
        self._record(mask, column, reason + CELL_NULL)

    def text(self, column: str, *, required: bool = False, nulls: Iterable[str] = ()) -> pd.Series:
        """Return a column as text; blank and the values in `nulls` are null.

        Parameters
        ----------
        column
            Our name of the column.
        required
            Whether a null rejects its row.
        nulls
            The publisher's words for 'not known'; letter case makes no difference.
        """
        values = self.rows[column]
        blank = values.eq("") | values.str.casefold().isin([word.casefold() for word in nulls])
        if required:
            self.reject(blank & self.usable, column, f"{column} is blank")
        return values.mask(blank)

    def number(
        self,
        column: str,
        *,
        low: float = -LARGEST,
        high: float = LARGEST,
        whole: bool = False,
        required: bool = False,
        row: bool = False,
        nulls: Iterable[str] = (),
    ) -> pd.Series:
        """Return a column as float64; a faulty cell rejects its row if `required` or `row`, else it is noted.

        Parameters
        ----------
        column
            Our name of the column.
        low, high
            Bounds, both included; without them what no row can say.
        whole
            Whether a fraction is a fault.
        required
            Whether a row needs the number.
        row
            Whether a row may do without, but not have a faulty one.
        nulls
            The publisher's words for 'not known', as `-999`.
        """
        words = self.text(column, required=required, nulls=nulls)
        numbers = pd.to_numeric(words.to_numpy(dtype=object), errors="coerce")
        values = pd.Series(np.asarray(numbers, dtype=np.float64), index=words.index)
        known = words.notna()
        faults: list[tuple[pd.Series, str]] = [
            (known & ~values.abs().lt(np.inf), "is not a number"),
            (values < low, f"is below {low:,.15g}"),
            (values > high, f"is above {high:,.15g}"),
        ]
        if whole:
            faults.append(((values % 1).gt(0), "is not a whole number"))
        bad = np.zeros(len(values), dtype=bool)
        for where, fault in faults:
            mask = where.to_numpy(dtype=bool) & ~bad
            if mask.any():
                refuse = self.reject if required or row else self.note
                refuse(mask, column, f"{column} " + words.fillna("") + f" {fault}")
            bad |= mask
        return values.mask(bad)

    def code(
        self,
        column: str,
        digits: int,
        *,
        lost_zeros: int = 1,
        required: bool = True,
        nulls: Iterable[str] = (),
    ) -> pd.Series:
        """Return a column of digit codes (FIPS, ZIP) as text, with the leading zeros that were lost.

        Tables that went through a spreadsheet lose leading zeros and gain a `.0`; both are mended.

        Parameters
        ----------
        column
            Our name of the column.
        digits
            Digits of a whole code.
        lost_zeros
            How many zeros it may have lost: one for what begins with a state, two for ZIP codes.
        required
            Whether a blank or malformed code rejects its row; otherwise a malformed one is noted.
        nulls
            The publisher's words for 'not known'.
        """
        words = self.text(column, required=required, nulls=nulls)
        codes = words.str.removesuffix(".0")
        fits = codes.str.fullmatch(f"[0-9]{{{digits - lost_zeros},{digits}}}")
        codes = codes.str.zfill(digits)
        bad = words.notna() & ~fits.fillna(True).astype(bool)
        if bad.any():
            refuse = self.reject if required else self.note
            refuse(
                bad, column, f"{column} " + words.fillna("") + f" is not a code of {digits} digits"
            )
        return codes.mask(bad)

    def ccn(self, column: str, *, required: bool = False) -> pd.Series:
        """Return a column of CMS certification numbers: six digits or capitals, lost leading zeros put back.

        A malformed one rejects its row if `required`, else it is noted.
        """
        words = self.text(column, required=required)
        codes = words.str.upper().str.zfill(6)
        bad = words.notna() & ~codes.str.fullmatch("[0-9][0-9A-Z]{5}").fillna(True).astype(bool)
        if bad.any():
            refuse = self.reject if required else self.note
            refuse(bad, column, f"{column} " + words.fillna("") + " is no CMS certification number")
        return codes.mask(bad)

    def npi(self, column: str, *, required: bool = False) -> pd.Series:
        """Return a column of National Provider Identifiers.

        One that is not ten digits with a right check digit rejects its row if `required`, else it is noted.
        """
        words = self.text(column, required=required)
        bad = words.notna().to_numpy() & ~are_npi(words)
        if bad.any():
            refuse = self.reject if required else self.note
            reason = " is not ten digits with a right check digit"
            refuse(bad, column, f"{column} " + words.fillna("") + reason)
        return words.mask(bad)

    def date(self, column: str, form: str) -> pd.Series:
        """Return a column of dates written in one form, as `%m/%d/%Y`; another value is noted."""
        words = self.text(column)
        dates = pd.to_datetime(words.astype(object), format=form, errors="coerce")
        self.note(
            words.notna() & dates.isna(),
            column,
            f"{column} " + words.fillna("") + f" is no date like {form}",
        )
        return dates.astype("datetime64[s]")

    def among(
        self, column: str, values: Sequence[str], *, required: bool = False, row: bool = False
    ) -> pd.Series:
        """Return a column of words that must be one of `values`, whatever their letter case.

        A blank rejects its row if `required`; another word rejects it if `required` or `row`, else it is noted.
        """
        words = self.text(column, required=required)
        by_case = {value.casefold(): value for value in values}
        known = words.str.casefold().map(by_case).astype(TEXT)
        bad = words.notna() & known.isna()
        if bad.any():
            refuse = self.reject if required or row else self.note
            refuse(
                bad,
                column,
                f"{column} " + words.fillna("") + f" is not one of {', '.join(values)}",
            )
        return known

    def point(
        self, lon: str = "lon", lat: str = "lat", *, required: bool = True
    ) -> tuple[pd.Series, pd.Series]:
        """Return longitude and latitude (WGS 84 degrees), rejecting what cannot lie in the United States.

        Swapped coordinates and a lost minus sign are named as such, because they are the usual faults.

        Parameters
        ----------
        lon, lat
            Our names of the columns.
        required
            Whether a row needs a point; otherwise it may have neither, but not one alone.
        """
        blank = {name: self.rows[name].eq("") for name in (lon, lat)}
        if not required:
            for name, other in ((lon, lat), (lat, lon)):
                self.reject(blank[name] & ~blank[other] & self.usable, name, f"{name} is blank")
        x = self.number(lon, low=-180, high=180, required=required, row=True)
        y = self.number(lat, low=-90, high=90, required=required, row=True)
        # Faults are told from the numbers as written, for a swapped pair can leave the range as well.
        outside = (x.notna() & y.notna()).to_numpy() & ~_in_us(x, y)
        none = outside & x.eq(0).to_numpy() & y.eq(0).to_numpy()
        swapped = outside & _in_us(y, x)
        unsigned = outside & ~swapped & _in_us(-x, y)
        pair = self.rows[lon] + ", " + self.rows[lat]
        self.reject(none, lon, "coordinates 0, 0 stand for no place")
        self.reject(swapped, lon, f"{lon}, {lat} " + pair + " look swapped")
        self.reject(unsigned, lon, f"{lon}, {lat} " + pair + " lack the minus of the western half")
        self.reject(
            outside & ~none & ~swapped & ~unsigned,
            lon,
            f"{lon}, {lat} " + pair + " lie outside the United States and its territories",
        )
        return x, y

    def unique(self, values: pd.Series, column: str) -> None:
        """Reject usable rows whose value stood in an earlier usable row already."""
        known = self.usable & values.notna().to_numpy()
        repeated = np.zeros(len(values), dtype=bool)
        repeated[known] = values[known].duplicated().to_numpy()
        self.reject(
            repeated, column, f"{column} " + values.astype(TEXT).fillna("") + " is there already"
        )

    def reading(self, columns: dict[str, pd.Series], *, may_be_empty: bool = False) -> Reading:
        """Make the reading from typed columns aligned with `rows`.

        Parameters
        ----------
        columns
            The table's columns.
        may_be_empty
            Whether it is all right that no row is left, or that there was none.

        Raises
        ------
        SourceError
            A file has no rows, or more than `MAX_REJECTED_SHARE` of its rows are faulty, or none is left.
        """
        rejected = self._rejected()
        self._refuse_bad_files(rejected, may_be_empty)
        table = pd.DataFrame(
            {
                **columns,
                "source_file": self.rows["source_file"],
                "source_row": self.rows["source_row"],
            }
        )
        return Reading(
            table=table[self.usable].reset_index(drop=True),
            rejected=rejected[list(REJECTED_COLUMNS)],
            rows_read=sum(self._text.rows_read),
            files=self._text.files,
        )

    def _record(self, mask: Mask, column: str | None, reason: str | pd.Series) -> None:
        if not mask.any():
            return
        record = self.rows.loc[mask, ["source_file", "source_row", "row_text", "file"]].copy()
        record["column_name"] = pd.Series(column, index=record.index, dtype=TEXT)
        record["reason"] = pd.Series(
            reason if isinstance(reason, str) else reason[mask], index=record.index, dtype=TEXT
        )
        self._records.append(record)

    def _rejected(self) -> pd.DataFrame:
        rejected = pd.concat(self._records, ignore_index=True)
        rejected["source"] = pd.Series(self.source, index=rejected.index, dtype=TEXT)
        # A stable sort keeps the faults of one row in the order in which they were found.
        return rejected.sort_values(["file", "source_row"], kind="stable", ignore_index=True)

    def _refuse_bad_files(self, rejected: pd.DataFrame, may_be_empty: bool) -> None:
        wrong_width = self._text.rejected["file"].value_counts()
        faulty = self.rows.loc[self._faulty, "file"].value_counts()
        for index, (path, rows_read) in enumerate(
            zip(self._text.files, self._text.rows_read, strict=True)
        ):
            if rows_read == 0 and not may_be_empty:
                raise SourceError(path, "has a header but no rows", mend="fetch it again")
            refused = int(wrong_width.get(index, 0)) + int(faulty.get(index, 0))
            if refused > MAX_REJECTED_SHARE * rows_read:
                self._raise_first(
                    rejected[rejected["file"] == index],
                    f"{refused} of its {rows_read} rows cannot be used; the first: ",
                    self._text.mend,
                )
        if not self.usable.any() and not may_be_empty:
            self._raise_first(
                rejected,
                f"none of {sum(self._text.rows_read)} rows is left; the first: ",
                "check the settings of the source against the values in the file",
            )

    def _raise_first(self, rejected: pd.DataFrame, fault: str, mend: str) -> None:
        first = rejected.iloc[0]
        column = first["column_name"]
        raise SourceError(
            self._text.files[int(first["file"])],
            fault + str(first["reason"]),
            row=int(first["source_row"]),
            column=None if pd.isna(column) else str(column),
            mend=mend,
        )


def _in_us(lon: pd.Series, lat: pd.Series) -> Mask:
    inside = np.zeros(len(lon), dtype=bool)
    for west, east in US_LON:
        inside |= lon.between(west, east).to_numpy()
    return inside & lat.between(*US_LAT).to_numpy()
