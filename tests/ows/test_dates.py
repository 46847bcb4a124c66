"""The same forms of a date in every language that chooses features: a rule of all protocols."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ows.errors import OwsError
from ows.kvp import Kvp
from ows.wms.time import parse_time
from tests.ows.wfs.wire import ask, body, fes, texts, xml

pytestmark = pytest.mark.django_db

NUMBER_OF_DISTRICTS = 1891
# Every district's cut-off date is 30 June 2025, which begins in Lima at 05:00 UTC.
SAME = (
    "2025-06-30",
    "2025-06-30Z",
    "2025-06-30-05:00",
    "2025-06-30+09:00",
    "2025-06-30T00:00:00-05:00",
    "2025-06-30T05:00:00Z",
    "2025-06-30T05:00:00.000Z",
    "2025-06-29T24:00:00-05:00",
    "2025-06-30T14:00:00.123456789+09:00",
)
OTHER = ("2025-06-29", "2025-07-01Z", "2025-06-30T04:59:59Z", "2025-06-30T24:00:00-05:00")
REFUSED = ("-2025-06-30", "12025-06-30Z", "0000-01-01T00:00:00Z", "2025-06-30+15:00", "2025-02-30Z")

Count = Callable[[Client, str, str], Any]


def count_of(response: Any) -> Any:
    """The number of features, or the error's text."""
    if response.status_code != 200:
        return response.content.decode()
    return json.loads(response.getvalue())["numberMatched"]


def by_fes(client: Client, op: str, literal: str) -> Any:
    name = {"=": "EqualTo", "<": "LessThan"}[op]
    predicate = (
        f"<fes:PropertyIs{name}><fes:ValueReference>cutoff_date</fes:ValueReference>"
        f"<fes:Literal>{literal}</fes:Literal></fes:PropertyIs{name}>"
    )
    return wfs_count(client, predicate)


def by_fes_instant(client: Client, op: str, literal: str) -> Any:
    name = {"=": "TEquals", "<": "Before"}[op]
    predicate = (
        f"<fes:{name}><fes:ValueReference>cutoff_date</fes:ValueReference>"
        f'<gml:TimeInstant gml:id="t"><gml:timePosition>{literal}</gml:timePosition>'
        f"</gml:TimeInstant></fes:{name}>"
    )
    return wfs_count(client, predicate)


def wfs_count(client: Client, predicate: str) -> Any:
    response = ask(client, typeNames="districts", resultType="hits", filter=fes(predicate))
    if response.status_code != 200:
        return body(response).decode()
    return int(texts(xml(response), "@numberMatched")[0])


def by_ecql(client: Client, op: str, literal: str) -> Any:
    given = {"cql_filter": f"cutoff_date {op} '{literal}'", "resultType": "hits"}
    response = ask(client, typeNames="districts", outputFormat="json", **given)
    return count_of(response)


def by_cql2_text(client: Client, op: str, literal: str) -> Any:
    kind = "TIMESTAMP" if "T" in literal else "DATE"
    return items(client, filter=f"cutoff_date {op} {kind}('{literal}')")


def by_cql2_json(client: Client, op: str, literal: str) -> Any:
    node = {"timestamp" if "T" in literal else "date": literal}
    tree = {"op": op, "args": [{"property": "cutoff_date"}, node]}
    return items(client, filter=json.dumps(tree), filter_lang="cql2-json")


def items(client: Client, **parameters: str) -> Any:
    given = {name.replace("_lang", "-lang"): value for name, value in parameters.items()}
    return count_of(client.get("/ogc/collections/districts/items", {"limit": "1", **given}))


LANGUAGES = [by_fes, by_fes_instant, by_ecql, by_cql2_text, by_cql2_json]


@pytest.mark.parametrize("count", LANGUAGES, ids=lambda function: function.__name__)
def test_every_form_of_xsd_names_the_day(client: Client, count: Count) -> None:
    """XML Schema 1.1 part 2, §3.3.7 and §3.3.9; RFC 3339."""
    assert {text: count(client, "=", text) for text in SAME} == dict.fromkeys(
        SAME, NUMBER_OF_DISTRICTS
    )
    assert {text: count(client, "=", text) for text in OTHER} == dict.fromkeys(OTHER, 0)
    assert count(client, "<", "2025-06-30Z") == 0
    assert count(client, "<", "2025-07-01Z") == NUMBER_OF_DISTRICTS


