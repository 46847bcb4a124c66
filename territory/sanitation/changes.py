"""What changed between two cut-off dates of which publications told (``SanitationCut``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from territory.coverage import COUNTRY, overlap
from territory.covered import published_coverage
from territory.models import SanitationCut, SanitationProject, SanitationState
from territory.sanitation.investments import published
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
KINDS: dict[str, str | Promise] = {
    "new": _("nuevas"),
    "gone": _("ya no están en el archivo"),
    "closed": _("cerradas"),
    "cost": _("cambió su costo"),
    "advance": _("cambió su avance físico"),
    "accrued": _("cambió su devengado"),
}


@dataclass(frozen=True)
class Pair:
    """Two cuts that can be compared, and the units that both of them cover."""

    earlier: SanitationCut
    later: SanitationCut
    covers: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """An investment at both dates, None where it wasn't known then; ``kinds`` of ``KINDS``.

    Each value is (earlier, later); ``moved`` how far the cost went, in soles.
    """

    cui: str
    name: str
    kinds: tuple[str, ...]
    status: tuple[str | None, str | None]
    cost: tuple[Decimal | None, Decimal | None]
    advance: tuple[Decimal | None, Decimal | None]
    accrued: tuple[Decimal | None, Decimal | None]

    @property
    def moved(self) -> Decimal | None:
        before, after = self.cost
        return None if before is None or after is None else after - before


def cuts() -> list[SanitationCut]:
    """Those of what is published, the oldest first: of facts, or of samples while there is none.

    A cut of units of which nothing is published any more isn't among them.
    """
    first = published().values_list("is_sample", flat=True).order_by().first()
    if first is None:
        return []
    found = SanitationCut.objects.filter(is_sample=first).order_by("cutoff_date", "covers")
    if first:
        return list(found)
    covers = published_coverage().covers.get(SanitationProject._meta.label_lower, ())
    return [cut for cut in found if overlap(cut.covers, covers)]


def pair_of(earlier: SanitationCut, later: SanitationCut) -> Pair | None:
    """Both, or None where they can't be compared: no unit in common, or the wrong way round."""
    shared = overlap(earlier.covers, later.covers)
    if not shared or earlier.cutoff_date >= later.cutoff_date:
        return None
    return Pair(earlier, later, shared)


def latest_pairs(found: Sequence[SanitationCut]) -> list[Pair]:
    """Each cut with the one before it of the same units, the latest first."""
    pairs = []
    for number, later in enumerate(found):
        earlier = (pair_of(one, later) for one in reversed(found[:number]))
        pair = next((one for one in earlier if one is not None), None)
        if pair is not None:
            pairs.append(pair)
    return pairs[::-1]


def tally(pair: Pair) -> dict[str, int]:
    """How many investments changed in which way."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["compared"] + _SQL["tally"], _params(pair))
        names = [column.name for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone() or (), strict=True))


def changes(pair: Pair, kind: str, *, limit: int | None, offset: int = 0) -> list[Change]:
    """Those that changed in a way (or any, ``kind`` empty), by what their cost moved, then by CUI.

    ``limit`` None: all of them.
    """
    params = _params(pair) | {"kind": kind, "limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(_SQL["compared"] + _SQL["changes"], params)
        return [_change(row) for row in cursor.fetchall()]


def _change(row: tuple[Any, ...]) -> Change:
    cui, name, kinds, *values = row
    pairs = [(values[at], values[at + 1]) for at in range(0, len(values), 2)]
    return Change(cui, name, tuple(kinds), *pairs)


def _params(pair: Pair) -> dict[str, Any]:
    everywhere = COUNTRY in pair.covers
    prefixes = [] if everywhere else [f"{code}%" for code in pair.covers]
    return {
        "earlier": pair.earlier.pk,
        "later": pair.later.pk,
        "everywhere": everywhere,
        "prefixes": prefixes,
    }


def states_of(cui: str) -> QuerySet[SanitationState]:
    """What each cut that is shown told of an investment, the oldest first."""
    shown = [cut.pk for cut in cuts()]
    rows = SanitationState.objects.filter(cui=cui, cut__in=shown).select_related("cut")
    found: QuerySet[SanitationState] = rows.order_by("cut__cutoff_date", "cut_id")
    return found


def sizes(found: Iterable[SanitationCut]) -> dict[int, int]:
    """How many investments each cut tells of."""
    counted = SanitationState.objects.filter(cut__in=[cut.pk for cut in found]).order_by()
    return dict(counted.values_list("cut").annotate(number=Count("pk")))
