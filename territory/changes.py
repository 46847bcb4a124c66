"""Who changes records and for which office; and what others may read of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import F, Func, JSONField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast

from territory.models import ChangeEntry, ReviewState
from territory.models.histories import ACCOUNT_SETTING, OFFICE_SETTING
from territory.roles import AnyUser

_PUBLISHED = ReviewState.PUBLISHED
# Of the way to publication, and of accounts: not everybody's.
_UPDATE = ChangeEntry.Action.UPDATE
_PRIVATE = frozenset({"proposed", "is_proposal_submitted"})


@dataclass(frozen=True)
class Change:
    """A change as it is read: ``values`` are column → before and after, None where there is none.

    ``office`` is an agency's acronym, empty where it isn't known; no account is ever given.
    """

    at: dt.datetime
    office: str
    action: str
    version: int
    values: dict[str, tuple[Any, Any]]


@contextmanager
def acting(user: AnyUser, office: str | None) -> Iterator[None]:
    """What is changed within is kept as the account's, for the office (an agency's acronym).

    Opens a transaction, or a savepoint within one. What was said before holds again afterwards.
    """
    account = "" if user.pk is None else str(user.pk)
    with transaction.atomic():
        before = _said()
        _say(account, office or "")
        yield
        _say(*before)


def _said() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting(%s, true), current_setting(%s, true)",
            [ACCOUNT_SETTING, OFFICE_SETTING],
        )
        account, office = cursor.fetchone()
    return account or "", office or ""


def _say(account: str, office: str) -> None:
    """Until the transaction ends; PostgreSQL itself takes it back where it is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true), set_config(%s, %s, true)",
            [ACCOUNT_SETTING, account, OFFICE_SETTING, office],
        )


def entries_of(record: models.Model) -> QuerySet[ChangeEntry]:
    """All that was kept of a record, the latest first, accounts included."""
    key = str(record.pk)
    return ChangeEntry.objects.filter(record=record._meta.label_lower, key=key)


def changes_of(record: models.Model, *, whole: bool = False, at_most: int = 100) -> list[Change]:
    """The record's latest changes, at most so many, the latest first; offices, never accounts.

    What a reviewed record was before its publication, and after its withdrawal, is read by those
    who see the record then (``whole``); others read of these steps the published side alone.
    """
    entries = entries_of(record)
    if not whole:
        not_reviewed = Q(state_before=None, state_after=None)
        entries = entries.filter(
            not_reviewed | Q(state_before=_PUBLISHED) | Q(state_after=_PUBLISHED)
        )
        # A proposal that waits changes nothing that others see.
        entries = entries.alias(shown=shown_part()).exclude(action=_UPDATE, shown={})
    accounts = _account_columns(type(record))
    return [_change(entry, accounts, whole) for entry in entries[:at_most]]


def change_of(entry: ChangeEntry, model: type[models.Model]) -> Change:
    """A kept change of a record of that model as others read it; it isn't a reviewed one."""
    return _change(entry, _account_columns(model), whole=False)


def shown_part() -> Func:
    """The changed columns without those that aren't everybody's; jsonb."""
    private = Value(sorted(_PRIVATE), ArrayField(TextField()))
    return Func(
        F("before"),
        private,
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=JSONField(),
    )


def last_public_change(model: type[models.Model], key: str = "pk") -> Subquery:
    """When what everybody reads of a reviewed record changed last; NULL where nobody published it.

    ``key`` is the path from the outer rows to its primary key.
    """
    kept = ChangeEntry.objects.filter(
        record=model._meta.label_lower,
        key=Cast(OuterRef(key), TextField()),
        state_after=_PUBLISHED,
    )
    # A proposal that waits moves nothing.
    public = kept.alias(shown=shown_part()).exclude(action=_UPDATE, shown={})
    return Subquery(public.order_by("-pk").values("at")[:1])


def _account_columns(model: type[models.Model]) -> frozenset[str]:
    fields = model._meta.concrete_fields
    return frozenset(str(f.column) for f in fields if f.related_model is get_user_model())


def _change(entry: ChangeEntry, accounts: frozenset[str], whole: bool) -> Change:
    hidden = accounts if whole else accounts | _PRIVATE
    names = [name for name in sorted({*entry.before, *entry.after}) if name not in hidden]
    shows_before = whole or entry.state_before in (None, _PUBLISHED)
    shows_after = whole or entry.state_after in (None, _PUBLISHED)
    values = {
        name: (
            entry.before.get(name) if shows_before or name == "state" else None,
            entry.after.get(name) if shows_after or name == "state" else None,
        )
        for name in names
    }
    return Change(entry.at, entry.office or "", entry.action, entry.version, values)
