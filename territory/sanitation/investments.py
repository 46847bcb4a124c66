"""Published investments in sanitation, each once, as pages and API ask for them.

An official file repeats an investment in each of its districts with the amounts of the whole
investment. So one row of each speaks for it, and no amount is counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Max, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractYear, Round

from territory.models import SanitationProject
from territory.names import fold
from territory.sanitation.thresholds import Thresholds, conditions
from territory.unaccent import Unaccented

MAX_TEXT = 100
_CODE = re.compile(r"\d{5,8}|S[0-9A-V]{7}")

Rows = QuerySet[SanitationProject]


@dataclass(frozen=True)
class Asked:
    """Which investments: empty parts ask for all.

    ``text`` is a code (CUI, SNIP) or words of the name; ``unit`` a ubigeo, of which investments
    count that declare it, a unit inside it or, with others, one of these; ``year`` that of
    viability; ``listed`` the name of a list (``territory.sanitation.thresholds``).
    """

    text: str = ""
    unit: str = ""
    level: str = ""
    year: int | None = None
    status: str = ""
    entity: str = ""
    listed: str = ""


def published() -> Rows:
    """All rows that are published, as many of an investment as it has districts."""
    rows: Rows = SanitationProject.objects.published()
    return rows


def once(asked: Asked, thresholds: Thresholds) -> Rows:
    """The investments that are asked for, a row each, with what is worked out of it.

    Where two files tell of one, the row of the later cut-off date speaks for it.
    """
    rows = published()
    chosen = rows.order_by("cui", "-cutoff_date", "id").distinct("cui").values("pk")
    found = worked_out(rows.filter(pk__in=chosen))
    if asked.unit:
        within = rows.filter(declared_unit__ubigeo__startswith=asked.unit)
        found = found.filter(cui__in=within.order_by().values("cui"))
    if asked.text:
        found = found.filter(_said(asked.text))
    for field, value in (
        ("government_level", asked.level),
        ("status", asked.status),
        ("entity", asked.entity),
        ("viable_on__year", asked.year),
    ):
        if value:
            found = found.filter(**{field: value})
    if asked.listed:
        found = found.filter(conditions(thresholds)[asked.listed].meets)
    return found.order_by("cui")


def worked_out(rows: Rows) -> Rows:
    """The rows with what follows of their amounts, each None where one of them isn't known.

    ``financial_advance_pct`` is the accrual of all years in % of the updated cost,
    ``over_pct`` how far that cost is above the viable amount, ``ahead_points`` how many points
    spending is ahead of the work, ``viable_year`` the year of viability.
    """
    found: Rows = rows.annotate(
        financial_advance_pct=_share("accrued_pen", "updated_cost_pen"),
        over_pct=_share(F("updated_cost_pen") - F("viable_amount_pen"), "viable_amount_pen"),
        viable_year=ExtractYear("viable_on"),
    )
    return found.annotate(ahead_points=F("financial_advance_pct") - F("physical_advance_pct"))


def _share(part: str | Combinable, whole: str) -> Case:
    part = F(part) if isinstance(part, str) else part
    return Case(When(Q(**{f"{whole}__gt": 0}), then=Round(part * 100 / F(whole), 1)))


def _said(text: str) -> Q:
    """A code, or all words of the name, without regard to case and accents."""
    text = text.replace("\0", "").strip()[:MAX_TEXT]
    if _CODE.fullmatch(text.upper()):
        return Q(cui=text.upper()) | Q(snip_code=text)
    found = Q()
    for word in fold(text).split():
        found &= Q(pk__in=_named(word))
    return found


def _named(word: str) -> Any:
    rows = SanitationProject.objects.order_by()
    return rows.annotate(plain=Unaccented("name")).filter(plain__contains=word).values("pk")


def rows_of(cui: str) -> Sequence[SanitationProject]:
    """All published rows of an investment, the one that speaks for it first."""
    rows = worked_out(published().filter(cui=cui))
    found = rows.select_related("declared_unit").defer("declared_unit__geom")
    return list(found.order_by("-cutoff_date", "id"))


def years() -> list[int]:
    """The years of viability that any investment has, the latest first."""
    dated = published().filter(viable_on__isnull=False).order_by()
    found = dated.values_list(ExtractYear("viable_on"), flat=True).distinct()
    return sorted(found, reverse=True)


def statuses() -> list[str]:
    """The states that files tell of, by name."""
    told = published().filter(status__isnull=False).order_by()
    return sorted(str(one) for one in told.values_list("status", flat=True).distinct())


@dataclass(frozen=True)
class Origin:
    """Where rows come from: their sources and latest cut-off date; whether they are samples."""

    sources: tuple[str, ...]
    cutoff_date: object
    is_sample: bool


def origin() -> Origin | None:
    """Of all that is published; None where nothing is."""
    told = published().order_by().values("source", "is_sample").annotate(last=Max("cutoff_date"))
    found = sorted(told, key=lambda row: str(row["source"]))
    if not found:
        return None
    return Origin(
        tuple(str(row["source"]) for row in found),
        max(row["last"] for row in found),
        any(row["is_sample"] for row in found),
    )
