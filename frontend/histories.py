"""What became of a record, as people read it: titles, labels, names and days, not columns.

For any model that keeps its history (``territory.models.histories``); offices, never accounts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from territory.changes import Change, changes_of
from territory.models import AdminUnit, ChangeEntry, ConsultationVersion, ReviewState

SHOWN = 100

# Of a column's value, and of the same column in what is proposed.
Difference = tuple[str, str, str]

_PROPOSED = "proposed"
# A key of the site's own, and what says nothing to a reader; the state is said by the heading.
_UNSHOWN = frozenset({"id", "file", "is_sample", "state", "is_proposal_submitted"})
_STEPS: Mapping[tuple[str, str], str] = {
    (ReviewState.DRAFT, ReviewState.SUBMITTED): "Se presentó",
    (ReviewState.SUBMITTED, ReviewState.DRAFT): "Se devolvió",
    (ReviewState.SUBMITTED, ReviewState.PUBLISHED): "Se publicó",
    (ReviewState.PUBLISHED, ReviewState.WITHDRAWN): "Se retiró",
    (ReviewState.WITHDRAWN, ReviewState.DRAFT): "Se abrió de nuevo",
}


@dataclass(frozen=True)
class Entry:
    """A change: what was done, when and by which office; ``values`` are title, before, after."""

    heading: str
    at: dt.datetime
    office: str
    values: list[Difference]


def history_of(record: models.Model, *, whole: bool) -> tuple[list[Entry], bool]:
    """The record's latest changes, and whether there are more; a fixed number of queries.

    ``whole`` for those who see what isn't published of it.
    """
    changes = changes_of(record, whole=whole, at_most=SHOWN + 1)
    reader = _Reader(type(record), changes)
    return [reader.entry(change) for change in changes[:SHOWN]], len(changes) > SHOWN


def entries_of(changes: Sequence[tuple[type[models.Model], str, Change]]) -> list[Entry]:
    """Changes of records of several models, in their order; each says what the record is called.

    A fixed number of queries for each model.
    """
    by_model: dict[type[models.Model], list[Change]] = defaultdict(list)
    for model, _name, change in changes:
        by_model[model].append(change)
    readers = {model: _Reader(model, own) for model, own in by_model.items()}
    entries = [(name, readers[model].entry(change)) for model, name, change in changes]
    return [replace(entry, heading=f"{entry.heading}: {name}") for name, entry in entries]


class _Reader:
    """Values of one model's columns as texts; the names that they refer to are read at once."""

    def __init__(self, model: type[models.Model], changes: Iterable[Change]) -> None:
        self._model = model
        units: set[str] = set()
        keys: dict[Any, set[Any]] = defaultdict(set)
        for field, value in self._all(changes):
            if _is_units(field):
                units |= {str(code) for code in value}
            elif field.is_relation and field.related_model:
                keys[field.target_field].add(value)
        named = AdminUnit.objects.filter(pk__in=units).values_list("pk", "name")
        self._units = dict(named) if units else {}
        self._related = {
            target: {
                str(getattr(row, target.attname)): _name(row)
                for row in target.model._default_manager.filter(**{f"{target.name}__in": wanted})
            }
            for target, wanted in keys.items()
        }

    def _all(self, changes: Iterable[Change]) -> Iterator[tuple[Any, Any]]:
        for change in changes:
            for name, pair in change.values.items():
                if not self._is_shown(name):
                    continue
                for value in pair:
                    proposal = value.items() if name == _PROPOSED and value else [(name, value)]
                    for column, inner in proposal:
                        field = self._field(column)
                        if field is not None and inner is not None:
                            yield field, inner

    def _field(self, name: str) -> Any:
        try:
            return self._model._meta.get_field(name)
        except FieldDoesNotExist:
            columns = self._model._meta.concrete_fields
            return next((field for field in columns if field.column == name), None)

    def _is_shown(self, name: str) -> bool:
        """Not the record's own key, which may be what it is of; its page says what that is."""
        return name not in _UNSHOWN and name != self._model._meta.pk.column

    def entry(self, change: Change) -> Entry:
        """The change with what was done as its heading."""
        values: list[Difference] = []
        for name, (before, after) in change.values.items():
            if name == _PROPOSED:
                values += self._proposal(before or {}, after or {})
            elif self._is_shown(name):
                values.append(
                    (self._title(name), self._text(name, before), self._text(name, after))
                )
        shown = [value for value in values if value[1] != value[2]]
        return Entry(_heading(change), change.at, change.office, shown)

    def _proposal(self, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
        for name in sorted({*before, *after}):
            yield (
                f"Propuesto · {self._title(name)}",
                self._text(name, before.get(name)),
                self._text(name, after.get(name)),
            )

    def _title(self, name: str) -> str:
        field = self._field(name)
        return name if field is None else str(field.verbose_name)

    def _text(self, name: str, value: Any) -> str:
        """As a reader knows it; empty where there is no value."""
        field = self._field(name)
        if value is None or value == "":
            return ""
        if field is None:
            return str(value)
        if field.is_relation:
            return self._related.get(field.target_field, {}).get(str(value), str(value))
        if _is_units(field):
            return ", ".join(f"{self._units.get(code, '?')} ({code})" for code in value)
        if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        return _plain(field, value)


def _name(row: models.Model) -> str:
    """As pages call a record that another one refers to."""
    return f"versión {row.number}" if isinstance(row, ConsultationVersion) else str(row)


def _is_units(field: Any) -> bool:
    """Ubigeos are the only codes that records hold a list of."""
    return isinstance(field, ArrayField) and field.name == "units"


def _plain(field: Any, value: Any) -> str:
    if isinstance(field, models.BooleanField):
        return "sí" if value else "no"
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" if moment else str(value)
    if isinstance(field, models.DateField):
        return f"{dt.date.fromisoformat(str(value)):%d/%m/%Y}"
    if isinstance(field, GeometryField):
        return _place(value)
    if field.name == "percent":
        return f"{value} %"
    if field.name == "size":
        return str(filesizeformat(value))
    return _listed(value)


def _place(geojson: Any) -> str:
    """A point by its latitude and longitude, another shape by its kind."""
    if isinstance(geojson, dict) and geojson.get("type") == "Point":
        east, north = geojson["coordinates"][:2]
        return f"{north:.5f}, {east:.5f}"
    return "contorno"


def _listed(value: Any) -> str:
    """JSON without its marks: a list's items in lines, an object's values one after another."""
    if isinstance(value, list):
        return "\n".join(_listed(item) for item in value)
    if isinstance(value, dict):
        return ". ".join(_listed(item) for item in value.values())
    return str(value)


def _heading(change: Change) -> str:
    """What was done, by the change itself."""
    if change.action == ChangeEntry.Action.INSERT:
        return "Se creó"
    if change.action == ChangeEntry.Action.DELETE:
        return "Se eliminó"
    step = change.values.get("state")
    if step and step[0] != step[1]:
        is_edited = set(change.values) - {"state"} and step[1] == ReviewState.DRAFT
        if is_edited and step[0] == ReviewState.SUBMITTED:
            return "Se cambió, y volvió a ser borrador"
        return _STEPS.get((step[0], step[1]), "Cambió de estado")
    return _proposal_heading(change.values)


def _proposal_heading(values: Mapping[str, tuple[Any, Any]]) -> str:
    proposed = values.get(_PROPOSED)
    submitted = values.get("is_proposal_submitted")
    if proposed is None and submitted is None:
        return "Se cambió"
    if proposed is None:
        return (
            "Se presentó lo propuesto" if submitted and submitted[1] else "Se devolvió lo propuesto"
        )
    if proposed[1] is not None:
        return "Se propuso un cambio"
    others = set(values) - {_PROPOSED, "is_proposal_submitted"}
    return "Se publicó lo propuesto" if others else "Se descartó lo propuesto"
