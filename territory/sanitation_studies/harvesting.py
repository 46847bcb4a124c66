"""The studies as a harvester reads them: what changed since when, and what is there no more.

A study's stamp is the last change of itself or of a public version. One that was withdrawn is told
as deleted; samples are told while no fact is published, and simply go.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Greatest, TruncSecond

from territory.models import AdminUnit, SanitationStudy, StudyVersion
from territory.models.reviewed import ReviewState
from territory.models.studies import StudyKind
from territory.sanitation_studies.library import with_versions

_KIND, _REGION = "tipo-", "region-"


@dataclass(frozen=True)
class Span:
    """Half open, in UTC; None is without that end. ``chosen`` is a set's name, empty for all."""

    since: dt.datetime | None = None
    before: dt.datetime | None = None
    chosen: str = ""


def harvested() -> QuerySet[Any]:
    """All that is told of, each with its ``stamp`` (whole seconds)."""
    public = SanitationStudy.objects.published().public_condition()
    gone = Q(state=ReviewState.WITHDRAWN, is_sample=False)
    versions = StudyVersion.objects.filter(
        study=OuterRef("pk"), state__in=(ReviewState.PUBLISHED, ReviewState.WITHDRAWN)
    )
    last = versions.order_by().values("study").annotate(last=Max("updated_at")).values("last")
    changed = Greatest("updated_at", Coalesce(Subquery(last), "updated_at"))
    found: QuerySet[Any] = SanitationStudy.objects.filter(public | gone).annotate(
        stamp=TruncSecond(changed, tzinfo=dt.UTC),
        units_text=Func(
            F("units"), Value(" "), function="array_to_string", output_field=TextField()
        ),
    )
    return found


def within(span: Span) -> QuerySet[Any]:
    """Those of the span, in the order in which they are told."""
    rows = harvested().order_by("stamp", "pk")
    if span.since is not None:
        rows = rows.filter(stamp__gte=span.since)
    if span.before is not None:
        rows = rows.filter(stamp__lt=span.before)
    if span.chosen:
        rows = rows.filter(_of_set(span.chosen))
    return rows


def after(rows: QuerySet[Any], place: tuple[dt.datetime, int] | None, most: int) -> list[Any]:
    """The next ``most`` after a place, by stamp and key, and one more where there are more."""
    if place is not None:
        stamp, key = place
        rows = rows.filter(Q(stamp__gt=stamp) | Q(stamp=stamp, pk__gt=key))
    return list(with_versions(rows)[: most + 1])


def one(key: int) -> Any:
    """A study that is told of, or None."""
    return with_versions(harvested().filter(pk=key)).first()


def earliest() -> dt.datetime | None:
    """The stamp before which nothing changed; None where there is nothing."""
    return harvested().order_by("stamp").values_list("stamp", flat=True).first()


def _of_set(name: str) -> Q:
    if name.startswith(_KIND):
        return Q(kind=name.removeprefix(_KIND))
    region = name.removeprefix(_REGION)
    # Half a code, or a province's, names no set that is listed.
    if name.startswith(_REGION) and re.fullmatch(r"\d{2}", region, re.ASCII):
        return Q(units_text__regex=rf"(^| ){region}")
    return Q(pk__in=[])


def sets_of(study: SanitationStudy) -> list[str]:
    """The sets that a study is in: its kind, and the regions that it speaks of."""
    regions = sorted({unit[:2] for unit in study.units})
    return [f"{_KIND}{study.kind}", *(f"{_REGION}{region}" for region in regions)]


def sets() -> list[tuple[str, str]]:
    """The sets that hold anything, with their titles."""
    kinds: set[str] = set()
    regions: set[str] = set()
    for kind, units in harvested().values_list("kind", "units"):
        kinds.add(kind)
        regions |= {unit[:2] for unit in units}
    titles = dict(StudyKind.choices)
    names = dict(AdminUnit.objects.filter(pk__in=regions).values_list("pk", "name"))
    return [
        *((f"{_KIND}{kind}", str(titles[kind])) for kind in sorted(kinds)),
        *((f"{_REGION}{region}", names.get(region, region)) for region in sorted(regions)),
    ]


def unit_names(studies: list[Any]) -> dict[str, str]:
    """Ubigeo → name, of all that the studies speak of. One query."""
    wanted = {unit for study in studies for unit in study.units}
    return dict(AdminUnit.objects.filter(pk__in=wanted).values_list("pk", "name"))
