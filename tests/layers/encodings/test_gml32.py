"""GML rows as the database writes them and ``finished`` leaves them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.gdal import OGRGeometry
from django.db.models import DateTimeField, F, FloatField, Func, TextField, Value
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from layers import registry
from layers.encodings.gml32 import GML32Encoding, finished, xml_value
from layers.features import stream
from layers.fields import FieldType
from layers.layer import Layer
from layers.query import FeatureQuery
from territory.models import AdminUnit

GML = "http://www.opengis.net/gml/3.2"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NS = {"gml": GML, "ta": "urn:x"}
LIMA_TIME = dt.timezone(dt.timedelta(hours=-5))
URN = "urn:ogc:def:crs:EPSG::{}"


def encoded(name: str, key: str, srid: int = 4326, **encoding: Any) -> etree._Element:
    """The feature element of one row."""
    layer = registry.get(name, AnonymousUser())
    query = FeatureQuery(layer, AnonymousUser(), fids=(key,), srid=srid)
    with stream(query, GML32Encoding(**encoding)) as rows:
        ((row,),) = rows
    assert row is not None
    prefixes = {"wfs": "urn:w", "xsi": XSI, **NS}
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in prefixes.items())
    root = etree.fromstring(f"<x{declared}>".encode() + finished([row]) + b"</x>")
    return root[0][0]


def as_ogr(feature: etree._Element) -> OGRGeometry:
    """The geometry as GDAL reads it."""
    (geometry,) = feature.find("ta:geom", NS)  # type: ignore[misc]  # it is there
    return OGRGeometry.from_gml(etree.tostring(geometry).decode())


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["07", "15", "24", "20"])
def test_gdal_reads_the_stored_polygon(key: str) -> None:
    """With islands (Callao, Piura, Lima), whose parts need ids of their own."""
    stored = AdminUnit.objects.get(pk=key).geom
    assert stored is not None
    feature = encoded("departments", key, srs_name="EPSG:4326", swap_axes=False)
    read = as_ogr(feature)
    assert read.geom_type.name == "MultiPolygon"
    assert read.geom_count == len(stored)
    # The seventh decimal is a centimetre.
    assert read.geos.equals_exact(stored, 1e-7)
    ids = feature.xpath("//@gml:id", namespaces=NS)
    assert isinstance(ids, list)
    assert len(set(ids)) == len(ids) == 2 + len(stored)


@pytest.mark.django_db
@pytest.mark.parametrize("srid", [4326, 3857, 32717, 32718, 32719])
def test_swapping_turns_every_pair(srid: int) -> None:
    def numbers(swap: bool) -> list[float]:
        feature = encoded("districts", "150101", srid, srs_name=URN.format(srid), swap_axes=swap)
        return [float(n) for n in feature.findtext(".//gml:posList", "", NS).split()]

    plain, swapped = numbers(False), numbers(True)
    assert swapped[::2] == plain[1::2]
    assert swapped[1::2] == plain[::2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "srs_name", [URN.format(4326), "EPSG:4326", "http://www.opengis.net/def/crs/EPSG/0/4326"]
)
def test_srs_name_is_written_as_given(srs_name: str) -> None:
    for name, key in (("departments", "15"), ("district_capitals", "150101")):
        feature = encoded(name, key, srs_name=srs_name, swap_axes=False)
        assert feature.xpath("//@srsName") == [srs_name]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        (FieldType.NUMBER, 0.1, "0.1"),
        (FieldType.NUMBER, -2.5, "-2.5"),
        (FieldType.NUMBER, float("inf"), "INF"),
        (FieldType.NUMBER, float("-inf"), "-INF"),
        (FieldType.NUMBER, float("nan"), "NaN"),
        (
            FieldType.DATETIME,
            dt.datetime(2017, 6, 30, 23, 59, 59, 500_000, tzinfo=LIMA_TIME),
            "2017-07-01T04:59:59.500Z",
        ),
        (FieldType.DATETIME, dt.datetime(1821, 7, 28, tzinfo=dt.UTC), "1821-07-28T00:00:00.000Z"),
    ],
)
def test_values_in_their_xsd_form(type_: FieldType, value: Any, expected: str) -> None:
    output: Any = DateTimeField() if type_ is FieldType.DATETIME else FloatField()
    rows = AdminUnit.objects.annotate(_value=Value(value, output_field=output))
    (text,) = rows.annotate(_text=xml_value("_value", type_)).values_list("_text", flat=True)[:1]
    assert text == expected


def test_ids_are_numbered_in_each_row() -> None:
    row = b'<a gml:id="l.1"><b gml:id="l.1.<\x01"><c gml:id="l.1.<\x01"/></b></a>'
    numbered = b'<a gml:id="l.1"><b gml:id="l.1.1"><c gml:id="l.1.2"/></b></a>'
    assert finished([row, row]) == numbered + numbered
    assert finished([numbered]) == numbered


def test_text_with_half_of_the_mark_is_text() -> None:
    """A field may hold the mark's own characters; its first is escaped there."""
    row = b'<a gml:id="l.1"><b gml:id="l.1.<\x01"/><c>\x01" &lt;\x01"</c></a>'
    assert finished([row]) == b'<a gml:id="l.1"><b gml:id="l.1.1"/><c>" &lt;"</c></a>'


def test_rows_may_come_one_by_one() -> None:
    row = b'<b gml:id="l.1.<\x01"/>'
    assert finished(iter([row, row])) == b'<b gml:id="l.1.1"/><b gml:id="l.1.1"/>'


@pytest.mark.parametrize(
    "layer",
    [item for item in registry.LAYERS if item.geometry_type in {"Point", "LineString", "Polygon"}],
    ids=lambda item: item.name,
)
def test_a_layer_of_single_geometries_holds_no_others(layer: Layer) -> None:
    """Else the parts of a feature would share an id."""
    kind = Func(F("_shape"), function="GeometryType", output_field=TextField())
    rows = layer.rows(AnonymousUser()).order_by().annotate(_shape=F(layer.geom))
    shapes = set(rows.annotate(_kind=kind).values_list("_kind", flat=True).distinct())
    assert shapes <= {layer.geometry_type.upper(), None}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00<")))
def test_only_what_xml_forbids_is_left_out(text: str) -> None:
    """The alphabet of lxml, which refuses the rest, is the oracle."""
    kept = finished([text.encode()]).decode()
    etree.Element("x").text = kept
    for character in set(text) - set(kept):
        with pytest.raises(ValueError, match="XML compatible"):
            etree.Element("x").text = character


@pytest.mark.django_db
def test_null_is_nil_and_an_empty_text_is_not() -> None:
    """ISO 19136 §8.2.3.2; the schema declares every field nillable."""
    unit = AdminUnit.objects.get(pk="150101")
    AdminUnit.objects.filter(pk=unit.pk).update(altitude_m=None, capital="")
    feature = encoded("districts", "150101", srs_name=URN.format(4326), swap_axes=True)
    nil = feature.find("ta:altitude_m", NS)
    assert nil is not None
    assert (nil.get(f"{{{XSI}}}nil"), nil.text) == ("true", None)
    assert feature.findtext("ta:capital", None, NS) == ""
