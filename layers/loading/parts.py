"""Files of one source side by side: what each covers, and which one makes way for another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from layers.loading.candidates import Candidate
from layers.loading.swap import join_parts
from layers.models import Snapshot
from layers.reading.cells import CellError, parse_ubigeo
from layers.reading.directory import Directory
from layers.reading.results import ChoiceMissing, SourceError
from layers.source import Source
from territory.coverage import COUNTRY, Covers, contains, merged, overlap, said_by
from territory.models import PublishedPart
from territory.models.counts import CountRecord
from territory.models.placed import PlacedRecord

# Of a long list of units the first say enough.
_MAX_NAMED = 12


class PartsOverlap(SourceError):
    """El archivo cubre unidades que otro ya cubre."""


def covers_of(source: Source, candidate: Candidate, units: Directory) -> Covers:
    """What the file's rows say that it covers; raises SourceError where they say nothing.

    Rows of a table that declares no units are taken for the whole country.
    """
    declares = any(issubclass(table.model, (PlacedRecord, CountRecord)) for table in source.tables)
    if not declares or not candidate.number_of_rows:
        return (COUNTRY,)
    # Of rows that declare none in common, as of two departments, those that they name.
    declared = set(candidate.declared.rows) or candidate.declared.named
    if not declared:
        raise ChoiceMissing(
            "Ninguna fila dice su unidad: indique qué cubre el archivo (--covers).", "covers"
        )
    return said_by(declared, units.names)


def parse_covers(text: str, units: Directory) -> Covers:
    """«24,1801» or «PE», as the operator says it; raises SourceError."""
    found: list[str] = []
    for raw in filter(None, (item.strip() for item in text.split(","))):
        if raw.upper() == COUNTRY:
            found.append(COUNTRY)
            continue
        try:
            unit = parse_ubigeo(raw)
        except CellError as error:
            raise SourceError(f"«{raw}»: {error}") from error
        if unit not in units:
            raise SourceError(f"El INEI no tiene una unidad {unit}.")
        found.append(unit)
    if not found:
        raise SourceError("Diga qué cubre el archivo: ubigeos separados por comas, o «PE».")
    return merged(found, units.names)


def outside(candidate: Candidate, covers: Covers) -> dict[str, int]:
    """Department → how many of the file's rows declare a unit that it isn't said to cover."""
    counts: dict[str, int] = {}
    for unit, number in candidate.declared.rows.items():
        if not any(contains(covered, unit) for covered in covers):
            counts[unit[:2]] = counts.get(unit[:2], 0) + number
    return counts


def named(covers: Iterable[str], units: Directory) -> str:
    """«Tumbes (24), Trujillo (La Libertad) (1301)»: for a person."""
    codes = list(covers)
    texts = [
        "todo el país" if code == COUNTRY else f"{units.label(code)} ({code})"
        for code in codes[:_MAX_NAMED]
    ]
    more = len(codes) - len(texts)
    return ", ".join(texts) + (f" y {more} más" if more else "")


def current(source: Source, name: str = "") -> list[PublishedPart]:
    """What is published of the source, of one name where its files have names."""
    parts = PublishedPart.objects.filter(source=source.name)
    return list(parts.filter(name=name) if source.needs_feed else parts)


def chosen(source: Source, name: str, covers: Covers | None, units: Directory) -> PublishedPart:
    """The published part that is meant; raises SourceError where it isn't clear which."""
    found = only(source, name, covers, units)
    if found is None:
        present = "; ".join(named(part.covers, units) for part in current(source, name))
        raise SourceError(f"No hay nada publicado que cubra eso. Publicado: {present or 'nada'}.")
    return found


def only(
    source: Source, name: str, covers: Covers | None, units: Directory
) -> PublishedPart | None:
    """The same, None where nothing is published of it."""
    found = current(source, name)
    if covers is not None:
        found = [part for part in found if part.covers == list(covers)]
    if len(found) > 1:
        present = "; ".join(named(part.covers, units) for part in found)
        raise SourceError(f"Diga con --covers cuál de los archivos publicados: {present}.")
    return found[0] if found else None


