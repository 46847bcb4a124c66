"""Addresses that can be read: of a bounded length, UTF-8, with a bounded number of parameters.

Of a path that isn't UTF-8 Django keeps the escapes, so that it is found nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

from ows.errors import InvalidValue, OwsError
from ows.refusals import refuse
from ows.services import is_service

# A WFS filter travels in the address. QGIS names every district of the country (1,891) in
# some 300 KiB of it. The server's own limit lies above (``config.gunicorn_conf``), so that what
# exceeds this one is answered in the protocol's form.
MAX_ADDRESS_BYTES = 512 * 1024

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def readable(get_response: GetResponse) -> GetResponse:
    """Middleware: what can't be read is refused before anything of it is used.

    A service names the parameter at fault in its protocol's form; a page is the site's own.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        try:
            _check(request)
        except OwsError as error:
            if is_service(request.path_info):
                return refuse(error, request)
            raise BadRequest(error.message) from None
        _leave_out_unstorable(request)
        return get_response(request)

    return middleware


def _check(request: HttpRequest) -> None:
    query: str = request.META.get("QUERY_STRING", "")
    if len(query) + len(request.META.get("PATH_INFO", "")) > MAX_ADDRESS_BYTES:
        longest = max(query.split("&"), key=len).partition("=")[0]
        raise OwsError(
            f"La dirección tiene más de {MAX_ADDRESS_BYTES // 1024} KiB: acorte la petición, "
            "o envíela por POST donde el servicio lo admite.",
            code="RequestTooLong",
            locator=_name(longest) or None,
            status=414,
        )
    limit = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if query.count("&") >= limit:
        raise OwsError(
            f"La dirección tiene más de {limit} parámetros.", code="InvalidParameterValue"
        )
    if not _is_utf8(unquote_to_bytes(query.encode("latin-1", "replace"))):
        for part in query.split("&"):
            if not _is_utf8(unquote_to_bytes(part.encode("latin-1", "replace"))):
                raise InvalidValue(
                    _name(part.partition("=")[0]),
                    "El valor no está en UTF-8: «ñ» se escribe %C3%B1, no %F1.",
                )


def _leave_out_unstorable(request: HttpRequest) -> None:
    r"""Take no cookie with a NUL, which one in quotes may hold (``\000``): no session has it."""
    if any("\x00" in value for value in request.COOKIES.values()):
        request.COOKIES = {k: v for k, v in request.COOKIES.items() if "\x00" not in v}


def _name(written: str) -> str:
    return unquote(written, errors="replace")[:40].replace("\x00", "")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
