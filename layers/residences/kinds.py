"""The kinds of records that are prepared of residences, of commitment 8."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from layers.errors import InvalidParameter
from layers.record_kinds import Kind
from layers.residences.naming import PARAMETER, residence_problems
from territory.models import ResidenceNeed
from territory.participation.processes.agreements import today
from territory.residences.derived import summarise_needs

COMMITMENT = 8
LAYER = "rural_residences"
_SOURCE = ("source_url", "cutoff_date")


def _need_problems(record: Any) -> Iterator[InvalidParameter]:
    # What was stored already keeps its residence, though no file has that any more.
    if record.updated_at is None:
        yield from residence_problems(record)
    yield from not_to_come(record, "cutoff_date")


def not_to_come(record: Any, name: str) -> Iterator[InvalidParameter]:
    """What was counted or given was so on a day that has been."""
    day = getattr(record, name)
    if isinstance(day, dt.date) and day > today():
        title = str(record._meta.get_field(name).verbose_name).capitalize()
        yield InvalidParameter(f"{title}: ese día aún no llega.", parameter=name)


NEED = Kind(
    "need",
    ResidenceNeed,
    (PARAMETER, "item"),
    ("quantity", "priority", "document", *_SOURCE),
    layers=(LAYER,),
    of_commitment=COMMITMENT,
    problems=_need_problems,
    follows=summarise_needs,
)

RESIDENCE_KINDS = (NEED,)
