"""Answers that a person keeps as a file: which format is meant, and the response around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import StreamingHttpResponse

from layers.exports.export import Export, FormatLimit
from layers.exports.formats import (
    DESCRIPTIONS,
    FORMATS,
    LINKED_DESCRIPTION_OF,
    LONGITUDE_LATITUDE,
    FileFormat,
)
from ows.crs import WireCrs
from ows.errors import InvalidValue
from ows.negotiation import canonical
from ows.responses import streamed

_BY_NAME = {
    canonical(name): item
    for item in reversed((*FORMATS, *DESCRIPTIONS))
    for name in (item.media_type, item.name, *item.other_names)
}


def named(text: str) -> FileFormat | None:
    """The format that a parameter names, by a name or as a media type."""
    return _BY_NAME.get(canonical(text))


def check_crs(format_: FileFormat, crs: WireCrs, parameter: str) -> None:
    """Raises InvalidValue where the format can't write coordinates in that CRS."""
    if crs.srid != LONGITUDE_LATITUDE and not format_.in_any_crs:
        raise InvalidValue(
            parameter,
            f"«{format_.name}» se escribe siempre en longitud y latitud (EPSG:4326); "
            "en otro sistema pida gpkg o shp.",
        )


def answer(
    export: Export,
    format_: FileFormat,
    parameter: str,
    *,
    is_head: bool,
    name: str = "",
    address: Callable[[str], str] | None = None,
) -> StreamingHttpResponse:
    """The file, under a name of its own or as the format calls it, or its header alone.

    ``address`` is where the same is in another format, by its name: a table that can't describe
    itself is linked with its description. What the format can't hold is an error that names
    ``parameter``.
    """
    if format_.is_linked and address is not None:
        export = replace(export, address=address(format_.describes))
    try:
        response = streamed(
            format_.write(export),
            format_.media_type,
            name or format_.file_name(export),
            is_kept=not format_.is_linked,
            is_head=is_head,
        )
    except FormatLimit as error:
        raise InvalidValue(parameter, error.message) from None
    description = LINKED_DESCRIPTION_OF.get(format_.name)
    if description is not None and address is not None:
        target, type_ = address(description.name), description.media_type
        response["Link"] = f'<{target}>; rel="describedby"; type="{type_}"'
    return response
