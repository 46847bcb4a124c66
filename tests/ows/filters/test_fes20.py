"""FES 2.0 and its elders, as clients write them."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from layers.errors import InvalidFilter, UnknownCrs, UnknownField
from layers.filters.budget import MAX_DEPTH
from layers.filters.compiler import apply_filter, compile_filter
from ows.filters.fes20 import parse_fes20
from tests.layers.filters.sample import LAYER, USER, create_rows

FES = (
    'xmlns:fes="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:ta="https://territorio.example/ta"'
)
OGC = (
    'xmlns:ogc="http://www.opengis.net/ogc" xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:ta="https://territorio.example/ta"'
)
G, NAME, PEOPLE = {"property": "geom"}, {"property": "name"}, {"property": "people"}
BOX = {"bbox": [-78.0, -10.0, -77.5, -9.5], "srid": 4326}


def fes(body: str) -> str:
    return f"<fes:Filter {FES}>{body}</fes:Filter>"


def ogc(body: str) -> str:
    return f"<ogc:Filter {OGC}>{body}</ogc:Filter>"


def op(name: str, *args: Any) -> dict[str, Any]:
    return {"op": name, "args": list(args)}


def ref(name: str) -> str:
    return f"<fes:ValueReference>{name}</fes:ValueReference>"


def lit(value: str) -> str:
    return f"<fes:Literal>{value}</fes:Literal>"


def envelope(lower: str, upper: str, srs: str | None = "urn:ogc:def:crs:EPSG::4326") -> str:
    name = f' srsName="{srs}"' if srs else ""
    return (
        f"<gml:Envelope{name}><gml:lowerCorner>{lower}</gml:lowerCorner>"
        f"<gml:upperCorner>{upper}</gml:upperCorner></gml:Envelope>"
    )


INSTANT = (
    '<gml:TimeInstant gml:id="t"><gml:timePosition>2020-01-01T00:00:00Z</gml:timePosition>'
    "</gml:TimeInstant>"
)
LATITUDE_FIRST = envelope("-10 -78", "-9.5 -77.5")


def compared(name: str, reference: str = "ta:people", value: str = "5", more: str = "") -> str:
    return f"<fes:{name}{more}>{ref(reference)}{lit(value)}</fes:{name}>"


READ: list[tuple[str, Any]] = [
    (fes(compared("PropertyIsEqualTo")), op("=", PEOPLE, "5")),
    (fes(compared("PropertyIsNotEqualTo")), op("<>", PEOPLE, "5")),
    (fes(compared("PropertyIsLessThan")), op("<", PEOPLE, "5")),
    (fes(compared("PropertyIsGreaterThan")), op(">", PEOPLE, "5")),
    (fes(compared("PropertyIsLessThanOrEqualTo")), op("<=", PEOPLE, "5")),
    (fes(compared("PropertyIsGreaterThanOrEqualTo")), op(">=", PEOPLE, "5")),
    (
        fes(f"<fes:PropertyIsEqualTo>{lit('5')}{ref('people')}</fes:PropertyIsEqualTo>"),
        op("=", "5", PEOPLE),
    ),
    # Case: only texts have one.
    (
        fes(compared("PropertyIsEqualTo", "ta:name", "x", ' matchCase="false"')),
        op("=", op("casei", NAME), op("casei", "x")),
    ),
    (fes(compared("PropertyIsEqualTo", more=' matchCase="false"')), op("=", PEOPLE, "5")),
    # Names.
    *(
        (fes(compared("PropertyIsEqualTo", reference)), op("=", PEOPLE, "5"))
        for reference in ("people", " ta:people ", "ta:units/ta:people", "/ta:units/ta:people[1]")
    ),
    (fes(compared("PropertyIsEqualTo", "@gml:id")), op("=", {"property": "$fid"}, "5")),
    (fes(f"<fes:PropertyIsNull>{ref('.')}</fes:PropertyIsNull>"), op("isNull", G)),
    # Texts stay exact.
    (
        fes(compared("PropertyIsEqualTo", "name", " a &lt;b&gt; &amp; 'c' ]]&gt; %s !bbox! ")),
        op("=", NAME, " a <b> & 'c' ]]> %s !bbox! "),
    ),
    (fes(compared("PropertyIsEqualTo", "name", "<![CDATA[<x>]]>")), op("=", NAME, "<x>")),
    (fes(compared("PropertyIsEqualTo", "name", "")), op("=", NAME, "")),
    # Patterns, each with its own special characters.
    *(
        (
            fes(compared("PropertyIsLike", "name", value, f" {attributes}")),
            op("like", NAME, pattern),
        )
        for attributes, value, pattern in (
            ('wildCard="*" singleChar="?" escapeChar="\\"', "a*b?c", "a%b_c"),
            ('wildCard="%" singleChar="_" escapeChar="\\"', "a%b_c", "a%b_c"),
            ('wildCard="*" singleChar="." escapeChar="!"', "100%_!*.\\!!", "100\\%\\_*_\\\\!"),
            ('wildCard="%" singleChar="_" escapeChar="\\"', "100\\%", "100\\%"),
            ('wildCard="*" singleChar="?" escapeChar="\\"', "a\\", "a\\\\"),
            ("", "*", "%"),
        )
    ),
    (
        fes(compared("PropertyIsLike", "name", "a*", ' matchCase="false"')),
        op("like", op("casei", NAME), op("casei", "a%")),
    ),
    (
        fes(
            f"<fes:PropertyIsBetween>{ref('people')}"
            f"<fes:LowerBoundary>{lit('1')}</fes:LowerBoundary>"
            f"<fes:UpperBoundary>{lit('9')}</fes:UpperBoundary></fes:PropertyIsBetween>"
        ),
        op("between", PEOPLE, "1", "9"),
    ),
    (fes(f"<fes:PropertyIsNil>{ref('people')}</fes:PropertyIsNil>"), op("isNull", PEOPLE)),
    (
        fes(
            f"<fes:Not><fes:Or>{compared('PropertyIsLessThan')}"
            f"{compared('PropertyIsGreaterThan')}</fes:Or></fes:Not>"
        ),
        op("not", op("or", op("<", PEOPLE, "5"), op(">", PEOPLE, "5"))),
    ),
    # Features by id.
    (
        fes('<fes:ResourceId rid="units.91"/><fes:ResourceId rid="units.92"/>'),
        op("in", {"property": "$fid"}, ["units.91", "units.92"]),
    ),
    (
        ogc('<ogc:FeatureId fid="units.91"/>'),
        op("in", {"property": "$fid"}, ["units.91"]),
    ),
    (
        ogc('<ogc:GmlObjectId gml:id="units.91"/>'),
        op("in", {"property": "$fid"}, ["units.91"]),
    ),
    # Rectangles, in the axis order of their CRS's name; the default is the type's, by urn.
    (fes(f"<fes:BBOX>{ref('ta:geom')}{LATITUDE_FIRST}</fes:BBOX>"), op("s_intersects", G, BOX)),
    (fes(f"<fes:BBOX>{LATITUDE_FIRST}</fes:BBOX>"), op("s_intersects", G, BOX)),
    (
        fes(f"<fes:BBOX>{ref('gml:boundedBy')}{LATITUDE_FIRST}</fes:BBOX>"),
        op("s_intersects", G, BOX),
    ),
    (
        fes(f"<fes:BBOX>{envelope('-10 -78', '-9.5 -77.5', None)}</fes:BBOX>"),
        op("s_intersects", G, BOX),
    ),
    (
        fes(f"<fes:BBOX>{envelope('-78 -10', '-77.5 -9.5', 'EPSG:4326')}</fes:BBOX>"),
        op("s_intersects", G, BOX),
    ),
    (
        fes(
            "<fes:BBOX>"
            + envelope("-10 -78", "-9.5 -77.5", "http://www.opengis.net/def/crs/EPSG/0/4326")
            + "</fes:BBOX>"
        ),
        op("s_intersects", G, BOX),
    ),
    (
        fes(f"<fes:BBOX>{envelope('1 2 0', '3 4 9', 'EPSG:32718')}</fes:BBOX>"),
        op("s_intersects", G, {"bbox": [1.0, 2.0, 3.0, 4.0], "srid": 32718}),
    ),
    (
        ogc(
            "<ogc:BBOX><ogc:PropertyName>ta:geom</ogc:PropertyName>"
            '<gml:Box srsName="http://www.opengis.net/gml/srs/epsg.xml#4326">'
            "<gml:coordinates>-78,-10 -77.5,-9.5</gml:coordinates></gml:Box></ogc:BBOX>"
        ),
        op("s_intersects", G, BOX),
    ),
    (
        ogc(
            '<ogc:BBOX><ogc:PropertyName/><gml:Box srsName="EPSG:4326">'
            "<gml:coord><gml:X>-78</gml:X><gml:Y>-10</gml:Y></gml:coord>"
            "<gml:coord><gml:X>-77.5</gml:X><gml:Y>-9.5</gml:Y></gml:coord></gml:Box></ogc:BBOX>"
        ),
        op("s_intersects", G, BOX),
    ),
    # Times.
    (
        fes(
            f"<fes:During>{ref('cutoff_date')}<gml:TimePeriod gml:id='t'>"
            "<gml:beginPosition>2020-01-01</gml:beginPosition>"
            "<gml:endPosition indeterminatePosition='now'/></gml:TimePeriod></fes:During>"
        ),
        op("t_during", {"property": "cutoff_date"}, {"interval": ["2020-01-01", ".."]}),
    ),
    (
        fes(f"<fes:After>{ref('moment')}{lit(INSTANT)}</fes:After>"),
        op("t_after", {"property": "moment"}, {"timestamp": "2020-01-01T00:00:00Z"}),
    ),
    (
        fes(f"<fes:Before>{ref('cutoff_date')}{lit('2020-01-01')}</fes:Before>"),
        op("t_before", {"property": "cutoff_date"}, {"date": "2020-01-01"}),
    ),
    (
        fes(
            f"<fes:AnyInteracts>{ref('cutoff_date')}<gml:TimePeriod>"
            "<gml:begin><gml:TimeInstant><gml:timePosition>2020-01-01</gml:timePosition>"
            "</gml:TimeInstant></gml:begin><gml:end><gml:TimeInstant><gml:timePosition>"
            "2020-02-01</gml:timePosition></gml:TimeInstant></gml:end></gml:TimePeriod>"
            "</fes:AnyInteracts>"
        ),
        op("t_intersects", {"property": "cutoff_date"}, {"interval": ["2020-01-01", "2020-02-01"]}),
    ),
]


@pytest.mark.parametrize(("document", "tree"), READ)
def test_read(document: str, tree: Any) -> None:
    found = parse_fes20(document, LAYER)
    assert found == tree
    compile_filter(found, LAYER)


@pytest.mark.parametrize(("document", "tree"), READ)
def test_the_elders_say_the_same(document: str, tree: Any) -> None:
    """Filter 1.1 has other names for namespaces and references, and bare elements none."""
    elder = (
        document.replace("http://www.opengis.net/fes/2.0", "http://www.opengis.net/ogc")
        .replace("http://www.opengis.net/gml/3.2", "http://www.opengis.net/gml")
        .replace("ValueReference", "PropertyName")
    )
    assert parse_fes20(elder, LAYER) == tree
    bare = re.sub(r"(</?)(?:fes|ogc):", r"\1", elder).replace("xmlns:fes=", "xmlns=")
    if "ogc" not in document.split(">", maxsplit=1)[0]:
        assert parse_fes20(bare, LAYER) == tree


def test_a_declaration_of_another_encoding_is_overruled() -> None:
    body = fes(compared("PropertyIsEqualTo", "name", "Ñaña"))
    found = parse_fes20(f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{body}', LAYER)
    assert found["args"][1] == "Ñaña"


POLYGON = (
    "<gml:Polygon{srs}><gml:exterior><gml:LinearRing><gml:posList>{places}</gml:posList>"
    "</gml:LinearRing></gml:exterior></gml:Polygon>"
)
LAT_LON_RING = "-10 -78 -10 -77.5 -9.5 -77.5 -9.5 -78 -10 -78"
LON_LAT_RING = "-78 -10 -77.5 -10 -77.5 -9.5 -78 -9.5 -78 -10"
ROUND = POLYGON.format(srs=' srsName="urn:ogc:def:crs:EPSG::4326"', places=LAT_LON_RING)


def select(document: str) -> list[str]:
    create_rows()
    tree = parse_fes20(document, LAYER)
    found = apply_filter(LAYER.rows(USER).filter(level="department"), tree, LAYER)
    return sorted(found.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("srs", "ring"),
    [
        ("urn:ogc:def:crs:EPSG::4326", LAT_LON_RING),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", LAT_LON_RING),
        (None, LAT_LON_RING),
        ("EPSG:4326", LON_LAT_RING),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", LON_LAT_RING),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", LON_LAT_RING),
    ],
)
def test_gml_in_every_axis_order(db: None, srs: str | None, ring: str) -> None:
    name = f' srsName="{srs}"' if srs else ""
    polygon = POLYGON.format(srs=name, places=ring)
    document = fes(f"<fes:Intersects>{ref('geom')}{polygon}</fes:Intersects>")
    assert select(document) == ["91"]


def test_a_name_on_the_members_only(db: None) -> None:
    member = POLYGON.format(srs=' srsName="EPSG:4326"', places=LON_LAT_RING)
    surface = (
        f"<gml:MultiSurface><gml:surfaceMember>{member}</gml:surfaceMember></gml:MultiSurface>"
    )
    document = fes(f"<fes:Intersects>{ref('geom')}{surface}</fes:Intersects>")
    assert select(document) == ["91"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Intersects", ["91"]),
        ("Contains", ["91"]),
        ("Within", []),
        ("Disjoint", ["92", "93", "94"]),
        ("Equals", []),
        ("Touches", []),
        ("Overlaps", []),
        ("Crosses", []),
    ],
)
def test_spatial_operators(db: None, name: str, expected: list[str]) -> None:
    assert select(fes(f"<fes:{name}>{ref('geom')}{ROUND}</fes:{name}>")) == expected


def test_operands_turned_round(db: None) -> None:
    assert select(fes(f"<fes:Within>{ROUND}{ref('geom')}</fes:Within>")) == ["91"]
    literal = lit(ROUND)
    assert select_again(fes(f"<fes:Within>{literal}{ref('geom')}</fes:Within>")) == ["91"]


def select_again(document: str) -> list[str]:
    found = apply_filter(LAYER.rows(USER), parse_fes20(document, LAYER), LAYER)
    return sorted(found.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        ('<fes:Distance uom="m">1000</fes:Distance>', ["91"]),
        ('<fes:Distance uom="km">120</fes:Distance>', ["91", "92"]),
        ('<ogc:Distance xmlns:ogc="http://www.opengis.net/ogc" units="m">1</ogc:Distance>', ["91"]),
    ],
)
def test_distances(db: None, distance: str, expected: list[str]) -> None:
    point = "<gml:Point><gml:pos>-9.5 -77.9</gml:pos></gml:Point>"
    within = fes(f"<fes:DWithin>{ref('geom')}{point}{distance}</fes:DWithin>")
    assert select(within) == expected
    beyond = fes(f"<fes:Beyond>{ref('geom')}{point}{distance}</fes:Beyond>")
    assert select_again(beyond) == [k for k in ("91", "92", "93", "94") if k not in expected]


# What QGIS sends: its BBOX and the layer's own filter, merged (qgswfsfeatureiterator).
QGIS_20 = fes(
    f"<fes:And><fes:BBOX>{ref('ta:geom')}{envelope('-20 -80', '-5 -60')}</fes:BBOX>"
    f"<fes:PropertyIsGreaterThan>{ref('ta:people')}{lit('50')}</fes:PropertyIsGreaterThan>"
    "</fes:And>"
)
QGIS_11 = ogc(
    "<ogc:And><ogc:BBOX><ogc:PropertyName>ta:geom</ogc:PropertyName>"
    '<gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>-20 -80'
    "</gml:lowerCorner><gml:upperCorner>-5 -60</gml:upperCorner></gml:Envelope></ogc:BBOX>"
    '<ogc:PropertyIsLike wildCard="%" singleChar="_" escapeChar="\\" matchCase="false">'
    "<ogc:PropertyName>ta:name</ogc:PropertyName><ogc:Literal>%ANC%</ogc:Literal>"
    "</ogc:PropertyIsLike></ogc:And>"
)


def test_qgis_documents(db: None) -> None:
    assert select(QGIS_20) == ["91", "92"]
    assert select_again(QGIS_11) == ["92"]


REFUSED: dict[str, str] = {
    "no filter": f"<fes:Query {FES}/>",
    "empty": fes(""),
    "two predicates": fes(compared("PropertyIsEqualTo") * 2),
    "an id and a predicate": fes('<fes:ResourceId rid="a"/>' + compared("PropertyIsEqualTo")),
    "unknown operator": fes("<fes:PropertyIsSleep/>"),
    "function": fes(
        f"<fes:PropertyIsEqualTo>{ref('name')}<fes:Function name='pg_sleep'>{lit('5')}"
        "</fes:Function></fes:PropertyIsEqualTo>"
    ),
    "arithmetic": ogc(
        "<ogc:PropertyIsEqualTo><ogc:PropertyName>people</ogc:PropertyName><ogc:Add>"
        "<ogc:Literal>1</ogc:Literal><ogc:Literal>2</ogc:Literal></ogc:Add>"
        "</ogc:PropertyIsEqualTo>"
    ),
    "one operand": fes(f"<fes:PropertyIsEqualTo>{ref('name')}</fes:PropertyIsEqualTo>"),
    "three operands": fes(
        f"<fes:PropertyIsEqualTo>{ref('name')}{lit('a')}{lit('b')}</fes:PropertyIsEqualTo>"
    ),
    "empty And": fes("<fes:And/>"),
    "two in a Not": fes(f"<fes:Not>{compared('PropertyIsEqualTo') * 2}</fes:Not>"),
    "long wildcard": fes(compared("PropertyIsLike", "name", "x", ' wildCard="**"')),
    "empty wildcard": fes(compared("PropertyIsLike", "name", "x", ' wildCard=""')),
    "no boundary": fes(
        f"<fes:PropertyIsBetween>{ref('people')}{lit('1')}{lit('2')}</fes:PropertyIsBetween>"
    ),
    "id without id": fes("<fes:ResourceId/>"),
    "one corner": fes(
        "<fes:BBOX><gml:Envelope><gml:lowerCorner>1 2</gml:lowerCorner></gml:Envelope></fes:BBOX>"
    ),
    "letters in a corner": fes(f"<fes:BBOX>{envelope('a b', 'c d')}</fes:BBOX>"),
    "corners turned round": fes(f"<fes:BBOX>{envelope('0 0', '-10 -10')}</fes:BBOX>"),
    "infinite corner": fes(f"<fes:BBOX>{envelope('0 0', '1 1e999')}</fes:BBOX>"),
    "no geometry": fes(f"<fes:Within>{ref('geom')}{lit('POINT(1 2)')}</fes:Within>"),
    "geometry of elsewhere": fes(
        f"<fes:Within>{ref('geom')}<x:Point xmlns:x='http://x'/></fes:Within>"
    ),
    "unknown unit": fes(
        f"<fes:DWithin>{ref('geom')}{envelope('0 0', '1 1')}"
        '<fes:Distance uom="furlong">1</fes:Distance></fes:DWithin>'
    ),
    "no distance": fes(
        f"<fes:DWithin>{ref('geom')}{envelope('0 0', '1 1')}"
        '<fes:Distance uom="m">x</fes:Distance></fes:DWithin>'
    ),
    "half a period": fes(
        f"<fes:During>{ref('cutoff_date')}<gml:TimePeriod><gml:beginPosition>2020-01-01"
        "</gml:beginPosition></gml:TimePeriod></fes:During>"
    ),
    "billion laughs": '<!DOCTYPE a [<!ENTITY x "lol">]><fes:Filter/>',
    "not well-formed": "<fes:Filter>",
    "nothing": "",
    "CQL": "name = 'x'",
    "deep": fes(
        "<fes:Not>" * (MAX_DEPTH + 1)
        + compared("PropertyIsEqualTo")
        + "</fes:Not>" * (MAX_DEPTH + 1)
    ),
    "wide": fes("<fes:And>" + compared("PropertyIsEqualTo") * 2_000 + "</fes:And>"),
    "ten megabytes": fes(compared("PropertyIsEqualTo", "name", "x" * 10_000_000)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    started = time.monotonic()
    with pytest.raises(InvalidFilter) as raised:
        parse_fes20(REFUSED[name], LAYER)
    assert raised.value.parameter == "filter"
    assert raised.value.message.isprintable()
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("reference", ["nope", "ta:units/nope", "ta:other/people", "@people"])
def test_unknown_properties(reference: str) -> None:
    document = fes(compared("PropertyIsEqualTo", reference))
    with pytest.raises(UnknownField) as raised:
        compile_filter(parse_fes20(document, LAYER), LAYER)
    assert raised.value.parameter == "filter"


@pytest.mark.parametrize("srs", ["EPSG:4269", "urn:ogc:def:crs:EPSG::1", "x"])
def test_unknown_crss_name_srsname(srs: str) -> None:
    for shape in (envelope("0 0", "1 1", srs), POLYGON.format(srs=f' srsName="{srs}"', places="")):
        with pytest.raises(UnknownCrs) as raised:
            parse_fes20(fes(f"<fes:Within>{ref('geom')}{shape}</fes:Within>"), LAYER)
        assert raised.value.parameter == "srsName"


def test_a_bad_geometry_is_a_bad_filter(db: None) -> None:
    for places in ("", "0 0 1 1", "0 0 1 1 2 2 3 3"):
        with pytest.raises(InvalidFilter):
            parse_fes20(
                fes(
                    f"<fes:Within>{ref('geom')}{POLYGON.format(srs='', places=places)}</fes:Within>"
                ),
                LAYER,
            )


_TAGS = [
    *("Filter", "And", "Or", "Not", "PropertyIsEqualTo", "PropertyIsLike", "PropertyIsBetween"),
    *("LowerBoundary", "UpperBoundary", "PropertyIsNull", "BBOX", "ValueReference", "Literal"),
    *("ResourceId", "During", "DWithin", "Distance", "Envelope", "lowerCorner", "TimePeriod"),
]


@st.composite
def documents(draw: st.DrawFn, depth: int = 4) -> etree._Element:
    element = etree.Element(draw(st.sampled_from(_TAGS)))
    element.text = draw(st.sampled_from(["", "name", "people", "geom", "5", "2020-01-01", "0 0"]))
    for name in draw(
        st.lists(st.sampled_from(["rid", "wildCard", "matchCase", "uom"]), max_size=2)
    ):
        element.set(name, draw(st.sampled_from(["", "a", "false", "m", "units.91"])))
    for _ in range(draw(st.integers(0, 3)) if depth else 0):
        element.append(draw(documents(depth=depth - 1)))
    return element


@settings(max_examples=150, deadline=None)
@given(documents())
def test_any_document_is_read_or_refused(element: etree._Element) -> None:
    root = etree.Element("Filter")
    root.append(element)
    try:
        compile_filter(parse_fes20(etree.tostring(root, encoding="unicode"), LAYER), LAYER)
    except (InvalidFilter, UnknownField, UnknownCrs):
        return
