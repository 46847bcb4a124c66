"""The residences that everybody sees, and what is published of their needs."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from territory.models import ResidenceNeed, RuralResidence
from territory.reviewing import visible_to
from territory.roles import AnyUser

_PRIORITY = Case(
    *(
        When(priority=code, then=Value(place))
        for place, code in enumerate(ResidenceNeed.Priority.values)
    ),
    output_field=IntegerField(),
)


def residences(unit: str = "", state: str = "") -> QuerySet[RuralResidence]:
    """The published ones by place and name; of a unit (ubigeo) and a state of need, if given."""
    rows: Any = RuralResidence.objects.published().select_related("declared_unit")
    if unit:
        rows = rows.filter(declared_unit__ubigeo__startswith=unit)
    if state:
        rows = rows.filter(need_state=state)
    found: QuerySet[RuralResidence] = rows.defer("declared_unit__geom")
    return found.order_by("declared_unit_id", "name", "key")


def find_residence(code: str) -> RuralResidence:
    """The published one of a code and annex (0257048-0).

    Raises RuralResidence.DoesNotExist.
    """
    modular_code, _dash, annex = code.partition("-")
    return residences().get(modular_code=modular_code, annex=annex)


def needs(
    unit: str = "", item: str = "", residence: RuralResidence | None = None
) -> QuerySet[ResidenceNeed]:
    """What is published that residences need, the most urgent of each first.

    Of residences that are shown: beside a fact's no sample's need is left.
    """
    shown = RuralResidence.objects.published()
    rows: Any = ResidenceNeed.objects.published().filter(residence__in=shown)
    if unit:
        rows = rows.filter(residence__declared_unit__ubigeo__startswith=unit)
    if item:
        rows = rows.filter(item=item)
    if residence is not None:
        rows = rows.filter(residence=residence)
    return _listed(rows)


def needs_seen_by(user: AnyUser) -> QuerySet[ResidenceNeed]:
    """Those that the account sees, whatever their state."""
    return _listed(visible_to(ResidenceNeed.objects.all(), user))


def _listed(rows: Any) -> QuerySet[ResidenceNeed]:
    rows = rows.select_related("coverage", "residence__declared_unit")
    found: QuerySet[ResidenceNeed] = rows.defer("residence__declared_unit__geom")
    return found.order_by("residence__declared_unit_id", "residence_id", _PRIORITY, "item")
