"""The index lists what a folder holds, links what is there, and replaces no page of another hand."""

import re

from pipelines.report.areas.areas_page import write_areas_page
from pipelines.report.areas.summary import Summary, read_summary, summary_of


def report(folder, summary, *files):
    folder.mkdir(parents=True)
    for name in ("index.html", *files):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    summary.write(folder)


def test_every_report_is_listed_with_what_it_holds(tmp_path):
    whole = ("explore/index.html", "brief.pdf", "sheets/index.html", "data/vermont.zip")
    report(
        tmp_path / "vermont",
        Summary("Vermont", "Of all <people>, 3.", "2026-01-31", caveat="A sample."),
        *whole,
    )
    report(tmp_path / "a-b", Summary("What changed: A", "Nothing.", fictional=True))
    report(tmp_path / ".vermont.part", Summary("Unfinished", "No."))
    (tmp_path / "notes").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "summary.json").write_text('{"title": 1, "what": 2}')
    page = write_areas_page(tmp_path)
    html = page.read_text(encoding="utf-8")
    titles = re.findall(r'<h2><a href="([^"]*)">([^<]*)</a></h2>', html)
    assert titles == [("vermont/index.html", "Vermont"), ("a-b/index.html", "What changed: A")]
    assert "Of all &lt;people&gt;, 3." in html
    assert "Computed on 2026-01-31." in html
    assert "A sample." in html
    links = re.findall(r'href="(vermont/[^"]*)"', html)[1:]
    assert links == [f"vermont/{one}" for one in ("index.html", *whole)]
    assert html.count("<strong>Fictional.</strong>") == 1
    assert "Fictional area." not in html


def test_written_again_it_holds_what_is_there_then(tmp_path):
    assert "No report is here yet." in write_areas_page(tmp_path).read_text(encoding="utf-8")
    report(tmp_path / "demo", Summary("Meridia", "All have.", fictional=True))
    again = write_areas_page(tmp_path).read_text(encoding="utf-8")
    assert "Meridia" in again
    assert "Fictional area." in again


def test_a_page_of_another_hand_stays(tmp_path):
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    assert write_areas_page(tmp_path) is None
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


def test_a_report_sums_itself_up(facts, tmp_path):
    told = summary_of(facts)
    told.write(tmp_path)
    assert read_summary(tmp_path) == told
    assert told.computed == "2026-01-02"
    assert told.fictional
    assert "infusion center within a 30-minute drive" in told.finding