@pytest.mark.parametrize("count", LANGUAGES, ids=lambda function: function.__name__)
def test_what_no_calendar_has_is_refused_by_name(client: Client, count: Count) -> None:
    for text in REFUSED:
        error = count(client, "=", text)
        assert isinstance(error, str), (text, error)
        assert text in error
        assert "InvalidParameterValue" in error


@pytest.mark.parametrize("text", SAME)
def test_queryables_take_every_form(client: Client, text: str) -> None:
    assert items(client, cutoff_date=text) == NUMBER_OF_DISTRICTS


@pytest.mark.parametrize(
    "query",
    [
        *(f"datetime={text.replace('+', '%2B')}" for text in SAME),
        "datetime=2025-06-30T10:00:00+05:00",
        "datetime=2025-06-30T10:00:00.5+05:00",
        "datetime=2025-06-30T/..",  # as GDAL writes it
        "datetime=2025-06-30Z/2025-07-01-05:00",
    ],
)
def test_datetime_takes_every_form(client: Client, query: str) -> None:
    """Of rows without another time it is the cut-off date (OGC 17-069r4, 7.15.4)."""
    response = client.get(f"/ogc/collections/districts/items?limit=1&{query}")
    assert count_of(response) == NUMBER_OF_DISTRICTS


@pytest.mark.parametrize("text", [*OTHER, "../2025-06-29", "2025-07-01T/.."])
def test_datetime_leaves_out_what_is_not_then(client: Client, text: str) -> None:
    assert items(client, datetime=text) == 0


@pytest.mark.parametrize("text", REFUSED)
def test_datetime_refuses_by_name(client: Client, text: str) -> None:
    response = client.get("/ogc/collections/districts/items", {"datetime": text})
    assert (response.status_code, response.json()["parameter"]) == (400, "datetime")
    assert text in response.json()["detail"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("2018-06-30Z", ["2018-06-30"]),
        ("2018-06-30-05:00", ["2018-06-30"]),
        ("2018-06-05:00", ["2018-06"]),  # xsd:gYearMonth with its zone
        ("2018Z", ["2018"]),
        ("2018-06-30T12:00:00.123456789-05:00", ["2018-06-30"]),
        ("2018-06-30T24:00:00Z", ["2018-06-30"]),
        ("2018-06-30T12Z", ["2018-06-30"]),  # ISO 19128 annex D.2.2
        ("2018-01-01T00:00:00Z/2018-12-31T23:59:59Z", ["2018-01-01", "2018-12-31"]),
        ("2018-06-30T12:00:00 05:00", ["2018-06-30"]),
    ],
)
def test_time_takes_every_form(text: str, codes: list[str]) -> None:
    assert [period.code for period in parse_time(Kvp({"time": text}))] == codes


@pytest.mark.parametrize(
    "text",
    [
        *("-2018-06-30", "12018", "2018-06-30T25:00:00Z", "2018-06-30T24:30:00Z"),
        *("2018-06-30T12:60Z", "2018-06-30+15:00", "2018-06-30T12:00:00ZZ", "2018-02-30Z"),
        "2018-06-30T",
    ],
)
def test_time_refuses_by_name(client: Client, text: str) -> None:
    with pytest.raises(OwsError) as raised:
        parse_time(Kvp({"time": text}))
    assert raised.value.code == "InvalidDimensionValue"
    assert text in raised.value.message


def test_gml_says_whose_day_a_date_is(client: Client) -> None:
    """GDAL reads no xsd:date with an offset, so the day's first moment is written."""
    root = xml(ask(client, typeNames="districts", count=1))
    assert texts(root, ".//ta:cutoff_date/text()") == ["2025-06-30T00:00:00-05:00"]
    schema = xml(ask(client, "DescribeFeatureType", typeNames="districts"))
    assert texts(schema, ".//xsd:element[@name='cutoff_date']/@type") == ["xsd:dateTime"]
    (title,) = texts(schema, ".//xsd:element[@name='cutoff_date']//xsd:documentation/text()")
    assert "UTC−05:00" in title


@pytest.mark.parametrize("path", ["schema", "queryables"])
def test_the_api_says_whose_day_a_date_is(client: Client, path: str) -> None:
    """RFC 3339's full-date has no zone, so the schema's words tell."""
    schema = client.get(f"/ogc/collections/districts/{path}", {"f": "json"}).json()
    assert "UTC−05:00" in schema["properties"]["cutoff_date"]["description"]
    assert schema["properties"]["cutoff_date"]["format"] == "date"
