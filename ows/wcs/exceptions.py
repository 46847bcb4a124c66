"""Errors in the form of the version that was asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from lxml import etree

from ows.errors import OwsError
from ows.formats.exceptions import clean

# Of OWS Common the namespace, the report's own version, its schema.
_FORMS = {
    "2": ("http://www.opengis.net/ows/2.0", "2.0.1", "ows/2.0/owsAll.xsd"),
    "1.1": ("http://www.opengis.net/ows/1.1", "1.1.0", "ows/1.1.0/owsAll.xsd"),
}
_OGC = "http://www.opengis.net/ogc"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEMAS = "http://schemas.opengis.net"


def no_such_coverage(name: str, parameter: str, version: str) -> OwsError:
    """OGC 09-110r4, table 15, or what the older versions call it."""
    code = {"2": "NoSuchCoverage", "1.0": "CoverageNotDefined"}.get(_form(version))
    return OwsError(
        f"El ráster «{name[:80]}» no existe.",
        code=code or "InvalidParameterValue",
        locator=name[:80] if code == "NoSuchCoverage" else parameter,
        status=404,
    )


def write(error: OwsError, request: HttpRequest) -> HttpResponse:
    """An exception report; its version is guessed from VERSION alone, whatever else is wrong."""
    form = _form(_version(request))
    root = _older(error) if form == "1.0" else _report(error, *_FORMS[form])
    media_type = "application/vnd.ogc.se_xml" if form == "1.0" else "application/xml"
    return HttpResponse(
        etree.tostring(root, xml_declaration=True, encoding="UTF-8"),
        content_type=f"{media_type}; charset=utf-8",
        status=error.status,
    )


def _version(request: HttpRequest) -> str:
    named = [request.GET[name] for name in request.GET if name.lower() == "version"]
    return str(named[0]) if named else ""


def _form(version: str) -> str:
    return next((form for form in ("1.0", "1.1") if version.startswith(form)), "2")


def _report(error: OwsError, namespace: str, version: str, schema: str) -> etree._Element:
    root = etree.Element(
        f"{{{namespace}}}ExceptionReport",
        nsmap={"ows": namespace, "xsi": _XSI},
        version=version,
    )
    root.set(_LANGUAGE, "es")
    root.set(f"{{{_XSI}}}schemaLocation", f"{namespace} {_SCHEMAS}/{schema}")
    exception = etree.SubElement(root, f"{{{namespace}}}Exception", exceptionCode=error.code)
    if error.locator:
        exception.set("locator", clean(error.locator))
    etree.SubElement(exception, f"{{{namespace}}}ExceptionText").text = clean(error.message)
    return root


def _older(error: OwsError) -> etree._Element:
    """WCS 1.0.0 (OGC 03-065r6), annex A.5."""
    root = etree.Element(f"{{{_OGC}}}ServiceExceptionReport", nsmap={None: _OGC}, version="1.2.0")  # type: ignore[dict-item]
    exception = etree.SubElement(root, f"{{{_OGC}}}ServiceException", code=error.code)
    if error.locator:
        exception.set("locator", clean(error.locator))
    exception.text = clean(error.message)
    return root
