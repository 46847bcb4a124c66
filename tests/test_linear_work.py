"""What a request costs grows with its length at most: twice the input, twice the calls.

Each case is a shape of input that a reader meets. What is beyond a bound is refused, with no more
work than at the bound. ``tests.work`` counts calls; a loop within one C function, such as a
pattern that tries every way to cut a text, hangs instead, and the run with it: such inputs are
long enough for that (the square of 400,000 is hours).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import resolve

from layers import registry, xml_bounds
from layers.errors import TerritorioError
from layers.features import select
from layers.query import FeatureQuery
from ows.crs import CRS84, parse_bbox
from ows.errors import OwsError
from ows.fhir.bodies import check_levels
from ows.filters.cql2_json import parse_cql2_json
from ows.filters.cql2_text import parse_cql2_text
from ows.filters.fes20 import parse_fes20
from ows.kvp import Kvp
from ows.wfs.names import parse_namespaces
from ows.wfs.xml_request import kvp_of
from ows.wms.map_parameters import parse_map
from territory.terminology.faults import TerminologyFault
from territory.terminology.patterns import checked_pattern
from tests.work import calls_of

DISTRICTS = registry.get("districts", AnonymousUser())
EQUAL = (
    "<PropertyIsEqualTo><ValueReference>name</ValueReference><Literal>{}</Literal>"
    "</PropertyIsEqualTo>"
)
QUOTED = "'{}'"


def _compiled(tree: object) -> None:
    str(select(FeatureQuery(DISTRICTS, AnonymousUser(), filter=tree)).query)  # type: ignore[arg-type]


def text(written: str) -> None:
    _compiled(parse_cql2_text(written, ecql=True))


def fes(inner: str) -> None:
    _compiled(parse_fes20(f"<Filter>{inner}</Filter>", DISTRICTS))


def document(inside: str, attributes: str = "") -> None:
    kvp_of(f"<GetFeature {attributes}>{inside}</GetFeature>".encode())


def numbered(shape: str, number: int, joiner: str = "") -> str:
    return joiner.join(shape.format(index) for index in range(number))


def ring(number: int) -> list[list[float]]:
    """A saw of ``number`` teeth, closed: no side meets another."""
    teeth = [[-80 + index * 1e-6, -10 + index % 2 * 1e-3] for index in range(number)]
    return [[-80, -11], *teeth, [-79, -11], [-80, -11]]


def polygon(number: int) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [ring(number)]})


def intersects(number: int, each: int) -> str:
    shape = {"type": "Polygon", "coordinates": [ring(each)]}
    one = {"op": "s_intersects", "args": [{"property": "geom"}, shape]}
    return json.dumps({"op": "or", "args": [one] * number})


def posted(number: int) -> str:
    ends = " ".join(f"{x} {y}" for y, x in ring(number))
    return (
        "<Intersects><ValueReference>geom</ValueReference>"
        '<gml:Polygon xmlns:gml="http://www.opengis.net/gml/3.2" srsName="EPSG:4326">'
        f"<gml:exterior><gml:LinearRing><gml:posList>{ends}</gml:posList></gml:LinearRing>"
        "</gml:exterior></gml:Polygon></Intersects>"
    )


def nested(opening: str, inner: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


# A name, what reads the input, the input of a size, and the size (the case is also run at twice).
Case = tuple[Callable[[str], object], Callable[[int], str], int]
CASES: dict[str, Case] = {
    "XML: elements": (document, lambda n: "<a/>" * n, 20_000),
    "XML: different elements": (document, lambda n: numbered("<a{}/>", n), 20_000),
    "XML: attributes of many elements": (document, lambda n: '<a b="1" c="2"/>' * n, 20_000),
    "XML: namespaces again and again": (document, lambda n: '<x:a xmlns:x="u"/>' * n, 10_000),
    "XML: type names": (document, lambda n: "<TypeName>districts</TypeName>" * n, 10_000),
    "XML: sort keys": (
        document,
        lambda n: (
            "<Query><SortBy>"
            + "<SortProperty><ValueReference>name</ValueReference></SortProperty>" * n
            + "</SortBy></Query>"
        ),
        5_000,
    ),
    "FES: a disjunction": (fes, lambda n: f"<Or>{numbered(EQUAL, n)}</Or>", 500),
    "FES: ids": (fes, lambda n: numbered('<ResourceId rid="districts.{}"/>', n), 1_000),
    "FES: a chain": (fes, lambda n: nested("<Not>", EQUAL, "</Not>", n), 24),
    "FES: vertices": (fes, posted, 5_000),
    "CQL2 text: a disjunction": (text, lambda n: numbered("name='{}'", n, " OR "), 500),
    "CQL2 text: a conjunction": (text, lambda n: numbered("name<>'{}'", n, " AND "), 500),
    "CQL2 text: terms nested": (
        text,
        lambda n: "(" * n + "name='a'" + " OR name='b')" * n,
        24,
    ),
    "CQL2 text: a list": (
        text,
        lambda n: f"ubigeo IN ({numbered(QUOTED, n, ',')})",
        1_500,
    ),
    "CQL2 text: a list in any case": (
        text,
        lambda n: f"CASEI(name) IN ({numbered(f'CASEI({QUOTED})', n, ',')})",
        500,
    ),
    "CQL2 text: negations": (text, lambda n: "NOT " * n + "name='a'", 24),
    "CQL2 text: a line": (
        text,
        lambda n: f"S_INTERSECTS(geom, LINESTRING({numbered('-77.{} -12', n, ',')}))",
        1_000,
    ),
    "CQL2 JSON: vertices": (
        lambda written: _compiled(parse_cql2_json(written)),
        lambda n: intersects(1, n),
        5_000,
    ),
    "CQL2 JSON: geometries": (
        lambda written: _compiled(parse_cql2_json(written)),
        lambda n: intersects(n, 10),
        20,
    ),
    "CQL2 JSON: a list": (
        lambda written: _compiled(parse_cql2_json(written)),
        lambda n: json.dumps({"op": "in", "args": [{"property": "name"}, ["a"] * n]}),
        1_500,
    ),
    "keys": (
        lambda written: str(
            select(FeatureQuery(DISTRICTS, AnonymousUser(), fids=tuple(written.split(",")))).query
        ),
        lambda n: numbered("{}", n, ","),
        2_000,
    ),
    "bbox": (lambda written: parse_bbox(written, CRS84), lambda n: "1," * n, 10_000),
    "WMS layers": (
        lambda written: parse_map(Kvp({"layers": written}), AnonymousUser()),
        lambda n: "districts," * n,
        5_000,
    ),
    "WMS filters": (
        lambda written: parse_map(
            Kvp({"layers": "districts", "cql_filter": written}), AnonymousUser()
        ),
        lambda n: ";'a;b'" * n,
        5_000,
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_twice_the_input_is_twice_the_work(name: str) -> None:
    read, build, size = CASES[name]

    def work(number: int) -> int:
        written = build(number)

        def attempt() -> None:
            with suppress(TerritorioError, OwsError):
                read(written)

        attempt()  # what is remembered once isn't of this input
        return calls_of(attempt)

    once, twice = work(size), work(2 * size)
    assert twice <= 2.2 * once + 500


LONG = 400_000
# What one pattern reads: a length whose square never ends.
PATTERNS: dict[str, tuple[Callable[[str], object], str]] = {
    "a number with a letter": (lambda written: parse_bbox(written, CRS84), "1" * LONG + "x"),
    "a CQL2 number with a letter": (parse_cql2_text, "a = " + "1" * 65_000 + "x"),
    "a CQL2 text of quotes": (parse_cql2_text, "a = '" + "''" * 32_000),
    "CQL2 blanks": (parse_cql2_text, " " * 65_000 + "!"),
    "an address of blanks": (parse_namespaces, "xmlns(a," + " " * LONG),
    "a prefix of dots": (parse_namespaces, "xmlns(" + "." * LONG),
    "namespaces left open": (parse_namespaces, "xmlns(" * (LONG // 6)),
    "blanks in a filter": (
        lambda written: parse_fes20(written, DISTRICTS),
        "<Filter>" + " " * LONG + "</Filter>",
    ),
    "blanks before a filter": (
        lambda written: parse_fes20(written, DISTRICTS),
        " " * LONG + "<Filter/>",
    ),
    "a declaration without end": (
        lambda written: parse_fes20(written, DISTRICTS),
        "<?xml" * (LONG // 5),
    ),
    "a pattern of wildcards": (fes, EQUAL.replace("EqualTo", "Like").format("*" * LONG)),
    "texts of JSON left open": (check_levels, '"\\' * LONG),
    "texts of JSON": (check_levels, '"",' * LONG),
    "levels of JSON": (check_levels, "[]" * LONG),
    "a regular expression": (checked_pattern, "(a" * LONG),
    "options of a device": (
        lambda written: parse_map(
            Kvp({"layers": "districts", "format_options": written}), AnonymousUser()
        ),
        "; " * LONG,
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_tries_every_way_to_cut_a_text(name: str) -> None:
    read, written = PATTERNS[name]
    with suppress(TerritorioError, OwsError, TerminologyFault):
        read(written)


# The request of the issue and its kin, as large as a body may be.
BODY = 2_400_000
DOCUMENTS: dict[str, Callable[[], str]] = {
    "attributes": lambda: "<GetFeature " + numbered(' a{}="1"', 200_000) + "/>",
    "prefixed attributes": lambda: (
        '<GetFeature xmlns:p="u"' + numbered(' p:a{}="1"', 150_000) + "/>"
    ),
    "namespaces": lambda: "<GetFeature " + numbered(' xmlns:a{}="u"', 120_000) + "/>",
    "namespaces by level": lambda: numbered(
        "<a " + " ".join(f'xmlns:b{index}x{{0}}="u"' for index in range(50)) + ">", 200
    ),
    "elements": lambda: "<GetFeature>" + "<a/>" * 500_000 + "</GetFeature>",
    "levels": lambda: "<a>" * 700_000,
    "a name": lambda: "<" + "a" * BODY + "/>",
    "an attribute's value": lambda: '<GetFeature a="' + "x" * BODY + '"/>',
    "an attribute of references": lambda: '<GetFeature a="' + "&#65;" * 400_000 + '"/>',
    "entities": lambda: "<!DOCTYPE a [" + numbered('<!ENTITY e{} "x">', 80_000) + "]><GetFeature/>",
    "attributes with defaults": lambda: (
        "<!DOCTYPE a [" + numbered('<!ATTLIST a b{} CDATA "x">', 60_000) + "]><a/>"
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_beyond_its_bounds_is_refused_by_one_reading(
    client: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No tree is made of it: lxml looks an attribute up by walking along all of them."""
    resolve("/ows/wfs")  # what the addresses load reads XML too, of its own
    monkeypatch.setattr("ows.xml.etree.fromstring", pytest.fail)
    response = client.post("/ows/wfs", DOCUMENTS[name]().encode(), content_type="text/xml")
    assert response.status_code == 400
    assert b"OperationParsingFailed" in response.content


def test_what_a_standard_document_holds_is_within_the_bounds() -> None:
    wide = b"<a " + b" ".join(b'b%d="1"' % index for index in range(90)) + b"/>"
    xml_bounds.check(b"<c>" + wide * 1_000 + b"</c>")
    xml_bounds.check(b"<a>" * xml_bounds.MAX_DEPTH + b"</a>" * xml_bounds.MAX_DEPTH)
    xml_bounds.check(b"<a>" + b"<b/>" * (xml_bounds.MAX_ELEMENTS - 1) + b"</a>")


# ``GET`` and ``POST`` with more parameters than any operation has.
ADDRESSES = ("/ows?service=WMS&", "/ows/wms?", "/ows/wfs?", "/ogc/?", "/api/v1/units/?")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_too_many_parameters_are_the_askers_fault(client: Client, address: str) -> None:
    response = client.get(address + "a=1&" * 3_000)
    assert response.status_code == 400, response.content
    assert b"InvalidParameterValue" in response.content  # in the protocol's own form
