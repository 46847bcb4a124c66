"""A layer's file made in the background, for what takes longer than somebody waits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser, User

from layers import registry, stored
from layers.exports.export import Export
from layers.exports.formats import FORMAT_OF_NAME
from layers.layer import AnyUser, Layer
from layers.places import inside
from layers.progress import Progress
from layers.query import FeatureQuery
from layers.temporary import temporary_folder

KIND = "export_layer"
_KEPT = dt.timedelta(days=7)
# Of more features a person is not kept waiting before a page that does nothing.
MOST_AT_ONCE = 100_000


def export_of(layer: Layer, user: AnyUser, unit: str = "") -> Export:
    """All that the user may see of a layer, or what declares a unit or lies in it."""
    filter_ = inside(layer, unit) if unit else None
    return Export(FeatureQuery(layer, user, filter=filter_), unit)


def make(
    progress: Progress, *, layer: str, format: str, unit: str, user: int | None, version: int
) -> dict[str, Any]:
    """Write the file and keep it; ``version`` only tells one request from a later one.

    Raises a domain error where the layer is gone or the format can't hold it.
    """
    owner = None if user is None else User.objects.filter(pk=user, is_active=True).first()
    account: AnyUser = owner or AnonymousUser()
    chosen = FORMAT_OF_NAME[format]
    export = export_of(registry.get(layer, account), account, unit)
    progress.step("Leyendo los elementos", export.number)
    watched = Export(export.query, unit, report=progress.add)
    with temporary_folder("export") as folder:
        # Whole before it is stored: while rows are read their connection does nothing else.
        path = folder / "file"
        pieces = chosen.write(watched)
        try:
            with path.open("wb") as file:
                file.writelines(pieces)
        finally:
            pieces.close()
        progress.step("Guardando el archivo")
        name, media_type = chosen.file_name(export), chosen.bare_type
        with (
            stored.create(name, media_type, owner=owner, expires_in=_KEPT) as kept,
            path.open("rb") as file,
        ):
            while block := file.read(1 << 20):
                kept.write(block)
                progress.check()
    return {"file": str(kept.file.pk), "features": export.number}
