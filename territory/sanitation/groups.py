"""What is invested by region, level, year or government: each investment once a group.

Regions are departments, or the units just inside a unit that is asked for. An investment in two
of them counts in each, whole, since no file says what share is spent where: so regions don't add
up to the country, which is said beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    CharField,
    Count,
    Func,
    Max,
    Min,
    OuterRef,
    Q,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, ExtractYear, Substr
from django.utils.translation import gettext as _

from territory.models import AdminUnit, SanitationProject
from territory.origins import every_source
from territory.sanitation.investments import Asked, once, published
from territory.sanitation.thresholds import ACTIVE, Thresholds

REGION, LEVEL, YEAR, GOVERNMENT = "region", "level", "year", "government"
BY = (REGION, LEVEL, YEAR, GOVERNMENT)
CLOSED = "CERRADO"
# What is added up, and the field that it is the sum of.
SUMS = {
    "viable_amount_pen": "viable_amount_pen",
    "updated_cost_pen": "updated_cost_pen",
    "opening_budget_pen": "opening_budget_pen",
    "modified_budget_pen": "modified_budget_pen",
    "accrued_this_year_pen": "accrued_this_year_pen",
    "accrued_pen": "accrued_pen",
}
SEVERAL = "00"
UNKNOWN = ""


@dataclass(frozen=True)
class Amount:
    """A sum, and of how many of the group's investments it is; None where no file tells any."""

    value: Decimal | None
    known: int


@dataclass(frozen=True)
class Group:
    """Investments that share a region, a level, a year or a government; ``key`` empty: untold.

    Amounts are soles. ``source`` names every one of theirs, ``cutoff_date`` is the latest of them.
    """

    key: str
    title: str
    investments: int
    active: int
    closed: int
    level: str
    amounts: dict[str, Amount]
    source: str
    cutoff_date: Any
    is_sample: bool

    def is_whole(self, name: str) -> bool:
        """Whether the sum is of all the group's investments."""
        return self.amounts[name].known == self.investments


def groups(by: str, asked: Asked, known: Thresholds) -> list[Group]:
    """The investments that are asked for in groups, by key; those of no known key last."""
    found = once(asked, known).order_by()
    key = _region(asked.unit) if by == REGION else _key(by)
    values: list[Any] = list(found.annotate(group=key).values("group").annotate(**_added()))
    titles = _titles(by, [str(row["group"]) for row in values], asked.unit)
    return sorted((_group(row, titles) for row in values), key=_order)


def _order(one: Group) -> tuple[bool, str]:
    return one.key in (UNKNOWN, SEVERAL), one.key


def total(asked: Asked, known: Thresholds) -> Group | None:
    """All that are asked for together; None where there is none."""
    rows = once(asked, known).order_by().annotate(group=Value(UNKNOWN))
    found: list[Any] = list(rows.values("group").annotate(**_added()))
    return _group(found[0], {}) if found else None


def _key(by: str) -> Any:
    keys: dict[str, Any] = {
        LEVEL: Coalesce("government_level", Value(UNKNOWN)),
        YEAR: ExtractYear("viable_on"),
        GOVERNMENT: Coalesce("entity", Value(UNKNOWN)),
    }
    return keys[by]


def _region(unit: str) -> Any:
    """Each department, or unit just inside ``unit``, in which an investment has a row: a row each.

    A row that declares no more than ``unit`` itself has its code, and one of several departments
    that of ``SEVERAL``.
    """
    inside = min(len(unit) + 2, 6)
    rows = published().filter(cui=OuterRef("cui")).order_by()
    if unit:
        rows = rows.filter(declared_unit__ubigeo__startswith=unit)
    declared = Coalesce(Substr("declared_unit_id", 1, inside), Value(SEVERAL))
    each = rows.annotate(region=declared).values("region").distinct()
    codes: Any = ArrayField(TextField())
    found = ArraySubquery(each, output_field=codes)
    return Func(found, function="unnest", output_field=CharField())


def _added() -> dict[str, Any]:
    added: dict[str, Any] = {
        "investments": Count("pk"),
        "active": Count("pk", filter=Q(status=ACTIVE)),
        "closed": Count("pk", filter=Q(status=CLOSED)),
        "levels": Count("government_level", distinct=True),
        "one_level": Min("government_level"),
        "sources": every_source(),
        "last": Max("cutoff_date"),
        "samples": Count("pk", filter=Q(is_sample=True)),
    }
    for name, field in SUMS.items():
        added[f"sum_{name}"] = Sum(field)
        added[f"known_{name}"] = Count(field)
    return added


def _group(row: dict[str, Any], titles: dict[str, str]) -> Group:
    key = UNKNOWN if row["group"] is None else str(row["group"])
    return Group(
        key=key,
        title=titles.get(key, key),
        investments=row["investments"],
        active=row["active"],
        closed=row["closed"],
        level=row["one_level"] if row["levels"] == 1 else "",
        amounts={name: Amount(row[f"sum_{name}"], row[f"known_{name}"]) for name in SUMS},
        source=row["sources"],
        cutoff_date=row["last"],
        is_sample=bool(row["samples"]),
    )


def _titles(by: str, keys: list[str], unit: str) -> dict[str, str]:
    if by == LEVEL:
        return {code: str(label) for code, label in SanitationProject.GovernmentLevel.choices}
    if by != REGION:
        return {}
    names = dict(AdminUnit.objects.filter(pk__in=keys).values_list("pk", "name"))
    if unit in names and len(unit) < 6:
        names[unit] = _("%(name)s, sin decir dónde dentro") % {"name": names[unit]}
    return {**names, SEVERAL: _("Varios departamentos")}
