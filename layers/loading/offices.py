"""For which office a publication is made: what the history of its rows says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from layers.loading.snapshots import Publisher
from layers.source import Source
from territory.agencies import limited_roles_of, roles_of
from territory.changes import acting
from territory.models.histories import keeps_history
from territory.roles import AnyUser


@contextmanager
def acting_for(source: Source, by: Publisher) -> Iterator[None]:
    """What is written of the source within is the publisher's, where its tables keep a history.

    A command run by the system has no account, and acts for nobody.
    """
    if by.account is None or not any(keeps_history(table.model) for table in source.tables):
        yield
        return
    with acting(by.account, _office(source, by.account)):
        yield


def _office(source: Source, user: AnyUser) -> str:
    """The acronym of the source's agency in which the account has a role; empty for none."""
    roles = {*roles_of(user), *(held.acronym for held in limited_roles_of(user))}
    return next((acronym for acronym in sorted(source.agencies) if acronym in roles), "")
