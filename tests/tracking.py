"""Milestones and what belongs to them, for tests."""

from __future__ import annotations

from typing import Any

from territory.models import Agency, Commitment, Evidence, Milestone, ProgressReport

SOURCE = "https://example.org/hitos"


def commitment(number: int = 3) -> Commitment:
    """One of the plan's; the third is led by MINAM-DGPIGA alone."""
    return Commitment.objects.get(number=number)


def milestone(number: int = 3, code: str = "1", **values: Any) -> Milestone:
    """Straight into the database, as no door lets one in."""
    made = unstored(code, number, **values)
    made.save()
    made.refresh_from_db()
    return made


def unstored(code: str, number: int = 3, **values: Any) -> Milestone:
    """One that isn't in the database yet."""
    defaults = {"title": "Hito de prueba", "source_url": SOURCE, "cutoff_date": "2018-06-30"}
    return Milestone(commitment=commitment(number), code=code, **{**defaults, **values})


def report(of: Milestone, number: int = 1, **values: Any) -> ProgressReport:
    """A report of the milestone, straight into the database."""
    defaults = {"reported_on": "2018-09-30", "text": "Se avanzó"}
    made = ProgressReport.objects.create(milestone=of, number=number, **{**defaults, **values})
    made.refresh_from_db()
    return made


def evidence(of: ProgressReport, **values: Any) -> Evidence:
    """An address that supports the report, straight into the database."""
    defaults = {"title": "Acta", "address": "https://example.org/acta"}
    made = Evidence.objects.create(report=of, **{**defaults, **values})
    made.refresh_from_db()
    return made


def second_person(number: int = 3) -> None:
    """From now on the agencies in charge want another person to publish."""
    Agency.objects.filter(led_commitments__number=number).update(needs_approval=True)
