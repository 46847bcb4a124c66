"""Patterns mean the same to every Python that the site runs on."""

from __future__ import annotations

import re

from config.cluster_place import CHECKOUT

ROOMS = ("bench", "config", "fixtures", "frontend", "layers", "ows", "territory")
# ``(?:ab?c)++``, ``(?>ab?c)``: before 3.11.5, which Debian 12 is, such a group keeps what it had
# of a repetition that failed half-way. A single set, as ``[^<]*+``, is repeated rightly.
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+(?!\+\s)|\(\?>")


def test_no_group_is_repeated_possessively() -> None:
    sources = {
        str(path.relative_to(CHECKOUT)): path
        for room in ROOMS
        for path in (CHECKOUT / room).rglob("*.py")
        if "node_modules" not in path.parts
    }
    assert len(sources) > 500
    found = {
        f"{name}:{number}"
        for name, path in sources.items()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if POSSESSIVE_GROUP.search(line)
    }
    assert found == set()


def test_such_a_group_is_seen() -> None:
    for written in (r"(?:a)++", r"(a)*+", r"(?:[eE]\d+)?+", r"(a){2}+", r"(?>a)"):
        assert POSSESSIVE_GROUP.search(written)
    assert not POSSESSIVE_GROUP.search(r"[^<]*+(\d++(?:\.\d*+)?|a)+")
