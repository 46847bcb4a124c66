"""The documented variables are exactly those that the code reads."""

from __future__ import annotations

import re

from config.cluster_place import CHECKOUT

# Set by one part of the system for another, not by a person.
INTERNAL = {
    "DATABASE_AS",
    "DJANGO_SETTINGS_MODULE",
    "EXIT_WITH_PARENT",
    "STATEMENT_TIMEOUT_MS",
    "VITE_DEV",
}
# The machine's own.
FOREIGN = {"PATH", "PROJ_LIB", "PROJ_DATA", "GDAL_DATA"}
READ = re.compile(r"environ(?:\.get|\.setdefault|\.pop)?[\[(]\s*\"([A-Z_]+)\"")


def test_the_table_lists_what_the_code_reads() -> None:
    read: set[str] = set()
    for app in ("config", "frontend", "layers", "ows", "territory"):
        for path in (CHECKOUT / app).rglob("*.py"):
            if "node_modules" not in path.parts:
                read |= set(READ.findall(path.read_text()))
    table = (CHECKOUT / "docs" / "configuration.md").read_text().split("\n## ")[0]
    names = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    documented = {name for cell in names for name in re.findall(r"`([A-Z_]+)`", cell)}
    assert documented == read - INTERNAL - FOREIGN
