"""Feeds: files of one source that live side by side, as the operator names them."""

from __future__ import annotations

import re
from collections.abc import Container

from layers.reading.cells import CellError, parse_ubigeo
from layers.reading.context import Feed
from layers.reading.directory import Directory
from layers.reading.results import ChoiceMissing, SourceError

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_LENGTH = 63


def checked(feed: Feed | None, units: Directory, taken: Container[str]) -> Feed:
    """The feed with its unit's ubigeo in full; raises SourceError.

    ``taken`` are the names that belong to other sources of the same tables.
    """
    if feed is None or not feed.name or not feed.unit:
        raise ChoiceMissing(
            "Esta fuente guarda varios archivos a la vez: indique el nombre del suyo "
            "(«trujillo») y el ubigeo de la unidad a la que sirve.",
            "feed",
        )
    if not _NAME.fullmatch(feed.name) or len(feed.name) > _MAX_LENGTH:
        raise SourceError(
            f"El nombre «{feed.name[:_MAX_LENGTH]}» no sirve: letras minúsculas sin tilde, "
            "dígitos y guiones."
        )
    if feed.name in taken:
        raise SourceError(f"El nombre «{feed.name}» es de otra fuente.")
    try:
        unit = parse_ubigeo(feed.unit)
    except CellError as error:
        raise SourceError(f"«{feed.unit}»: {error}") from error
    if unit not in units:
        raise SourceError(f"El INEI no tiene una unidad {unit}.")
    return Feed(feed.name, unit)
