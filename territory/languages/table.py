"""The table of official languages as its files have it."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class NameSource:
    """Where a name was read, and when; ``address`` and ``licence`` are empty where unknown."""

    title: str
    address: str
    licence: str
    read_on: dt.date


@dataclass(frozen=True)
class OfficialLanguage:
    """One of the 48, by the official spelling.

    ``code`` is the site's own, for addresses. ``family`` is Glottolog's in Spanish, «Aislada» for
    a language without relatives. ``iso_codes`` (ISO 639-3) and ``glottocodes`` are several where
    linguists count several languages, and may be none.
    """

    name: str
    code: str
    family: str
    area: str
    iso_codes: tuple[str, ...]
    glottocodes: tuple[str, ...]


@dataclass(frozen=True)
class Alias:
    """Another spelling of a language, or the name of one of its varieties."""

    name: str
    language: str
    variety: str
    source: NameSource


@dataclass(frozen=True)
class NotMatched:
    """A name that is never taken for an official language; ``candidates`` are what it may mean."""

    name: str
    reason: str
    candidates: tuple[str, ...]
    last_year: str
    source: NameSource


@cache
def sources() -> dict[str, NameSource]:
    """Key → where names were read."""
    return {
        row["key"]: NameSource(
            row["title"], row["address"], row["licence"], dt.date.fromisoformat(row["read_on"])
        )
        for row in _rows("sources")
    }


@cache
def languages() -> tuple[OfficialLanguage, ...]:
    """The 48, in alphabetical order."""
    return tuple(
        OfficialLanguage(
            row["name"],
            row["code"],
            row["family"],
            row["area"],
            tuple(row["iso639_3"].split()),
            tuple(row["glottocodes"].split()),
        )
        for row in _rows("languages")
    )


@cache
def families() -> tuple[str, ...]:
    """The families, in alphabetical order."""
    return tuple(sorted({language.family for language in languages()}))


@cache
def aliases() -> tuple[Alias, ...]:
    """Every other spelling, each with its source."""
    return tuple(
        Alias(row["alias"], row["language"], row["variety"], sources()[row["source"]])
        for row in _rows("aliases")
    )


@cache
def not_matched() -> tuple[NotMatched, ...]:
    """The names that are known and stand for none of the 48."""
    return tuple(
        NotMatched(
            row["name"],
            row["reason"],
            tuple(filter(None, row["candidates"].split("|"))),
            row["last_year"],
            sources()[row["source"]],
        )
        for row in _rows("not_matched")
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
