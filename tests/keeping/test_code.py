"""What a step's code is: nothing that it imports or reads may be missing."""

import ast
from pathlib import Path

import pytest

from pipelines.keeping import code
from pipelines.keeping.code import all_code, code_of, software

HOUSE = Path(__file__).parents[2]
MODULES = [path for package in ("flows", "pipelines") for path in (HOUSE / package).rglob("*.py")]


def imported(path: Path, modules: set[str]) -> set[str]:
    """The modules of the house that a module imports, as Python's own grammar tells them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write whole names"
            found |= {node.module or "", *(f"{node.module}.{one.name}" for one in node.names)}
    return found & modules


def test_every_import_is_found_where_it_stands() -> None:
    modules = set(all_code())
    for path in MODULES:
        parts = path.relative_to(HOUSE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        assert imported(path, modules) <= set(code_of(name)), name


def test_no_module_reads_the_packages_files_in_another_way() -> None:
    hidden = (
        "pkgutil",
        "import_module",
        "__import__",
        "resource_filename",
        "open_text",
        'read_text("pip',
    )
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert path == Path(code.__file__) or not any(word in text for word in hidden), path


@pytest.mark.parametrize(
    ("module", "reads", "not_read"),
    [
        ("pipelines.report.writing", "pipelines/report/templates/page.html", "page/main.js"),
        ("pipelines.explore.writing", "pipelines/explore/page/main.js", "templates/page.html"),
        ("pipelines.report.sheets.sheet", "pipelines.report.facts", "templates/page.html"),
        ("pipelines.maps.gallery", "pipelines.maps.drawing.style", "pipelines.report.writing"),
        (
            "pipelines.sources.people.rucc",
            "pipelines.sources.tables.checks",
            "pipelines.roads.build",
        ),
        (
            "pipelines.facilities.rules",
            "pipelines/facilities/data/rules.csv",
            "templates/page.html",
        ),
    ],
)
def test_a_step_rests_on_what_it_imports_and_reads(module: str, reads: str, not_read: str) -> None:
    found = code_of(module)
    assert reads in found
    assert not [name for name in found if name.endswith(not_read)]


def test_every_data_file_is_read_by_somebody() -> None:
    files = {
        path.relative_to(HOUSE).as_posix()
        for path in (HOUSE / "pipelines").rglob("*")
        if path.is_file() and path.suffix in (".csv", ".html", ".js", ".css", ".md", ".typ")
    }
    assert files <= set(all_code())


def test_another_text_is_another_digest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pipelines").mkdir()
    monkeypatch.setattr(code, "_HOUSE", tmp_path)
    digests = []
    for text in ("A = 1\n", "A = 2\n"):
        (tmp_path / "pipelines" / "__init__.py").write_text("", encoding="utf-8")
        (tmp_path / "pipelines" / "one.py").write_text(text, encoding="utf-8")
        (tmp_path / "pipelines" / "two.py").write_text("import pipelines.one\n", encoding="utf-8")
        code._modules.cache_clear()
        code._module.cache_clear()
        digests.append(code_of("pipelines.two"))
    code._modules.cache_clear()
    code._module.cache_clear()
    assert [list(found) for found in digests] == [
        ["pipelines", "pipelines.one", "pipelines.two"]
    ] * 2
    assert digests[0]["pipelines.one"] != digests[1]["pipelines.one"]
    assert digests[0]["pipelines.two"] == digests[1]["pipelines.two"]


def test_software_names_what_computes() -> None:
    assert {"python", "machine", "numpy", "shapely", "duckdb"} <= set(software())
    assert "prefect" not in software()
