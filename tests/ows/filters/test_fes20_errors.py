"""FES 2.0 documents that are wrong, hostile or random."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from layers.errors import InvalidFilter, UnknownCrs, UnknownField
from layers.filters.budget import MAX_DEPTH
from layers.filters.compiler import compile_filter
from ows.filters.fes20 import parse_fes20
from tests.layers.filters.sample import LAYER
from tests.ows.filters.fes_documents import FES, POLYGON, compared, envelope, fes, lit, ogc, ref

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
    "wide": fes("<fes:And>" + compared("PropertyIsEqualTo") * 7_000 + "</fes:And>"),
    "ten megabytes": fes(compared("PropertyIsEqualTo", "name", "x" * 10_000_000)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    with pytest.raises(InvalidFilter) as raised:
        parse_fes20(REFUSED[name], LAYER)
    assert raised.value.parameter == "filter"
    assert raised.value.message.isprintable()


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


@settings(max_examples=150)
@given(documents())
def test_any_document_is_read_or_refused(element: etree._Element) -> None:
    root = etree.Element("Filter")
    root.append(element)
    try:
        compile_filter(parse_fes20(etree.tostring(root, encoding="unicode"), LAYER), LAYER)
    except (InvalidFilter, UnknownField, UnknownCrs):
        return
