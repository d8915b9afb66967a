"""Pages that link to the file of the current release."""

from pathlib import Path

import pytest

from pipelines.sources.files.linked_page import file_linked_by, page_and_pattern
from pipelines.sources.reading import SourceError

MONTHLY = "NPPES_Data_Dissemination_[A-Z]*_V2.zip"
ADDRESS = "https://download.cms.gov/nppes/NPI_Files.html"


def page(tmp_path: Path, *links: str) -> Path:
    path = tmp_path / "NPI_Files.html.page.html"
    lines = [f"<li><a class=x href='{link}'>file<br></a>" for link in links]
    path.write_text("<!DOCTYPE html><p>Full & weekly" + "".join(lines), encoding="utf-8")
    return path


def test_the_file_of_the_month_is_told_from_those_of_the_week(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "#top",
        "./NPPES_Data_Dissemination_110226_110826_Weekly_V2.zip",
        "./NPPES_Deactivated_NPI_Report_110926_V2.zip",
        "./NPPES_Data_Dissemination_November_2026_V2.zip",
        "./NPPES_Data_Dissemination_October_2026_V2.zip",
    )
    assert file_linked_by(found, ADDRESS, MONTHLY) == (
        "https://download.cms.gov/nppes/NPPES_Data_Dissemination_November_2026_V2.zip"
    )
    deactivated = file_linked_by(found, ADDRESS, "NPPES_Deactivated_NPI_Report_*_V2.zip")
    assert deactivated.endswith("/NPPES_Deactivated_NPI_Report_110926_V2.zip")


@pytest.mark.parametrize("links", [(), ("other.zip", "mailto:someone@example.org", "http://[")])
def test_a_page_without_such_a_link_is_refused(tmp_path: Path, links: tuple[str, ...]) -> None:
    with pytest.raises(SourceError, match=f"none of its {len(links)} links leads.*in a browser"):
        file_linked_by(page(tmp_path, *links), ADDRESS, MONTHLY)


def test_an_address_is_taken_apart() -> None:
    assert page_and_pattern(f"page+{ADDRESS}#{MONTHLY}") == (ADDRESS, MONTHLY)
    with pytest.raises(SourceError, match="write a pattern of its name behind a #"):
        page_and_pattern(f"page+{ADDRESS}")
