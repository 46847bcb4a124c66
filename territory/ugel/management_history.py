"""What became of the rows of a UGEL: by which office, when, and what was there before."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from territory.changes import Change, change_of
from territory.models import ChangeEntry, FocalisedUgel, UgelAgreement, UgelRouteStep

# Model → the column by which a row is told from others of its UGEL; none where there is one.
_TOLD_BY: dict[type[Any], str] = {
    FocalisedUgel: "",
    UgelRouteStep: "position",
    UgelAgreement: "code",
}


def changes_of_ugel(
    code: str, *, samples: bool, at_most: int
) -> list[tuple[type[Any], str, Change]]:
    """The latest changes of the UGEL's rows, also of those that are gone.

    Each with its model and what the row is called. Two queries. Whose a row is, its first entry
    says.
    """
    models = {str(model._meta.label_lower): model for model in _TOLD_BY}
    first = ChangeEntry.objects.filter(
        action=ChangeEntry.Action.INSERT,
        record__in=models,
        after__ugel_code=code,
        after__is_sample=samples,
    )
    named = {
        (record, key): f"{models[record]._meta.verbose_name} {_told(models[record], after)}".strip()
        for record, key, after in first.order_by().values_list("record", "key", "after")
    }
    own = Q(pk__in=[])
    for label in models:
        own |= Q(record=label, key__in=[key for record, key in named if record == label])
    return [
        (
            models[entry.record],
            named[entry.record, entry.key],
            change_of(entry, models[entry.record]),
        )
        for entry in ChangeEntry.objects.filter(own)[:at_most]
    ]


def _told(model: type[Any], after: dict[str, Any]) -> str:
    column = _TOLD_BY[model]
    return str(after.get(column, "")) if column else ""
