"""A commitment's page of the tracking: what was planned, what is reported, how it is rated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from frontend.views.tracking.shared import Allowed, commitment_of, verbs_of
from layers.reviewing import open_steps, with_proposal
from layers.tracking.columns import MILESTONE, REPORT, columns_of
from layers.tracking.table import texts_of
from territory.models import (
    AdminUnit,
    Alignment,
    Commitment,
    Progress,
    Rating,
    RatingScale,
    ReviewedRecord,
    ReviewState,
)
from territory.reviewing import Step, Verb
from territory.roles import AnyUser
from territory.tracking.delays import IS_DELAYED, describe
from territory.tracking.milestones import milestones_of, ratings_of

STEP_TITLES: dict[Step, str] = {
    Step.SUBMIT: "Presentar",
    Step.RETURN: "Devolver",
    Step.PUBLISH: "Publicar",
    Step.WITHDRAW: "Retirar",
    Step.REOPEN: "Abrir de nuevo",
    Step.DROP: "Descartar lo propuesto",
}
_NOTHING = Allowed()


@dataclass(frozen=True)
class Item:
    """A record with what the visitor may do with it; ``differences`` are what is proposed."""

    kind: str
    record: Any
    steps: list[tuple[Step, str]]
    can_edit: bool
    can_prepare: bool
    sees_prepared: bool
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list[Item] = field(default_factory=list)
    delay: str = ""
    is_delayed: bool = False
    places: list[tuple[str, str]] = field(default_factory=list)

    @property
    def progress_title(self) -> str:
        """The state of a milestone as its latest report has it; empty where nobody said."""
        shown = self.record.shown_progress
        return str(Progress(shown).label) if shown else ""

    @property
    def is_published(self) -> bool:
        """Whether others see it as well."""
        return bool(self.record.state == ReviewState.PUBLISHED)


@dataclass(frozen=True)
class Scale:
    """A scale's ratings: the agency's own beside the independent ones, never one number."""

    title: str
    own: list[Item]
    independent: list[Item]


def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """The page; who prepares or decides finds the forms there."""
    commitment = commitment_of(number)
    verbs = verbs_of(request, commitment)
    context = tracking_of(request.user, commitment, verbs) | {
        "commitment": commitment,
        "can_prepare": Verb.PREPARE in verbs,
    }
    return render(request, "frontend/tracking/sheet.html", context)


own_sheet = cache_control(private=True, no_cache=True)(sheet)


def tracking_of(user: AnyUser, commitment: Commitment, verbs: Allowed = _NOTHING) -> dict[str, Any]:
    """What a page shows of a commitment's tracking; a fixed number of queries."""
    found = list(milestones_of(commitment, user))
    names = _names(found)
    milestones = [_milestone_item(row, verbs, names) for row in found]
    ratings = [_item("evaluacion", rating, verbs) for rating in ratings_of(commitment, user)]
    return {
        "milestones": milestones,
        "scales": [_scale(scale, ratings) for scale in RatingScale],
        "has_sample_milestones": any(item.record.is_sample for item in milestones),
        "values": list(commitment.alignments.filter(framework=Alignment.Framework.OGP_VALUE)),
        "next_steps": [
            (item, part.record)
            for item in milestones
            for part in item.parts[:1]
            if part.is_published and part.record.next_steps
        ],
    }


def _names(milestones: Iterable[Any]) -> dict[str, str]:
    codes = {code for row in milestones for code in row.units}
    codes |= {code for row in milestones for report in row.reports.all() for code in report.units}
    units = AdminUnit.objects.filter(pk__in=codes)
    return dict(units.values_list("pk", "name"))


def _places(record: Any, names: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, names.get(code, code)) for code in record.units]


def _milestone_item(row: Any, verbs: Allowed, names: dict[str, str]) -> Item:
    reports = [_report_item(report, verbs, names) for report in row.reports.all()]
    return _item(
        MILESTONE,
        row,
        verbs,
        parts=reports,
        delay=describe(row.delay, row.delay_days, row.shown_as_of),
        is_delayed=row.delay in IS_DELAYED,
        places=_places(row, names),
    )


def _report_item(report: Any, verbs: Allowed, names: dict[str, str]) -> Item:
    evidence = [_item("evidencia", found, verbs) for found in report.evidence.all()]
    return _item(REPORT, report, verbs, parts=evidence, places=_places(report, names))


def _item(kind: str, record: ReviewedRecord, allowed: Allowed, **shown: Any) -> Item:
    verbs = allowed.of(record)
    prepares, sees = Verb.PREPARE in verbs, Verb.VIEW in verbs
    is_open = record.state != ReviewState.WITHDRAWN
    return Item(
        kind,
        record,
        [(step, STEP_TITLES[step]) for step in open_steps(verbs, record)],
        can_edit=prepares and is_open and kind in {MILESTONE, REPORT},
        can_prepare=prepares,
        sees_prepared=sees,
        differences=differences_of(kind, record) if sees else [],
        **shown,
    )


def differences_of(kind: str, record: Any) -> list[tuple[str, str, str]]:
    """Title, published and proposed text of each column that waits to be changed."""
    if record.proposed is None or kind not in {MILESTONE, REPORT}:
        return []
    before, after = texts_of(kind, record), texts_of(kind, with_proposal(record))
    return [
        (column.title, before[column.name], after[column.name])
        for column in columns_of(kind)
        if before[column.name] != after[column.name]
    ]


def _scale(scale: RatingScale, ratings: list[Item]) -> Scale:
    of_scale = [item for item in ratings if item.record.scale == scale]
    return Scale(
        str(scale.label),
        [item for item in of_scale if item.record.by == Rating.By.SELF],
        [item for item in of_scale if item.record.by == Rating.By.INDEPENDENT],
    )
