"""Exception documents: OWS Common 1.1, WMS 1.3.0 and problem details (RFC 9457)."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from lxml import etree

from ows.errors import OwsError
from ows.services import older_wms

_OWS = "http://www.opengis.net/ows/1.1"
_OGC = "http://www.opengis.net/ogc"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def ows_exception(error: OwsError, request: HttpRequest) -> HttpResponse:
    """An ows:ExceptionReport, version 2.0.0 (the version of WFS 2.0 that it belongs to)."""
    root = etree.Element(
        f"{{{_OWS}}}ExceptionReport", nsmap={"ows": _OWS, "xsi": _XSI}, version="2.0.0"
    )
    root.set(_XML_LANG, "es")
    root.set(f"{{{_XSI}}}schemaLocation", f"{_OWS} http://schemas.opengis.net/ows/1.1.0/owsAll.xsd")
    exception = etree.SubElement(root, f"{{{_OWS}}}Exception", exceptionCode=error.code)
    if error.locator:
        exception.set("locator", clean(error.locator))
    etree.SubElement(exception, f"{{{_OWS}}}ExceptionText").text = clean(error.message)
    return _xml(error, root, "application/xml")


def wms_exception(error: OwsError, request: HttpRequest) -> HttpResponse:
    """A ServiceExceptionReport of the version of WMS that is asked for: 1.3.0, or an older one."""
    if older := older_wms(request.META.get("QUERY_STRING", "")):
        return older_exception(error, older)
    namespaces: dict[Any, str] = {None: _OGC, "xsi": _XSI}
    root = etree.Element(f"{{{_OGC}}}ServiceExceptionReport", nsmap=namespaces, version="1.3.0")
    root.set(
        f"{{{_XSI}}}schemaLocation",
        f"{_OGC} http://schemas.opengis.net/wms/1.3.0/exceptions_1_3_0.xsd",
    )
    return _service_exception(error, root, f"{{{_OGC}}}ServiceException", "text/xml")


def older_exception(error: OwsError, version: str) -> HttpResponse:
    """The ServiceExceptionReport of WMS 1.1.1 (OGC 01-068r3, annex A.3), without a namespace.

    It is what clients of an older version read, whatever the service.
    """
    root = etree.Element("ServiceExceptionReport", version=version)
    return _service_exception(error, root, "ServiceException", "application/vnd.ogc.se_xml")


def _service_exception(
    error: OwsError, root: etree._Element, name: str, content_type: str
) -> HttpResponse:
    exception = etree.SubElement(root, name, code=error.code)
    if error.locator:
        exception.set("locator", clean(error.locator))
    exception.text = clean(error.message)
    return _xml(error, root, content_type)


def _xml(error: OwsError, root: etree._Element, content_type: str) -> HttpResponse:
    return HttpResponse(
        etree.tostring(root, xml_declaration=True, encoding="UTF-8"),
        content_type=f"{content_type}; charset=utf-8",
        status=error.status,
    )


def problem_json(error: OwsError, request: HttpRequest) -> HttpResponse:
    """Problem details; ``parameter`` names what was at fault."""
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": error.code,
        "status": error.status,
        "detail": error.message,
        "code": error.code,
    }
    if error.locator:
        problem["parameter"] = error.locator
    problem |= error.members
    # Half a surrogate pair, which a name sent as JSON may hold, leaves as the escape it came as.
    body = json.dumps(problem, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return HttpResponse(
        body,
        content_type="application/problem+json",
        status=error.status,
    )


def clean(text: str) -> str:
    """The text without the characters that XML 1.0 can't hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000"
    )
