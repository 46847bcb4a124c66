"""The pages of a run as one file that was read: its columns agreed upon, its rows in order."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from layers import stored
from layers.datasets.columns import Column
from layers.datasets.personal import Watch
from layers.fields import FieldType
from layers.harvest.session import Session
from layers.models import HarvestPage
from layers.reading.numbers import grouped
from layers.reading.results import SourceError
from layers.reading.spatial.opening import Kind
from layers.reading.spatial.reading import FEATURES, NOTICES
from layers.remote import Unreachable
from territory.personal_data import masked

# What the service itself calls each feature, where it is none of the columns.
KEY = "id_fuente"
KEY_TITLE = "Identificador en la fuente"
_WIDER = {
    frozenset({"integer", "number"}): "number",
    frozenset({"date", "datetime"}): "datetime",
}
_MAX_NOTICES = 1_000


class Overlapping(SourceError):
    """Dos páginas traen el mismo elemento: el servidor no las da en un orden fijo."""


@dataclass
class Plan:
    """How lines become rows: for each page where a column's value is.

    ``hidden`` are texts within which what is of persons is masked.
    """

    columns: list[dict[str, Any]]
    places: list[list[int | None]]
    has_key: bool
    hidden: set[str] = field(default_factory=set)


def merge(session: Session, folder: Path) -> dict[str, Any]:
    """Write the rows to the folder as ``read_spatial`` does, and give its summary.

    Columns that prove to be of persons are left out, and said so; within the texts of others what
    is of persons is masked.

    Raises:
        SourceError: the service gave fewer features than it says that it has, or columns that
            don't agree.
        Overlapping: a feature came twice.
    """
    pages = session.pages
    _check_number(session)
    plan = _plan(session)
    doubts = _write(session, plan, folder)
    if doubts:
        whole = {name for name, is_whole in doubts.items() if is_whole}
        plan = _without(plan, whole)
        plan.hidden = set(doubts) - whole
        _write(session, plan, folder)
        if whole:
            session.remarks.append(f"Quedaron fuera por ser de personas: {_listed(whole)}.")
    _write_notices(pages, folder / NOTICES)
    return _summary(session, plan)


def _check_number(session: Session) -> None:
    number = sum(int(page.summary["features"]) for page in session.pages)
    if not number:
        raise SourceError("El servicio no entrega ningún elemento.")
    if session.expected is not None and number < session.expected:
        raise Unreachable(
            f"El servicio anuncia {grouped(session.expected)} elementos y entregó "
            f"{grouped(number)}."
        )


def _plan(session: Session) -> Plan:
    columns: dict[str, dict[str, Any]] = {}
    for page in session.pages:
        for column in page.summary["columns"]:
            known = columns.get(column["name"])
            columns[column["name"]] = dict(column) if known is None else _agreed(known, column)
    if session.fields:
        order = {name.casefold(): at for at, name in enumerate(session.fields)}
        listed = sorted(columns.values(), key=lambda c: order.get(c["name"].casefold(), len(order)))
    else:
        listed = list(columns.values())
    places = []
    for page in session.pages:
        at = {column["name"]: number for number, column in enumerate(page.summary["columns"])}
        places.append([at.get(column["name"]) for column in listed])
    named = session.source.key_field.casefold()
    is_column = any(column["name"].casefold() == named for column in listed)
    has_key = not is_column and all(page.summary["has_keys"] for page in session.pages)
    if has_key and any(_is_of_arcgis(page) for page in session.pages):
        has_key = not any(column["name"].casefold() in _OBJECT_IDS for column in listed)
    return Plan(listed, places, has_key)


_OBJECT_IDS = ("objectid", "fid", "oid", "objectid_1")


def _is_of_arcgis(page: HarvestPage) -> bool:
    return "ids" in page.summary


def _agreed(known: dict[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """A column as two pages have it: a type that holds both; what is empty says nothing."""
    if found["is_empty"]:
        return known
    if known["is_empty"] or known["type"] == found["type"]:
        longest = max(known["longest"], found["longest"])
        return dict(found) | {"longest": longest}
    kind = _WIDER.get(frozenset({known["type"], found["type"]}), "text")
    return dict(found) | {"type": kind}


def _without(plan: Plan, names: set[str]) -> Plan:
    kept = [at for at, column in enumerate(plan.columns) if column["name"] not in names]
    return Plan(
        [plan.columns[at] for at in kept],
        [[places[at] for at in kept] for places in plan.places],
        plan.has_key,
    )


def _write(session: Session, plan: Plan, folder: Path) -> dict[str, bool]:
    """Write the rows; gives the columns that look as of persons, and whether wholly so."""
    watch = Watch([_as_column(column["name"]) for column in plan.columns])
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    with (folder / FEATURES).open("w", encoding="utf-8", newline="\n") as file:
        rows = watch.watched(_rows(session, plan), first=2)
        for number, (key, geometry, *values) in enumerate(rows, 1):
            said = [key, *values] if plan.has_key else values
            file.write(encode({"row": number, "geometry": geometry, "values": said}) + "\n")
    declared = {name.casefold() for name in session.source.fields}
    return {
        name: doubt.is_whole and name.casefold() not in declared
        for name, doubt in watch.doubts.items()
        if name not in plan.hidden
    }


def _as_column(name: str) -> Column:
    return Column(name=name, original=name, title=name, type=FieldType.STRING)


def _rows(session: Session, plan: Plan) -> Iterator[list[Any]]:
    """Key, geometry, values; each feature once."""
    seen: set[int] = set()
    texts = [column["type"] == "text" for column in plan.columns]
    hidden = [column["name"] in plan.hidden for column in plan.columns]
    for page, places in zip(session.pages, plan.places, strict=True):
        session.progress.check()
        has_keys = page.summary["has_keys"] and len(session.pages) > 1
        for key, geometry, found in _lines(page):
            if has_keys and key is not None:
                mark = hash(key)
                if mark in seen:
                    raise Overlapping
                seen.add(mark)
            values = [None if at is None else found[at] for at in places]
            yield [key, geometry, *map(_fitting, values, texts, hidden)]


def _fitting(value: Any, is_text: bool, is_hidden: bool) -> Any:
    if value is None or not is_text:
        return value
    text = value if isinstance(value, str) else str(value)
    return masked(text) if is_hidden else text


def _lines(page: HarvestPage) -> Iterator[Sequence[Any]]:
    assert page.file is not None
    with stored.open(page.file) as packed, gzip.open(packed, "rt", encoding="utf-8") as file:
        text: TextIO = file
        for line in text:
            yield json.loads(line)


def _write_notices(pages: Sequence[HarvestPage], path: Path) -> None:
    number, before = 0, 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for page in pages:
            for row, column, value, reason, mended in page.summary["notices"]:
                if number < _MAX_NOTICES:
                    said = [row + before, column, value, reason, "", "", mended]
                    file.write(json.dumps(said, ensure_ascii=False) + "\n")
                number += 1
            before += int(page.summary["features"])


def _summary(session: Session, plan: Plan) -> dict[str, Any]:
    summaries = [page.summary for page in session.pages]
    types: dict[str, int] = {}
    for summary in summaries:
        for kind, number in summary["types"].items():
            types[kind] = types.get(kind, 0) + number
    corners = [s["extent"] for s in summaries if s["extent"]]
    remarks = dict.fromkeys(r for s in summaries for r in s["remarks"])
    dropped = dict.fromkeys(name for s in summaries for name in s["dropped"])
    if dropped:
        session.remarks.append(f"No se toman, por ser de personas: {_listed(dropped)}.")
    key = [{"name": KEY, "type": "text", "longest": 0}] if plan.has_key else []
    return {
        "kind": summaries[0].get("kind", str(Kind.GEOJSON)),
        "layer": session.source.layer,
        "crs": None,
        "columns": [*key, *plan.columns],
        "features": sum(int(s["features"]) for s in summaries),
        "without_geometry": sum(int(s["without_geometry"]) for s in summaries),
        "types": types,
        "extent": [f(c[at] for c in corners) for at, f in enumerate((min, min, max, max))]
        if corners
        else None,
        "remarks": [*remarks, *session.remarks],
        "notices": sum(int(s["number_of_notices"]) for s in summaries),
    }


def _listed(names: Any) -> str:
    return ", ".join(sorted(names)[:20])
