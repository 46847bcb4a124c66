"""Errors as the client of a map wants them: XML, or drawn into the image (EXCEPTIONS)."""

from __future__ import annotations

import textwrap

from django.http import HttpRequest, HttpResponse
from PIL import Image, ImageDraw

from ows.errors import OwsError
from ows.formats.exceptions import wms_exception
from ows.kvp import Kvp
from ows.render import image_formats
from ows.render.fonts import font
from ows.wms.get_map import parse_background
from ows.wms.map_parameters import MAX_SIDE_PX

# As version 1.3.0 writes them, and 1.1.1.
_IN_IMAGE = ("INIMAGE", "application/vnd.ogc.se_inimage")
_BLANK = ("BLANK", "application/vnd.ogc.se_blank")
# What the domain calls otherwise, where FILTER isn't what was asked with.
_LOCATORS = {"filter": "cql_filter"}

_TEXT_PX = 12
_LETTER_PX = 7


def write(error: OwsError, request: HttpRequest) -> HttpResponse:
    """The error as the request wants it; as XML where that isn't known."""
    try:
        kvp = Kvp.from_query(request.GET)
        if error.locator and error.locator not in kvp:
            error.locator = _LOCATORS.get(error.locator, error.locator)
        response = _image(error, kvp)
    except OwsError:
        response = None
    if response is None:
        response = wms_exception(error, request)
    return response


def _image(error: OwsError, kvp: Kvp) -> HttpResponse | None:
    """A picture of the error where GetMap asks for one, with the status that shows it."""
    wanted = (kvp.get("exceptions") or "").upper()
    in_image = wanted in map(str.upper, _IN_IMAGE)
    if (kvp.get("request") or "").lower() != "getmap" or not (
        in_image or wanted in map(str.upper, _BLANK)
    ):
        return None
    format_ = image_formats.find(kvp.get("format") or "") or image_formats.PNG
    width = kvp.integer("width", 256, minimum=1, maximum=MAX_SIDE_PX)
    height = kvp.integer("height", 256, minimum=1, maximum=MAX_SIDE_PX)
    background = parse_background(kvp, format_)
    image = Image.new("RGBA", (width, height), background or "#ffffff00")
    if in_image:
        lines = textwrap.wrap(f"{error.code}: {error.message}", max(8, width // _LETTER_PX))
        ImageDraw.Draw(image).multiline_text(
            (6, 4), "\n".join(lines), fill="#1f2933", font=font(_TEXT_PX)
        )
    content = image_formats.encode(image, format_)
    return HttpResponse(content, content_type=format_.content_type)
