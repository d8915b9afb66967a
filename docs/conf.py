"""The documentation site: pages from this folder, the Python interface from its docstrings, executed notebooks.

Nothing is fetched while it is built. `INFUSION_ACCESS_WAREHOUSE` names the run that notebooks read.
"""

import io
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["COLUMNS"] = "88"  # of the help that is printed
os.environ["PYTHONPATH"] = str(ROOT)  # the notebooks' kernel imports this checkout

from flows import cli  # noqa: E402
from infusion_access import __version__  # noqa: E402

project = "Infusion Access"
author = "Infusion Access contributors"
copyright = "Infusion Access contributors, BSD 3-Clause"  # noqa: A001
release = __version__

extensions = ["sphinx.ext.autodoc", "numpydoc", "myst_nb"]
root_doc = "index"
exclude_patterns = ["notebooks/.ipynb_checkpoints"]

myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings tell them
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

html_theme = "pydata_sphinx_theme"
html_title = project
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_sidebars = {"**": ["globaltoc.html"]}
html_theme_options = {
    "navbar_center": [],
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "show_prev_next": True,
}

HELP = "{{ help of every command }}"


def _with_help(app: Sphinx, name: str, source: list[str]) -> None:
    """Put what `--help` prints into the page about the command line."""
    if HELP not in source[0]:
        return
    told = [_help()]
    told += [
        f"## {one.name}\n\n{_help(one.name)}" for one in cli.app.registered_commands if one.name
    ]
    source[0] = source[0].replace(HELP, "\n\n".join(told))


def _help(*command: str) -> str:
    printed = io.StringIO()
    with redirect_stdout(printed):
        cli.main([*command, "--help"])
    lines = "\n".join(line.rstrip() for line in printed.getvalue().strip().splitlines())
    return f"```text\n{lines}\n```"


def setup(app: Sphinx) -> None:
    """Register what this site adds to Sphinx."""
    app.connect("source-read", _with_help)
