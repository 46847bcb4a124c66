"""Contributions to the same commitment close to a place: perhaps the same was said before."""

from __future__ import annotations

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import BooleanField, FloatField, Func, QuerySet, Value

from territory.models import Contribution
from territory.models.contributions import State

# As far as somebody sees along a street, metres on the ellipsoid.
NEAR_M = 200.0
MOST = 5


class _Within(Func):
    """On geographies, as the index is (``contribution_geography``)."""

    template = "ST_DWithin(%(expressions)s)"
    output_field = BooleanField()


class _Metres(Func):
    template = "ST_Distance(%(expressions)s)"
    output_field = FloatField()


class _Geography(Func):
    template = "(%(expressions)s::geography)"


def published_near(geom: GEOSGeometry, commitment: int) -> QuerySet[Contribution]:
    """The published ones, by the place that everybody sees; the closest first, ``MOST`` at most."""
    published = Contribution.objects.filter(state=State.PUBLISHED)
    return _near(published, "public_geom", geom, commitment)


def all_near(contribution: Contribution) -> QuerySet[Contribution]:
    """For moderators: those received and published, by their exact places."""
    if contribution.geom is None or contribution.commitment is None:
        return Contribution.objects.none()
    others = Contribution.objects.filter(state__in=(State.RECEIVED, State.PUBLISHED))
    others = others.exclude(pk=contribution.pk)
    return _near(others, "geom", contribution.geom, contribution.commitment.number)


def _near(
    rows: QuerySet[Contribution], column: str, geom: GEOSGeometry, commitment: int
) -> QuerySet[Contribution]:
    ends = (_Geography(column), _Geography(Value(geom, output_field=GeometryField(srid=4326))))
    within = _Within(*ends, Value(NEAR_M, output_field=FloatField()))
    found = rows.filter(within, commitment__number=commitment).annotate(metres=_Metres(*ends))
    return found.order_by("metres", "pk")[:MOST]
