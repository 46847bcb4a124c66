"""Every direct dependency is documented with its purpose, and every documented one is used."""

from __future__ import annotations

import json
import re
import tomllib

from config.cluster_place import CHECKOUT
from config.setup_system import GDAL, PEER, POSTGIS, TESTS, VENV

NAME = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9._/-]*")


def _section(title: str) -> str:
    document = (CHECKOUT / "docs" / "dependencies.md").read_text()
    _, _, rest = document.partition(f"\n## {title}\n")
    return rest.partition("\n## ")[0]


def _first_cells(title: str) -> set[str]:
    """The packages that a table names: its first column, without what stands in brackets."""
    rows = [line for line in _section(title).splitlines() if line.startswith("| ")][2:]
    assert rows, title
    cells = [re.sub(r"\(.*?\)| with .*", "", row.split("|")[1]) for row in rows]
    return {part.split()[0] for cell in cells for part in cell.split(",")}


def _names(requirements: list[str]) -> set[str]:
    found = [NAME.match(requirement) for requirement in requirements]
    return {match.group() for match in found if match}


def test_python_packages() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    assert _first_cells("At run time (PyPI)") == _names(project["dependencies"])
    development = _names(project["optional-dependencies"]["dev"])
    assert _first_cells("For tests and checks (PyPI)") == development


def test_viewer_packages() -> None:
    package = json.loads((CHECKOUT / "frontend" / "package.json").read_text())
    expected = package["dependencies"].keys() | package["devDependencies"].keys()
    assert _first_cells("The viewer (npm)") == expected


def test_system_packages() -> None:
    named = set(re.findall(r"`([a-z0-9-]+)`", _section("Debian packages")))
    assert named == {package.name for package in (VENV, POSTGIS, GDAL, *TESTS, *PEER)}
