"""The one door for what a facility says of its beds, by the API or the form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User
from django.db import transaction

from layers import versions
from layers.emergency_beds.numbers import Reported
from layers.errors import EditNotAllowed, VersionConflict
from territory.changes import acting
from territory.emergency_beds.current import refresh_facility
from territory.models import ApiToken, FacilityAccount, LiveBedReport
from territory.models.emergency_beds import BED_NUMBERS
from territory.models.placed import SAMPLE_PREFIX
from territory.roles import AnyUser

LAYER = "emergency_beds"


class Outcome(StrEnum):
    """What became of a report."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Kept:
    """A report as it is kept now, and what became of it."""

    report: LiveBedReport
    outcome: Outcome


class AlreadyReported(VersionConflict):
    """De ese instante ya hay un reporte con otros números."""

    def __init__(self, report: LiveBedReport, named: int | None) -> None:
        super().__init__(str(report.pk), named=named or 0, current=report.version)
        self.report = report
        self.parameter = "corrects"
        self.message = (
            "De ese instante y esa área ya hay un reporte con otros números, en su versión "
            f"{report.version}: para corregirlo envíe «corrects» con esa versión."
        )


def facility_for(user: AnyUser, code: str, token: ApiToken | None = None) -> FacilityAccount:
    """What lets the account, or its key, report for the facility; raises EditNotAllowed.

    A code that doesn't exist is like one of another's.
    """
    rows = FacilityAccount.objects.none()
    if user.is_authenticated and user.is_active and code.isascii() and code.isdigit():
        rows = FacilityAccount.objects.filter(user=user.pk, facility_code=code)
    if token is not None:
        rows = rows.filter(facility_code=token.facility_code, is_demonstration=token.is_sample)
    found = rows.order_by("is_demonstration").first()
    if found is None:
        whose = "Su cuenta" if token is None else "Esa clave"
        raise EditNotAllowed(f"{whose} no reporta por ese establecimiento.", parameter="facility")
    return found


def report(
    user: User, facility: FacilityAccount, said: Reported, *, corrects: int | None = None
) -> Kept:
    """Keep a report; the same again changes nothing, and other numbers are a correction.

    A correction names the version that it corrects: so one that was sent before and arrives again
    doesn't undo it. Raises AlreadyReported.
    """
    office = f"IPRESS {facility.facility_code}"
    key = {
        "facility_code": facility.facility_code,
        "area": said.area,
        "at": said.at,
        "is_sample": facility.is_demonstration,
    }
    office = f"{SAMPLE_PREFIX if facility.is_demonstration else ''}{office}"
    with transaction.atomic(), acting(user, office):
        # Of two at once the second waits for the first, and finds its row.
        held, is_new = LiveBedReport.objects.get_or_create(**key, defaults=said.numbers)
        if is_new:
            held.refresh_from_db()
            outcome = Outcome.CREATED
        else:
            held = LiveBedReport.objects.select_for_update().get(pk=held.pk)
            outcome = _again(held, said, corrects)
        if outcome != Outcome.UNCHANGED:
            refresh_facility(facility.facility_code)
            versions.bump(LAYER)
    return Kept(held, outcome)


def _again(held: LiveBedReport, said: Reported, corrects: int | None) -> Outcome:
    if all(getattr(held, name) == said.numbers[name] for name in BED_NUMBERS):
        return Outcome.UNCHANGED
    if corrects != held.version:
        raise AlreadyReported(held, corrects)
    for name in BED_NUMBERS:
        setattr(held, name, said.numbers[name])
    held.save()
    held.refresh_from_db(fields=["version", "updated_at"])
    return Outcome.CORRECTED
