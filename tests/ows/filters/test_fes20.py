"""FES 2.0 and its elders, as clients write them: what each document says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from layers.filters.compiler import compile_filter
from ows.filters.fes20 import parse_fes20
from tests.layers.filters.sample import LAYER
from tests.layers.filters.trees import GEOM as G
from tests.layers.filters.trees import NAME, op
from tests.ows.filters.fes_documents import compared, envelope, fes, lit, ogc, ref

PEOPLE = {"property": "people"}
BOX = {"bbox": [-78.0, -10.0, -77.5, -9.5], "srid": 4326}

INSTANT = (
    '<gml:TimeInstant gml:id="t"><gml:timePosition>2020-01-01T00:00:00Z</gml:timePosition>'
    "</gml:TimeInstant>"
)
LATITUDE_FIRST = envelope("-10 -78", "-9.5 -77.5")

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
