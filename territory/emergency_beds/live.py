"""What facilities said by themselves, and how it was corrected."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from territory.changes import Change, change_of, changes_of
from territory.models import ChangeEntry, LiveBedReport


def live_reports(code: str = "") -> QuerySet[LiveBedReport]:
    """The latest first; of one facility, if given. Examples only while there is no fact."""
    rows = LiveBedReport.objects.all()
    facts = rows.filter(is_sample=False)
    shown = facts if facts.exists() else rows
    if code:
        shown = shown.filter(facility_code=code[:8])
    return shown.order_by("-at", "-pk")


def changes_of_report(report: LiveBedReport) -> list[Change]:
    """What became of a report, the latest first; by office, never by account."""
    return changes_of(report)


def corrections(reports: Sequence[LiveBedReport]) -> dict[int, list[Change]]:
    """Key of a report → its corrections, the latest first; one query for all of them."""
    entries = ChangeEntry.objects.filter(
        record=LiveBedReport._meta.label_lower,
        key__in=[str(report.pk) for report in reports],
        action=ChangeEntry.Action.UPDATE,
    )
    found: dict[int, list[Change]] = {}
    for entry in entries:
        found.setdefault(int(entry.key), []).append(change_of(entry, LiveBedReport))
    return found
