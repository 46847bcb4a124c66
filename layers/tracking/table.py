"""Milestones and reports as rows of the one form: what goes out, and is compared on its way in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from layers.record_csv import defused
from layers.reviewing import with_proposal
from layers.tracking.columns import COLUMNS, KEYS, MILESTONE, ONLY_OUT, REPORT, columns_of
from territory.models import Commitment, Evidence, Milestone, ProgressReport
from territory.reviewing import Verb, may, visible_to
from territory.roles import AnyUser
from territory.tracking.delays import describe
from territory.tracking.milestones import with_progress

HEADER = (*KEYS, *(column.name for column in COLUMNS), *ONLY_OUT)
_AT_ONCE = 200


def rows_for(user: AnyUser, commitment: Commitment | None = None) -> Iterator[dict[str, str]]:
    """A row for each milestone that the account sees, and after it one for each of its reports.

    Who sees what is prepared reads the values that are prepared, with the row's version.
    """
    prepared = _prepared(user)
    for milestone in _milestones(user, commitment).iterator(chunk_size=_AT_ONCE):
        works = (milestone.commitment_id, milestone.is_sample) in prepared
        keys = keys_of(MILESTONE, milestone)
        shown = _shown(MILESTONE, milestone, works=works)
        yield keys | shown | _delay(milestone) | _state(milestone, works=works)
        for report in milestone.reports.all():
            evidence = " ".join(e.address for e in report.evidence.all() if e.address)
            keys = keys_of(REPORT, report)
            shown = _shown(REPORT, report, works=works)
            yield keys | shown | {"evidencias": evidence} | _state(report, works=works)


def _prepared(user: AnyUser) -> frozenset[tuple[int, bool]]:
    """Of which commitments, by key, the account sees unpublished facts or samples."""
    if not user.is_authenticated:
        return frozenset()
    plan = Commitment.objects.prefetch_related("lead_agencies")
    return frozenset(
        (found.pk, samples)
        for found in plan
        for samples in (False, True)
        if may(user, Verb.VIEW, found, samples=samples)
    )


def _milestones(user: AnyUser, commitment: Commitment | None) -> QuerySet[Any]:
    evidence = Prefetch("evidence", visible_to(Evidence.objects.all(), user))
    reports = visible_to(ProgressReport.objects.order_by("number"), user)
    reports = reports.prefetch_related(evidence)
    rows = visible_to(Milestone.objects.order_by("commitment__number", "code", "is_sample"), user)
    if commitment is not None:
        rows = rows.filter(commitment=commitment)
    rows = with_progress(rows).select_related("commitment", "responsible")
    return rows.prefetch_related(Prefetch("reports", reports))


def keys_of(kind: str, record: Any) -> dict[str, str]:
    """What names the row."""
    milestone = record if kind == MILESTONE else record.milestone
    return {
        "tipo": kind,
        "compromiso": str(milestone.commitment.number),
        "hito": milestone.code,
        "informe": "" if kind == MILESTONE else str(record.number),
        "es_ejemplo": "sí" if record.is_sample else "no",
    }


def texts_of(kind: str, record: Any) -> dict[str, str]:
    """The record's columns as they are written; a proposal that was put in place counts."""
    return {
        column.name: column.write(getattr(record, column.attribute(kind)))
        for column in columns_of(kind)
    }


def _shown(kind: str, record: Any, *, works: bool) -> dict[str, str]:
    return texts_of(kind, with_proposal(record) if works else record)


def _delay(milestone: Any) -> dict[str, str]:
    days = milestone.delay_days
    as_of = milestone.shown_as_of or timezone.localdate()
    return {
        "retraso_dias": "" if days is None else str(days),
        "retraso": describe(milestone.delay, days, as_of),
    }


def _state(record: Any, *, works: bool) -> dict[str, str]:
    version = str(record.version) if works else ""
    return {"publicacion": record.get_state_display(), "version": version}


def as_csv(rows: Iterator[Mapping[str, str]]) -> Iterator[bytes]:
    """The rows for a spreadsheet, piece by piece: semicolons, UTF-8 with its mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADER)
    yield b"\xef\xbb\xbf"
    for number, row in enumerate(rows, start=1):
        writer.writerow(defused(row.get(name, "")) for name in HEADER)
        if number % _AT_ONCE == 0:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    content = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return content
