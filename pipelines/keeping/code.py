"""Which code computes a step: its module and all of ours that it imports, however deep, with their data files.

Imports are found in the text of the modules, so that no module is loaded to know what it would load, and an
installed wheel is read as a checkout is. What is only said of imports, in a docstring or behind a condition,
counts as well: too much makes a step run, too little would keep what is stale.
"""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Sequence
from functools import cache
from importlib.metadata import requires, version
from pathlib import Path

_HOUSE = Path(__file__).resolve().parents[2]
_PACKAGES = ("flows", "infusion_access", "pipelines")

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)|import[ \t]+([^\n]*))",
    re.MULTILINE,
)
_READS_PACKAGE = re.compile(r"\b(?:files|PackageLoader)\(\s*[\"']([\w.]+)")
_READS_OWN = re.compile(r"\b__file__\b")

_NO_DATA = (".py", ".pyc", ".nbi", ".nbc", ".typed")

_NOT_COMPUTING = frozenset({"fastapi", "prefect", "rich", "typer"})
"""What wires and shows a run, and makes none of its numbers."""


def code_of(*modules: str, alone: Sequence[str] = ()) -> dict[str, str]:
    """Return what some modules rest on.

    Parameters
    ----------
    modules
        Full names, such as ``pipelines.maps.gallery``.
    alone
        Modules that count without what they import: they wire more than is asked for.

    Returns
    -------
    dict
        Full name of a module, or path of a data file in the house -> SHA-256 hex digest of its content; the
        modules themselves, all they import, the packages they lie in, and the files that these read.
    """
    found = {name: _module(name)[0] for name in alone}
    looked_at: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name in looked_at:
            continue
        looked_at.add(name)
        digest, imported, data = _module(name)
        found[name] = digest
        found.update({one: _file_digest(one) for one in data})
        waiting += imported
    return dict(sorted(found.items()))


def all_code() -> dict[str, str]:
    """Return all modules and data files of the house, as `code_of` does."""
    return code_of(*_modules())


@cache
def software() -> dict[str, str]:
    """Return the versions that results rest on: of Python, the machine and each library that computes."""
    names = (
        re.split(r"[^\w.-]", line)[0]
        for line in requires("infusion-access") or ()
        if "extra ==" not in line
    )
    libraries = {name: version(name) for name in names if name not in _NOT_COMPUTING}
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        **libraries,
    }


@cache
def _modules() -> dict[str, Path]:
    """Return the file of each module of the house by its full name."""
    found = {}
    for package in _PACKAGES:
        for path in sorted((_HOUSE / package).rglob("*.py")):
            parts = path.relative_to(_HOUSE).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def _module(name: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return a module's digest, the modules that it imports and the data files that it may read."""
    content = _modules()[name].read_bytes()
    text = content.decode()
    packages = {package for package in _READS_PACKAGE.findall(text) if package in _modules()}
    if _READS_OWN.search(text):
        packages.add(name if _modules()[name].name == "__init__.py" else name.rpartition(".")[0])
    data = frozenset(file for package in packages for file in _data_files(package))
    return hashlib.sha256(content).hexdigest(), frozenset(_imports(name, text)), data


def _imports(name: str, text: str) -> set[str]:
    """Return the modules of the house that a module names in imports, and the packages all of them lie in."""
    named = {name}
    for origin, members, plain in _IMPORT.findall(text):
        words = re.findall(r"[\w.]+", members or plain)
        named.update([origin, *(f"{origin}.{word}" for word in words)] if origin else words)
    within = {
        ".".join(parts[:n])
        for one in named
        for parts in [one.split(".")]
        for n in range(len(parts))
    }
    return {one for one in named | within if one in _modules()} - {name}


@cache
def _data_files(package: str) -> tuple[str, ...]:
    """Return the files of a package that are no modules, those of its subpackages apart."""
    folder = _modules()[package].parent
    return tuple(
        path.relative_to(_HOUSE).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix not in _NO_DATA
        and not any(
            (parent / "__init__.py").exists() or parent.name == "__pycache__"
            for parent in path.parents
            if parent.is_relative_to(folder) and parent != folder
        )
    )


@cache
def _file_digest(path: str) -> str:
    return hashlib.sha256((_HOUSE / path).read_bytes()).hexdigest()
