"""GetCapabilities: complete, negotiated, by sections, and cheap the second time."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import etree

from layers import registry, versions
from tests.ows.wfs.wire import NS, ask, body, texts, xml
from tests.xml_schemas import WFS, assert_valid, schema

pytestmark = pytest.mark.django_db

# WFS 2.0 table 13 and FES 2.0 table 14, copied from the standards.
WFS_CONSTRAINTS = {
    "ImplementsSimpleWFS",
    "ImplementsBasicWFS",
    "ImplementsTransactionalWFS",
    "ImplementsLockingWFS",
    "KVPEncoding",
    "XMLEncoding",
    "SOAPEncoding",
    "ImplementsInheritance",
    "ImplementsRemoteResolve",
    "ImplementsResultPaging",
    "ImplementsStandardJoins",
    "ImplementsSpatialJoins",
    "ImplementsTemporalJoins",
    "ImplementsFeatureVersioning",
    "ManageStoredQueries",
}
FES_CONSTRAINTS = {
    "ImplementsQuery",
    "ImplementsAdHocQuery",
    "ImplementsFunctions",
    "ImplementsResourceId",
    "ImplementsMinStandardFilter",
    "ImplementsStandardFilter",
    "ImplementsMinSpatialFilter",
    "ImplementsSpatialFilter",
    "ImplementsMinTemporalFilter",
    "ImplementsTemporalFilter",
    "ImplementsVersionNav",
    "ImplementsSorting",
    "ImplementsExtendedOperators",
    "ImplementsMinimumXPath",
    "ImplementsSchemaElementFunc",
}


def constraints(root: etree._Element, parent: str, name: str) -> dict[str, str]:
    found = root.findall(f".//{parent}/{name}", NS)
    return {c.get("name", ""): c.findtext("ows:DefaultValue", "", NS) for c in found}


def test_is_valid(client: Client) -> None:
    assert_valid(body(ask(client, "GetCapabilities")), schema(WFS))


def test_states_every_conformance_constraint(client: Client) -> None:
    root = xml(ask(client, "GetCapabilities"))
    service = constraints(root, "ows:OperationsMetadata", "ows:Constraint")
    filters = constraints(root, "fes:Conformance", "fes:Constraint")
    assert service.keys() >= WFS_CONSTRAINTS
    assert filters.keys() == FES_CONSTRAINTS
    assert {service[name] for name in WFS_CONSTRAINTS} == {"TRUE", "FALSE"}
    assert service["ImplementsResultPaging"] == "TRUE"  # QGIS compares exactly
    assert service["ImplementsTransactionalWFS"] == "FALSE"
    assert service["KVPEncoding"] == service["XMLEncoding"] == "TRUE"
    assert service["SOAPEncoding"] == "FALSE"


def test_offers_every_operation_at_an_address_that_works(client: Client) -> None:
    root = xml(ask(client, "GetCapabilities"))
    names = {item.get("name") for item in root.findall(".//ows:Operation", NS)}
    assert names == {
        "GetCapabilities",
        "DescribeFeatureType",
        "GetFeature",
        "GetPropertyValue",
        "ListStoredQueries",
        "DescribeStoredQueries",
    }
    addresses = set(texts(root, "//ows:HTTP/*/@xlink:href"))
    assert addresses == {"http://testserver/ows/wfs"}


def test_resolve_offers_local(client: Client) -> None:
    root = xml(ask(client, "GetCapabilities"))
    parameter = "//ows:Operation[@name='GetFeature']/ows:Parameter[@name='resolve']"
    assert "local" in texts(root, f"{parameter}//ows:Value/text()")


def test_lists_every_type_with_its_crs_and_extent(client: Client) -> None:
    root = xml(ask(client, "GetCapabilities"))
    types = {
        item.findtext("wfs:Name", "", NS): item for item in root.iterfind(".//wfs:FeatureType", NS)
    }
    assert "ta:districts" in types
    assert len(types) == len(registry.LAYERS)
    districts = types["ta:districts"]
    assert districts.findtext("wfs:Title", "", NS).endswith("(límites aproximados, no oficiales)")
    assert districts.findtext("wfs:DefaultCRS", "", NS) == "urn:ogc:def:crs:EPSG::4326"
    others = [item.text for item in districts.iterfind("wfs:OtherCRS", NS)]
    assert others == [f"urn:ogc:def:crs:EPSG::{srid}" for srid in (3857, 32717, 32718, 32719)]
    west, south = map(float, districts.findtext(".//ows:LowerCorner", "", NS).split())
    east, north = map(float, districts.findtext(".//ows:UpperCorner", "", NS).split())
    # Peru's extremes (INEI): 81°20'W to 68°39'W, 18°21'S to 0°02'S.
    assert (west, south, east, north) == pytest.approx((-81.33, -18.35, -68.65, -0.04), abs=0.05)


def test_sample_types_say_so_in_their_title(client: Client) -> None:
    root = xml(ask(client, "GetCapabilities"))
    samples = "//wfs:FeatureType[wfs:Name='ta:environmental_commissions']"
    (title,) = texts(root, f"{samples}/wfs:Title/text()")
    assert title.startswith("EJEMPLO · ")


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ("FeatureTypeList", ["FeatureTypeList"]),
        ("featuretypelist,FILTER_CAPABILITIES", ["FeatureTypeList", "Filter_Capabilities"]),
        ("ServiceProvider", ["ServiceProvider"]),
    ],
)
def test_sections(client: Client, sections: str, expected: list[str]) -> None:
    response = ask(client, "GetCapabilities", sections=sections)
    root = xml(response)
    assert [etree.QName(child).localname for child in root] == expected
    assert_valid(body(response), schema(WFS))


@pytest.mark.parametrize(
    "accepted", ["2.0.0", "2.0.2", "1.1.0,2.0.0", "2.0.0,1.1.0,1.0.0", " 2.0.0 ", ""]
)
def test_negotiates_the_version(client: Client, accepted: str) -> None:
    root = xml(
        client.get(
            "/ows/wfs", {"SERVICE": "WFS", "Request": "getcapabilities", "AcceptVersions": accepted}
        )
    )
    assert root.get("version") == "2.0.0"


def test_an_older_version_by_its_number_is_refused(client: Client) -> None:
    """Whoever asks so reads no other; with AcceptVersions it is negotiated (06-121r3, 7.3.2)."""
    for version in ("1.1.0", "1.0.0"):
        response = ask(client, "GetCapabilities", version=version)
        assert response.status_code == 400
        assert b"VersionNegotiationFailed" in body(response)
        both = ask(client, "GetCapabilities", version=version, acceptVersions="2.0.0,1.1.0")
        assert xml(both).get("version") == "2.0.0"


def test_update_sequence(client: Client) -> None:
    sequence = xml(ask(client, "GetCapabilities")).get("updateSequence")
    assert sequence
    short = xml(ask(client, "GetCapabilities", updateSequence=sequence))
    assert len(short) == 0
    assert short.get("updateSequence") == sequence
    versions.bump("districts")
    whole = xml(ask(client, "GetCapabilities", updateSequence=sequence))
    assert len(whole) > 0
    assert whole.get("updateSequence") != sequence


def test_second_answer_costs_one_query(
    client: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    first = body(ask(client, "GetCapabilities"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert body(ask(client, "GetCapabilities")) == first


def test_addresses_follow_the_host_that_was_asked(client: Client) -> None:
    ask(client, "GetCapabilities")
    response = client.get(
        "/ows", {"service": "WFS", "request": "GetCapabilities"}, headers={"host": "localhost:81"}
    )
    root = etree.fromstring(response.getvalue())
    addresses = set(texts(root, "//ows:HTTP/*/@xlink:href"))
    assert addresses == {"http://localhost:81/ows"}
