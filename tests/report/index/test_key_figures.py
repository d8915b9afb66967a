"""The key figures are Markdown that tells the finding and its tables."""

from pipelines.report.facts import read_facts
from pipelines.report.index.key_figures import key_figures
from pipelines.report.telling.findings import finding
from tests.report.test_report_page import no_offices
from tests.report.world import write_world
from tests.worlds.answers import fictional_area


def test_key_figures(tmp_path):
    path = write_world(tmp_path / "a.duckdb")
    facts = read_facts(path, fictional_area())
    text = key_figures(facts)
    for sentence in finding(facts):
        assert f"- {sentence}" in text
    assert "> **Fictional area.** Centers are invented" in text
    assert "potential access" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in rows}) == 2
    assert f"{facts.gaps('rural')['population_none']:,.0f}" in text


def test_without_offices(tmp_path):
    path = write_world(tmp_path / "a.duckdb", no_offices)
    text = key_figures(read_facts(path, fictional_area()))
    assert "holds no office-based center" in text
    assert "nan" not in text
