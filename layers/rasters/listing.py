"""The coverages that a user may see, as layers: none is asked for that is remembered already.

Two data versions stand for all of them: one that rises with every change that everybody sees, one
with every other. Registry reads them by the query that brings the layers' own.
"""

from __future__ import annotations

from django.core.cache import cache

from layers import versions
from layers.datasets.access import agencies_of
from layers.geometry_types import GeometryType
from layers.layer import AnyUser, Layer
from layers.models.rasters import GONE, Coverage
from layers.publishing.permissions import is_administrator
from layers.rasters.coverage import RasterLayer, layer_of, no_rows
from layers.styles.model import Style

_Listed = tuple[bool, int | None, RasterLayer]


def _list(name: str) -> Layer:
    return Layer(name, "", "", "", no_rows, "", GeometryType.NONE, (), Style("", ""), "")


# No layers: names that data versions are kept under.
PUBLIC_LIST = _list("coverages:public")
PRIVATE_LIST = _list("coverages:private")
LISTS = (PUBLIC_LIST, PRIVATE_LIST)


def published(user: AnyUser) -> list[RasterLayer]:
    """Those that everybody sees, and those of the user's own agencies, by title."""
    return [layer for is_public, agency, layer in _all(user) if is_public or _is_own(user, agency)]


def find(name: str, user: AnyUser) -> RasterLayer | None:
    """The coverage of that name; None also where this user may not see it."""
    return next((layer for layer in published(user) if layer.name == name), None)


def fingerprint(user: AnyUser) -> str:
    """Changes whenever what this user sees of coverages does."""
    return "-".join(f"{item.name}.{item.version}.{item.audience(user)}" for item in published(user))


def sequence(user: AnyUser) -> int:
    """A number that rises with every change of what this user sees, and for others never."""
    seen = versions.all_seen(LISTS, user)
    public = seen[PUBLIC_LIST.name]
    return public + seen[PRIVATE_LIST.name] if user.is_authenticated else public


def changed(coverage: Coverage, *, was_public: bool) -> None:
    """Say so to whoever remembers; in the transaction of the change."""
    seen = was_public or coverage.is_public
    versions.bump((PUBLIC_LIST if seen else PRIVATE_LIST).name)


def _all(user: AnyUser) -> list[_Listed]:
    seen = versions.all_seen(LISTS, user)
    key = "coverages:" + ".".join(str(seen[each.name]) for each in LISTS)
    found: list[_Listed] | None = cache.get(key)
    if found is None:
        rows = Coverage.objects.exclude(state__in=GONE)
        found = [(row.is_public, row.agency_id, layer_of(row)) for row in rows]
        cache.set(key, found)
    return found


def _is_own(user: AnyUser, agency: int | None) -> bool:
    if not user.is_authenticated:
        return False
    if agency is None:
        return is_administrator(user)
    own = versions.once(
        ("agencies", user.pk), lambda: set(agencies_of(user).values_list("pk", flat=True))
    )
    return agency in own
