"""The cascaded layers that a user may see, remembered like rasters (``layers.rasters.listing``)."""

from __future__ import annotations

from django.core.cache import cache

from layers import versions
from layers.cascade.layer import CascadedLayer, layer_of
from layers.geometry_types import GeometryType
from layers.layer import AnyUser, Layer
from layers.models import Cascade
from layers.publishing.permissions import is_administrator
from layers.rasters.coverage import no_rows
from layers.styles.model import Style

# No layer: the name that their data version is kept under.
LIST = Layer("cascades", "", "", "", no_rows, "", GeometryType.NONE, (), Style("", ""), "")


def published(user: AnyUser) -> list[CascadedLayer]:
    """Those that everybody sees; to administrators also those that aren't public yet."""
    found = _all(user)
    if any(layer.is_private for layer in found) and not is_administrator(user):
        return [layer for layer in found if not layer.is_private]
    return found


def find(name: str, user: AnyUser) -> CascadedLayer | None:
    """The layer of that name; None also where this user may not see it."""
    return next((layer for layer in published(user) if layer.name == name), None)


def legend_of(layer: CascadedLayer) -> bytes | None:
    """The legend that its server gave, a PNG of ours; None where it gave none."""
    found = Cascade.objects.filter(pk=layer.remote.key).values_list("legend", flat=True).first()
    return None if found is None else bytes(found)


def fingerprint(user: AnyUser) -> str:
    """Changes whenever what this user sees of them does."""
    return "-".join(f"{item.name}.{item.version}.{item.audience(user)}" for item in published(user))


def sequence(user: AnyUser) -> int:
    """A number that rises with every change of them."""
    return versions.seen(LIST, user)


def changed() -> None:
    """Say so to whoever remembers; in the transaction of the change."""
    versions.bump(LIST.name)


def _all(user: AnyUser) -> list[CascadedLayer]:
    key = f"cascades:{versions.seen(LIST, user)}"
    found: list[CascadedLayer] | None = cache.get(key)
    if found is None:
        found = [layer_of(row) for row in Cascade.objects.defer("legend")]
        cache.set(key, found)
    return found
