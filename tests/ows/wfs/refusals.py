"""The error that a wrong request to the WFS is answered with."""

from __future__ import annotations

from typing import Any

from lxml import etree

from tests.ows.wfs.wire import NS, body
from tests.xml_schemas import OWS, assert_valid, schema

MISSING, INVALID = "MissingParameterValue", "InvalidParameterValue"
UNSUPPORTED, OPTION = "OperationNotSupported", "OptionNotSupported"

DISTRICTS = {
    "service": "WFS",
    "version": "2.0.0",
    "request": "GetFeature",
    "typeNames": "districts",
}
# A POSTed request, the query's content left open.
QUERY = (
    f'<wfs:GetFeature xmlns:wfs="{NS["wfs"]}" xmlns:fes="{NS["fes"]}" service="WFS" '
    'version="2.0.0"><wfs:Query typeNames="districts">{}</wfs:Query></wfs:GetFeature>'
)


def assert_error(response: Any, code: str, locator: str | None, status: int = 400) -> None:
    text = body(response)
    assert response.status_code == status, text
    assert response["Content-Type"].startswith("application/xml")
    assert_valid(text, schema(OWS))
    (error,) = etree.fromstring(text).findall("ows:Exception", NS)
    assert (error.get("exceptionCode"), error.get("locator")) == (code, locator)
    assert error.findtext("ows:ExceptionText", "", NS)
    for inside in (b"Traceback", b"psycopg", b"SELECT ", b"/ows/wfs/", b".py"):
        assert inside not in text