def before_current(source: Source, name: str, covers: Covers | None) -> Snapshot | None:
    """What was published before of these units (None: of any); None where nothing was.

    After a withdrawal, when nothing of them is current, it is the last that was.
    """
    kept = Snapshot.objects.filter(source=source.name, feed=name).defer("content", "report")
    found = [
        snapshot
        for snapshot in kept.order_by("-pk")
        if covers is None or source.needs_feed or overlap(snapshot.covers, covers)
    ]
    newest = next((snapshot.pk for snapshot in found if snapshot.is_current), None)
    return next((s for s in found if newest is None or s.pk < newest), None)


def in_the_way(source: Source, name: str, covers: Sequence[str]) -> list[PublishedPart]:
    """The published parts that would have to make way, other than the part itself."""
    return in_the_way_of(source, covers, current(source, name))


def in_the_way_of(
    source: Source, covers: Sequence[str], published: Iterable[PublishedPart]
) -> list[PublishedPart]:
    """The same among parts that are known already."""
    if source.needs_feed:
        return []
    return [
        part for part in published if part.covers != list(covers) and overlap(part.covers, covers)
    ]


def take(
    source: Source,
    name: str,
    covers: Covers,
    units: Directory,
    *,
    may_replace: Container[int] | None,
) -> tuple[PublishedPart, bool]:
    """The part that a file of these units publishes, and whether it covers something new.

    Parts in its way refuse (raises PartsOverlap) or make way: ``may_replace`` are the keys of
    those that may be replaced, None where all may. Their rows become the part's, so that the
    swap which follows sees to them; their snapshots are kept.
    """
    others = in_the_way(source, name, covers)
    refusing = [p for p in others if may_replace is not None and p.pk not in may_replace]
    if refusing:
        raise PartsOverlap(_refusal(refusing, covers, units))
    filled = (*(table.model for table in source.tables), *source.derives)
    records = [model._meta.label_lower for model in filled]
    own = (
        current(source, name)
        if source.needs_feed
        else PublishedPart.objects.filter(source=source.name, name=name, covers=list(covers))
    )
    part = next(iter(own), None) or next(iter(others), None)
    if part is None:
        part = PublishedPart.objects.create(
            source=source.name, name=name, covers=list(covers), records=records
        )
        return part, True
    for other in others:
        snapshots_of(source, name, other.covers).update(is_current=False)
        if other.pk != part.pk:
            for table in source.tables:
                join_parts(table.model, part.pk, other.pk)
            other.delete()
    is_new = part.covers != list(covers)
    part.covers = list(covers)
    part.save()
    return part, is_new


def told_older(source: Source, name: str, covers: Covers, cutoff: dt.date | None) -> str:
    """A sentence for who publishes a file older than what is published; empty where it isn't."""
    if cutoff is None:
        return ""
    kept = Snapshot.objects.filter(source=source.name, feed=name, is_current=True)
    shown = [
        one.cutoff_date
        for one in kept.only("cutoff_date", "covers")
        if one.cutoff_date and (source.needs_feed or overlap(one.covers, covers))
    ]
    if not shown or max(shown) <= cutoff:
        return ""
    return (
        f"El archivo es de un corte ({cutoff}) anterior al de lo publicado ({max(shown)}): las "
        "capas y las cifras pasarían a ser las de antes."
    )


def snapshots_of(source: Source, name: str, covers: Iterable[str]) -> Any:
    """The part's snapshots, as a QuerySet: those of its name, or of the units that it covers."""
    kept = Snapshot.objects.filter(source=source.name, feed=name)
    return kept if source.needs_feed else kept.filter(covers=list(covers))


def _refusal(parts: Iterable[PublishedPart], covers: Covers, units: Directory) -> str:
    shared: Mapping[str, str] = {
        named(part.covers, units): named(overlap(part.covers, covers), units) for part in parts
    }
    lines = "; ".join(f"el que cubre {theirs}, en {common}" for theirs, common in shared.items())
    return (
        f"Ya hay otro archivo publicado: {lines}. Para que este lo reemplace entero use --replace; "
        "si este cubre otra cosa, dígalo con --covers."
    )
