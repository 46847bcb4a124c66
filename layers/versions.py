"""Data versions of the layers: one number a layer, raised by whatever changes its rows.

Of a layer whose rows depend on the user there are as many as audiences, since the one number would
tell of changes that its reader may not see: whatever leaves the site carries ``seen`` only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Now

from layers.layer import AnyUser, Layer
from layers.models import DataVersion

Read = TypeVar("Read")
Listed = tuple[int, str, int]

# What the answer in hand has read, by user and layer; None where each reading asks the database.
_READ: ContextVar[dict[Hashable, Any] | None] = ContextVar("versions_read", default=None)
_NO_PLACE = Value(0)  # of what is a version and no row of a list


def bump(*layers: str) -> None:
    """Raise the version of each layer; call it inside the transaction that changed its rows."""
    for layer in sorted(layers):  # a fixed order, so that two writers can't deadlock
        DataVersion.objects.update_or_create(
            layer=layer,
            defaults={"version": F("version") + 1, "updated_at": Now()},
            create_defaults={"version": 1},
        )


def current() -> dict[str, int]:
    """The versions of all layers, in one query; a layer never loaded is absent."""
    return dict(DataVersion.objects.values_list("layer", "version"))


def of(layer: str) -> int:
    """The version of one layer; 0 when it was never loaded."""
    return DataVersion.objects.filter(pk=layer).values_list("version", flat=True).first() or 0


def seen(layer: Layer, user: AnyUser) -> int:
    """The version of what the user sees of a layer."""
    return all_seen([layer], user)[layer.name]


def all_seen(layers: Iterable[Layer], user: AnyUser) -> dict[str, int]:
    """The same of several, in one query, or in none where ``read_once`` has them."""
    every = list(layers)
    known = {layer.name: layer.version for layer in every if layer.version is not None}
    wanted = [layer for layer in every if layer.version is None]
    read = _read_so_far()
    _ask(_unread(wanted, user, read), user, read)
    return {layer.name: read[_key(layer, user)] for layer in wanted} | known


def list_beside(layers: Iterable[Layer], user: AnyUser, listed: QuerySet[Any]) -> list[Listed]:
    """The rows of a list (place from 1 on, text, number) by their place, in one query.

    It brings the versions of the layers along, which ``all_seen`` then has (``read_once``).
    """
    read = _read_so_far()
    return _ask(_unread(layers, user, read), user, read, listed)


def once(key: Hashable, ask: Callable[[], Read]) -> Read:
    """What ``ask`` gives, or gave under this key to the same answer (``read_once``)."""
    read = _READ.get()
    if read is None:
        return ask()
    if key not in read:
        read[key] = ask()
    found: Read = read[key]
    return found


def had(key: Hashable) -> Any:
    """What ``once`` gave to the same answer under this key; None where it wasn't asked."""
    return _read_so_far().get(key)


@contextmanager
def read_once() -> Iterator[None]:
    """Versions read during the block are not read again: its tag and its content are of one state.

    For answers that only read: what the block itself changes would not be seen. A block within
    another has read what that one has.
    """
    if _READ.get() is not None:
        yield
        return
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def _read_so_far() -> dict[Hashable, Any]:
    """What the answer in hand has read; nothing, and nowhere kept, without one."""
    read = _READ.get()
    return {} if read is None else read


def _key(layer: Layer, user: AnyUser) -> tuple[object, str]:
    """The user isn't asked where the version is everybody's, which caches keep for all."""
    return (None if layer.version_parts is None else user.pk, layer.name)


def _unread(layers: Iterable[Layer], user: AnyUser, read: dict[Hashable, Any]) -> list[Layer]:
    return [layer for layer in layers if _key(layer, user) not in read]


def _ask(
    wanted: list[Layer], user: AnyUser, read: dict[Hashable, Any], *lists: QuerySet[Any]
) -> list[Listed]:
    """Read the layers' versions into ``read``; gives the rows of the lists. One query, or none."""
    plain = [layer.name for layer in wanted if layer.version_parts is None]
    rows = DataVersion.objects.filter(pk__in=plain).order_by()
    parts = [
        layer.version_parts(user).order_by().values_list(_NO_PLACE, _name_of(layer), "version")
        for layer in wanted
        if layer.version_parts is not None
    ]
    found = {layer.name: 0 for layer in wanted}
    listed = []
    for place, name, version in rows.values_list(_NO_PLACE, "layer", "version").union(
        *parts, *lists, all=True
    ):
        if place:
            listed.append((place, name, version))
        else:
            found[name] += version
    read |= {_key(layer, user): found[layer.name] for layer in wanted}
    return sorted(listed)


def _name_of(layer: Layer) -> Value:
    return Value(layer.name, output_field=CharField())
