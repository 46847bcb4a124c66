"""The days that signed receipts tell, published beside those of files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from layers import versions
from layers.loading.swap import Swapped, swap_rows
from layers.progress import Progress
from layers.themes.accreditation_activity.columns import FILE
from layers.themes.accreditation_activity.source import ACCREDITATION
from territory.accreditation.current import refresh_accreditation
from territory.accreditation.receipts.blanks import lengthen
from territory.accreditation.receipts.summaries import Due, due, public_links, summaries
from territory.models import AccreditationCount, AccreditationKey, HealthFacility
from territory.models.accreditation import SEPARATOR, Origin
from territory.models.accreditation_receipts import PartyKind
from territory.models.counts import CountState

SOURCE = "Recibos firmados de este sitio"


def publish_receipts(*, again: bool = False) -> Swapped:
    """Publish the ended days that have receipts which nobody counted; ``again``: all days.

    What was counted follows the chain's numbers and not the clock, so that a receipt that is late
    is counted the next time. The chain is long enough before a day is published.
    """
    found = due(again=again)
    links = _links(found)
    lengthen(sum(links.values()))
    with transaction.atomic():
        swapped = [_publish(day, links[day], found.through) for day in found.days]
        if any(one.changed for one in swapped):
            refresh_accreditation()
            versions.bump(*ACCREDITATION.layers)
    return Swapped(
        sum(one.inserted for one in swapped),
        sum(one.updated for one in swapped),
        sum(one.deleted for one in swapped),
    )


def _links(found: Due) -> dict[dt.date, int]:
    """By how many links each day that was or is counted makes the public chain longer.

    By no fewer than it did, for what was public stays so.
    """
    links = dict(AccreditationCount.objects.values_list("day", "links"))
    for day in found.days:
        links[day] = max(links.get(day, 0), public_links(summaries(day, found.through)))
    return links


def publish_due(progress: Progress) -> dict[str, Any]:
    """The same as a job that has a timetable."""
    progress.step("Recibos de acreditación")
    return {"published": str(publish_receipts())}


def _publish(day: dt.date, links: int, through: int) -> Swapped:
    """Make the day's rows those of its receipts."""
    (table,) = ACCREDITATION.tables
    # All of them first: while rows are copied the connection answers nothing else.
    rows = list(_rows(day, through))
    swapped = swap_rows(
        table.model,
        rows,
        columns=FILE.fields,
        key=table.key,
        scope={"is_sample": False, "feed": Origin.RECEIPTS.value, "day": day},
    )
    AccreditationCount.objects.update_or_create(
        day=day, defaults={"links": links, "through": through}
    )
    return swapped


def _rows(day: dt.date, through: int) -> Iterator[dict[str, Any]]:
    """In the columns of the file; names are those that keys were registered with last."""
    keys = AccreditationKey.objects.order_by("valid_from")
    named = {(key.kind, key.code): (key.name, key.insurer_kind) for key in keys}
    facilities = HealthFacility.objects.filter(is_sample=False)
    places = dict(facilities.values_list("code", "declared_unit_id"))
    for one in summaries(day, through):
        facility, _none = named.get((PartyKind.FACILITY.value, one.facility), (one.facility, None))
        insurer, kind = named.get((PartyKind.INSURER.value, one.insurer), (one.insurer, None))
        withheld = one.numbers.withheld
        yield vars(one.numbers) | {
            "facility_code": one.facility,
            "insurer_code": one.insurer,
            "day": one.day,
            "reported_name": facility,
            "insurer_name": insurer,
            "insurer_kind": kind,
            "declared_ubigeo": places.get(one.facility),
            "withheld": SEPARATOR.join(withheld) or None,
            "state": (CountState.SUPPRESSED if withheld else CountState.VALUE).value,
            "feed": Origin.RECEIPTS.value,
            "commitments": list(FILE.commitments),
            "source": SOURCE,
            "source_url": None,
            "cutoff_date": one.day,
            "is_sample": False,
        }
