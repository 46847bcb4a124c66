"""Keeping what OGP's pages said: readings are added, and none replaces another.

What the last of a page says of the IRM's judgement is the commitment's independent rating.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5
from typing import Any

import pandas as pd
from django.db import transaction

from layers.reading.results import SourceError
from territory.models import (
    Commitment,
    OgpReading,
    Rating,
    RatingScale,
    RatingValue,
    ReviewState,
)

_COMPARED = (
    "code",
    "title",
    "lead_institution",
    "support_institutions",
    "values",
    "ambition",
    "completion",
    "early_results",
    "starred",
    "reports",
)

# The IRM's words → their place on its scales; others ("Pending IRM Review") are on none.
_ON_SCALE = {
    "No Evidence Available": RatingValue.NO_EVIDENCE,
    "Not Started": RatingValue.NOT_STARTED,
    "Limited": RatingValue.LIMITED,
    "Substantial": RatingValue.SUBSTANTIAL,
    "Complete": RatingValue.COMPLETE,
    "Completed": RatingValue.COMPLETE,
    "Worsened": RatingValue.WORSENED,
    "Did Not Change": RatingValue.DID_NOT_CHANGE,
    "Marginal": RatingValue.MARGINAL,
    "Major": RatingValue.MAJOR,
    "Outstanding": RatingValue.OUTSTANDING,
}


@dataclass(frozen=True)
class Kept:
    """How many readings were added, how many the site had, and what differs from the last one.

    ``changes``: a commitment's number, the field, what the reading before said and what the new one
    says; each is None where the page had no value.
    """

    added: int
    known: int
    changes: tuple[tuple[int, str, Any, Any], ...]


def keep_readings(frame: pd.DataFrame) -> Kept:
    """Add the readings (``ogp_reader``) that the site hasn't got; raises SourceError.

    One with the same values, page and day is had already. Of two days with the same values both are
    kept: that nothing changed is known by the second.
    """
    with transaction.atomic():
        # Locked, so that of two who import one file the second finds the first's readings.
        commitments = {found.number: found for found in Commitment.objects.select_for_update()}
        missing = sorted({int(number) for number in frame["number"]} - set(commitments))
        if missing:
            numbers = ", ".join(map(str, missing))
            raise SourceError(f"El sitio no tiene los compromisos {numbers}: cargue antes el plan.")
        readings = [_reading(row, commitments) for row in frame.to_dict("records")]
        before = list(OgpReading.objects.all())
        known = {_key(reading) for reading in before}
        added = {_key(new): new for new in readings if _key(new) not in known}
        OgpReading.objects.bulk_create(added.values())
        for reading in sorted(added.values(), key=lambda each: each.read_on):
            _rate(reading)
    changes = _changes(before, list(added.values()))
    return Kept(len(added), len(readings) - len(added), changes)


def _reading(row: Mapping[str, Any], commitments: Mapping[int, Commitment]) -> OgpReading:
    values = {str(name): value for name, value in row.items() if name != "number"}
    compared = json.dumps([values[name] for name in _COMPARED], ensure_ascii=False)
    digest = md5(compared.encode(), usedforsecurity=False).hexdigest()
    return OgpReading(commitment=commitments[int(row["number"])], digest=digest, **values)


def _key(reading: OgpReading) -> tuple[Any, ...]:
    return reading.commitment_id, reading.source_url, reading.read_on, reading.digest


def _rate(reading: OgpReading) -> None:
    """Make the rating what this page says of it, unless a later reading was rated already."""
    for scale, words in (
        (RatingScale.COMPLETION, reading.completion),
        (RatingScale.EARLY_RESULTS, reading.early_results),
    ):
        page = Rating.objects.filter(
            commitment=reading.commitment,
            by=Rating.By.INDEPENDENT,
            scale=scale,
            source_url=reading.source_url,
        )
        if words is None or page.filter(read_on__gt=reading.read_on).exists():
            continue
        # One by one, since its history is kept row by row.
        values = {
            "value": _ON_SCALE.get(words),
            "value_original": words,
            "document": _document(reading),
            "read_on": reading.read_on,
            "state": ReviewState.PUBLISHED,
            "is_sample": False,
        }
        page.update_or_create(
            defaults=values,
            create_defaults={
                **values,
                "commitment": reading.commitment,
                "by": Rating.By.INDEPENDENT,
                "scale": scale,
                "source_url": reading.source_url,
            },
        )


def _document(reading: OgpReading) -> str:
    named = "; ".join(reading.reports)
    return (f"OGP, {reading.code}: {named}" if named else f"OGP, {reading.code}")[:200]


def _changes(
    before: list[OgpReading], added: list[OgpReading]
) -> tuple[tuple[int, str, Any, Any], ...]:
    """Between each new reading and the one before it, by day and then by order of arrival."""
    last: dict[int, OgpReading] = {}
    is_new = {id(reading) for reading in added}
    found = []
    for reading in sorted([*before, *added], key=lambda each: each.read_on):
        earlier = last.get(reading.commitment_id)
        if earlier is not None and id(reading) in is_new:
            found += [
                (reading.commitment.number, name, getattr(earlier, name), getattr(reading, name))
                for name in _COMPARED
                if getattr(earlier, name) != getattr(reading, name)
            ]
        last[reading.commitment_id] = reading
    return tuple(found)
