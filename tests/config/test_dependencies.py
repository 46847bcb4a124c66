"""Every dependency is declared and documented: what it is for, and where code uses it.

The oracle is the code itself: its import statements, and the files that name a package which
nothing imports.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from config.cluster_place import CHECKOUT
from config.setup_system import ARCHIVES, GDAL, NGINX, PEERS, POSTGIS, TESTS, VENV

NAME = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9._/-]*")
RUN_TIME, DEVELOPMENT = "At run time (PyPI)", "For tests and checks (PyPI)"
# What is served; the bench and the scripts of fixtures run on the same packages.
PRODUCT = ("config", "frontend", "layers", "ows", "territory")
BESIDE = ("bench", "fixtures", "manage.py")
OWN = {*PRODUCT, "bench", "fixtures", "tests"}
# They run in other Pythons, with libraries that this one lacks.
OUTSIDE = {CHECKOUT / "tests" / "clients" / "qgis", CHECKOUT / "bench" / "peers" / "scripts"}
NOT_YET = "not yet"


def _section(title: str) -> str:
    document = (CHECKOUT / "docs" / "dependencies.md").read_text()
    _, _, rest = document.partition(f"\n## {title}\n")
    return rest.partition("\n## ")[0]


def _rows(title: str) -> list[list[str]]:
    rows = [line for line in _section(title).splitlines() if line.startswith("| ")][2:]
    assert rows, title
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def _packages(cell: str) -> list[str]:
    """The packages that a first cell names, without what stands in brackets."""
    return [part.split()[0] for part in re.sub(r"\(.*?\)| with .*", "", cell).split(",")]


def _first_cells(title: str) -> set[str]:
    return {package for row in _rows(title) for package in _packages(row[0])}


def _python_files(place: str) -> Iterator[Path]:
    path = CHECKOUT / place
    for file in [path] if path.is_file() else path.rglob("*.py"):
        if OUTSIDE.isdisjoint(file.parents) and "node_modules" not in file.parts:
            yield file


def _modules(file: Path) -> set[str]:
    """The top-level modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@cache
def _imported(place: str) -> dict[str, set[str]]:
    """Package → the files of a folder that import it; a module of no package by its own name."""
    owners = packages_distributions()
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in _python_files(place):
        for module in _modules(file) - sys.stdlib_module_names - OWN:
            for package in owners.get(module, [module]):
                name = re.sub(r"[-_.]+", "-", package).lower()
                found[name].add(str(file.relative_to(CHECKOUT)))
    return dict(found)


def _declared() -> tuple[set[str], set[str]]:
    """The packages declared for the run, and those for tests and checks."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    return _names(project["dependencies"]), _names(project["optional-dependencies"]["dev"])


def _names(requirements: list[str]) -> set[str]:
    found = [NAME.match(requirement) for requirement in requirements]
    return {match.group() for match in found if match}


def test_python_packages() -> None:
    run_time, development = _declared()
    assert _first_cells(RUN_TIME) == run_time
    assert _first_cells(DEVELOPMENT) == development


def test_what_is_imported_is_declared() -> None:
    run_time, development = _declared()
    undeclared = {
        package: files
        for places, declared in (((*PRODUCT, *BESIDE), run_time), (("tests",), development))
        for place in places
        for package, files in _imported(place).items()
        if package not in declared | run_time
    }
    assert not undeclared


def test_where_a_package_is_used() -> None:
    """Folders are those that import it; a file names what no code imports; or nobody does yet."""
    untrue: dict[str, str] = {}
    for first, where, *_rest in _rows(RUN_TIME):
        for package in _packages(first):
            importing = {place for place in PRODUCT if package in _imported(place)}
            named = re.findall(r"`([^`]+)`", where)
            files = [name for name in named if "/" in name]
            if where == NOT_YET or not files:
                true = importing == set(named) and bool(named) != (where == NOT_YET)
            else:
                true = not importing and all(_names_package(file, package) for file in files)
            if not true:
                untrue[package] = f"says {where!r}, imported in {sorted(importing)}"
    assert not untrue


def _names_package(file: str, package: str) -> bool:
    """Whether a file's strings name the package, or a module of it."""
    owners = packages_distributions()
    names = {package, *(module for module, of in owners.items() if package in of)}
    strings = [
        node.value
        for node in ast.walk(ast.parse((CHECKOUT / file).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in names for text in strings)


def test_viewer_packages() -> None:
    package = json.loads((CHECKOUT / "frontend" / "package.json").read_text())
    expected = package["dependencies"].keys() | package["devDependencies"].keys()
    assert _first_cells("The viewer (npm)") == expected


def test_system_packages() -> None:
    named = set(re.findall(r"`([a-z0-9-]+)`", _section("Debian packages")))
    packages = (VENV, POSTGIS, GDAL, NGINX, ARCHIVES, *TESTS, *PEERS)
    assert named == {package.name for package in packages}
