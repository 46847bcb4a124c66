"""The days that signed receipts tell, published beside those of files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from layers import versions
from layers.loading.swap import Swapped, swap_rows
from layers.themes.accreditation_activity.columns import FILE
from layers.themes.accreditation_activity.source import ACCREDITATION
from territory.accreditation.current import refresh_accreditation
from territory.accreditation.receipts.summaries import summaries
from territory.models import AccreditationKey, HealthFacility
from territory.models.accreditation import SEPARATOR, Origin
from territory.models.accreditation_receipts import PartyKind
from territory.models.counts import CountState

SOURCE = "Recibos firmados de este sitio"


@transaction.atomic
def publish_receipts() -> Swapped:
    """Make the days of receipts those of all receipts of days that have ended."""
    (table,) = ACCREDITATION.tables
    # All of them first: while rows are copied the connection answers nothing else.
    rows = list(_rows())
    swapped = swap_rows(
        table.model,
        rows,
        columns=FILE.fields,
        key=table.key,
        scope={"is_sample": False, "feed": Origin.RECEIPTS.value},
    )
    if swapped.changed:
        refresh_accreditation()
        versions.bump(*ACCREDITATION.layers)
    return swapped


def _rows() -> Iterator[dict[str, Any]]:
    """In the columns of the file; names are those that keys were registered with last."""
    keys = AccreditationKey.objects.order_by("valid_from")
    named = {(key.kind, key.code): (key.name, key.insurer_kind) for key in keys}
    facilities = HealthFacility.objects.filter(is_sample=False)
    places = dict(facilities.values_list("code", "declared_unit_id"))
    for one in summaries():
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
