"""A prefix counts wherever a request names a type or a property (ISO 19142 §7.6.6; FES §7.4.4).

What GML lets every feature have and none of ours carries is null: it compares with nothing.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.ows.wfs.refusals import INVALID, assert_error
from tests.ows.wfs.wire import NS, ask, body, ids, post, texts, xml

pytestmark = pytest.mark.django_db

DEPARTMENTS = {"typeNames": "departments"}
ALL = 25
TA, GML, OTHER = NS["ta"], NS["gml"], "http://example.org/other"
FAILED = "OperationProcessingFailed"


def equal(reference: str, value: str = "Lima", *, scope: str = "") -> str:
    return (
        f"<fes:PropertyIsEqualTo><fes:ValueReference{scope}>{reference}</fes:ValueReference>"
        f"<fes:Literal>{value}</fes:Literal></fes:PropertyIsEqualTo>"
    )


def unary(name: str, reference: str) -> str:
    return f"<fes:{name}><fes:ValueReference>{reference}</fes:ValueReference></fes:{name}>"


def negated(predicate: str) -> str:
    return f"<fes:Not>{predicate}</fes:Not>"


def document(predicate: str, **bound: str) -> str:
    bound = {"fes": NS["fes"], **bound}
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in bound.items())
    return f"<fes:Filter {declared}>{predicate}</fes:Filter>"


def by_kvp(client: Client, predicate: str, **bound: str) -> Any:
    return ask(client, resultType="hits", filter=document(predicate, **bound), **DEPARTMENTS)


def by_namespaces(client: Client, predicate: str, **bound: str) -> Any:
    """The prefixes are bound by KVP's NAMESPACES alone."""
    namespaces = ",".join(f"xmlns({prefix},{uri})" for prefix, uri in bound.items())
    given = {"filter": document(predicate), "namespaces": namespaces, "resultType": "hits"}
    return ask(client, **given, **DEPARTMENTS)


def by_post(client: Client, predicate: str, **bound: str) -> Any:
    """The prefixes are bound on the request's root."""
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in bound.items())
    return post(
        client,
        f'<wfs:GetFeature xmlns:wfs="{NS["wfs"]}" xmlns:fes="{NS["fes"]}"{declared} service="WFS" '
        'version="2.0.0" resultType="hits"><wfs:Query typeNames="departments">'
        f"<fes:Filter>{predicate}</fes:Filter></wfs:Query></wfs:GetFeature>",
    )


def hits(response: Any) -> int:
    return int(texts(xml(response), "@numberMatched")[0])


WAYS = pytest.mark.parametrize("way", [by_kvp, by_namespaces, by_post])

MATCHED: list[tuple[str, dict[str, str], int]] = [
    (equal("name"), {}, 1),
    (equal("ta:name"), {}, 1),
    (equal("ta:name"), {"ta": TA}, 1),
    (equal("x:name"), {"x": TA}, 1),
    (equal("/x:departments/x:name"), {"x": TA}, 1),
    (equal("gml:name"), {"gml": GML}, 0),
    (equal("gml:name"), {}, 0),
    (equal("g:name"), {"g": GML}, 0),
    (equal("gml:description"), {"gml": GML}, 0),
    (equal("gml:identifier"), {"gml": GML}, 0),
    (equal("gml:name"), {"gml": "http://www.opengis.net/gml"}, 0),
    (equal("gml:name"), {"gml": TA}, 1),  # what it is called doesn't count
    (negated(equal("gml:name")), {"gml": GML}, 0),  # nor is it unequal to anything
    (equal("@gml:id", "departments.15"), {"gml": GML}, 1),
    (unary("PropertyIsNull", "gml:name"), {"gml": GML}, ALL),
    (unary("PropertyIsNil", "gml:name"), {"gml": GML}, 0),  # absent isn't nil (FES §7.7.3.6)
    (unary("PropertyIsNull", "gml:description"), {"gml": GML}, ALL),
    (unary("PropertyIsNull", "gml:boundedBy"), {"gml": GML}, ALL),
    (negated(unary("PropertyIsNull", "gml:name")), {"gml": GML}, 0),
    (negated(unary("PropertyIsNull", "x:name")), {"x": TA}, ALL),
    (f"<fes:Or>{equal('gml:name')}{equal('x:name')}</fes:Or>", {"gml": GML, "x": TA}, 1),
    (f"<fes:And>{equal('gml:name')}{equal('x:name')}</fes:And>", {"gml": GML, "x": TA}, 0),
]


@WAYS
@pytest.mark.parametrize(("predicate", "bound", "number"), MATCHED)
def test_a_namespace_chooses_the_property(
    client: Client, way: Any, predicate: str, bound: dict[str, str], number: int
) -> None:
    assert hits(way(client, predicate, **bound)) == number


@pytest.mark.parametrize("scope", [f' xmlns:x="{TA}"', f' xmlns:x="{GML}"'])
def test_a_prefix_may_be_bound_on_the_reference_itself(client: Client, scope: str) -> None:
    """XML Namespaces §6.1: the innermost declaration counts."""
    predicate = equal("x:name", scope=scope)
    expected = 1 if TA in scope else 0
    assert hits(by_kvp(client, predicate, x=OTHER)) == expected
    assert hits(by_post(client, predicate, x=OTHER)) == expected


REFUSED: list[tuple[str, dict[str, str], str]] = [
    (equal("x:name"), {}, "«x»"),
    (equal("x:name"), {"x": OTHER}, "x:name"),
    (equal("ta:name"), {"ta": OTHER}, "ta:name"),
    (equal("gml:name"), {"gml": OTHER}, "gml:name"),
    (equal("gml:nombre"), {"gml": GML}, "gml:nombre"),
    (equal("ta:nombre"), {"ta": TA}, "nombre"),
    (equal("x:departments/ta:name"), {"x": OTHER}, "x:departments/ta:name"),
    (equal("ta:provinces/ta:name"), {}, "ta:provinces/ta:name"),
    (equal("@ta:id"), {}, "@ta:id"),
    (unary("PropertyIsNull", "x:name"), {"x": OTHER}, "x:name"),
]


@WAYS
@pytest.mark.parametrize(("predicate", "bound", "named"), REFUSED)
def test_another_namespace_never_matches_in_silence(
    client: Client, way: Any, predicate: str, bound: dict[str, str], named: str
) -> None:
    response = way(client, predicate, **bound)
    assert_error(response, INVALID, "filter")
    assert named in body(response).decode()


@WAYS
@pytest.mark.parametrize("reference", ["gml:boundedBy", "boundedBy", "geom", "ta:geom", "."])
@pytest.mark.parametrize("name", ["PropertyIsEqualTo", "PropertyIsLessThan"])
def test_comparing_a_shape_fails(client: Client, way: Any, reference: str, name: str) -> None:
    """ISO 19142 §7.5, table 3; the suite asks for it of gml:boundedBy."""
    predicate = equal(reference).replace("PropertyIsEqualTo", name)
    assert_error(way(client, predicate, gml=GML), FAILED, "filter")


@pytest.mark.parametrize("reference", ["gml:boundedBy", "ta:geom", "gml:location"])
def test_a_bbox_asks_for_the_envelope(client: Client, reference: str) -> None:
    """The last is a property of GML's that no feature carries."""
    box = (
        f'<fes:BBOX><fes:ValueReference>{reference}</fes:ValueReference><gml:Envelope xmlns:gml="'
        f'{GML}" srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>-19 -82</gml:lowerCorner>'
        "<gml:upperCorner>0 -68</gml:upperCorner></gml:Envelope></fes:BBOX>"
    )
    assert hits(by_kvp(client, box)) == (0 if reference == "gml:location" else ALL)


@pytest.mark.parametrize(
    ("type_names", "namespaces", "is_found"),
    [
        ("departments", None, True),
        ("ta:departments", None, True),
        ("x:departments", f"xmlns(x,{TA})", True),
        ("departments", f"xmlns({TA})", True),
        ("departments", f"xmlns({OTHER})", False),
        ("x:departments", None, False),
        ("gml:departments", None, False),
        ("ta:departments", f"xmlns(ta,{OTHER})", False),
        ("x:departments", f"xmlns(x,{OTHER})", False),
    ],
)
@pytest.mark.parametrize("request_", ["GetFeature", "DescribeFeatureType", "GetPropertyValue"])
def test_types(
    client: Client, request_: str, type_names: str, namespaces: str | None, is_found: bool
) -> None:
    given = {"typeNames": type_names, "valueReference": "name", "count": "1"}
    response = ask(client, request_, **given, **({"namespaces": namespaces} if namespaces else {}))
    if is_found:
        assert response.status_code == 200, body(response)
    else:
        assert_error(response, INVALID, "typeNames")


@pytest.mark.parametrize("parameter", ["propertyName", "sortBy", "valueReference"])
@pytest.mark.parametrize("reference", ["x:name", "gml:nombre", "ta:nothing", "ta:provinces/name"])
def test_properties_of_kvp_are_refused_by_name(
    client: Client, parameter: str, reference: str
) -> None:
    operation = "GetPropertyValue" if parameter == "valueReference" else "GetFeature"
    response = ask(client, operation, **DEPARTMENTS, **{parameter: reference})
    assert_error(response, INVALID, parameter)


def test_properties_of_gml_are_valid_and_empty(client: Client) -> None:
    chosen = xml(ask(client, count="1", propertyName="gml:name,ta:capital", **DEPARTMENTS))
    assert texts(chosen, "//wfs:member/*/*/@*") == []
    assert {child.tag for child in chosen[0][0]} <= {f"{{{TA}}}capital"}
    sorted_by = ids(xml(ask(client, sortBy="gml:name,ta:name DESC", **DEPARTMENTS)))
    assert sorted_by == ids(xml(ask(client, sortBy="ta:name DESC", **DEPARTMENTS)))
    for reference in ("gml:name", "gml:boundedBy"):
        values = xml(ask(client, "GetPropertyValue", valueReference=reference, **DEPARTMENTS))
        assert (values.get("numberMatched"), len(values)) == ("0", 0)


def posted(root: str, query: str) -> str:
    return (
        f'<wfs:{root} xmlns:wfs="{NS["wfs"]}" xmlns:fes="{NS["fes"]}" xmlns:a="{TA}" '
        f'service="WFS" version="2.0.0">{query}</wfs:{root}>'
    )


def test_a_posted_query_binds_each_name_where_it_stands(client: Client) -> None:
    """The same prefix on three elements, for another namespace on one."""
    query = (
        '<wfs:Query typeNames="a:departments">'
        f'<wfs:PropertyName xmlns:p="{TA}">p:name</wfs:PropertyName>'
        f'<wfs:PropertyName xmlns:p="{GML}">p:name</wfs:PropertyName>'
        f'<fes:SortBy xmlns:p="{GML}"><fes:SortProperty><fes:ValueReference xmlns:p="{TA}">p:name'
        "</fes:ValueReference><fes:SortOrder>DESC</fes:SortOrder></fes:SortProperty></fes:SortBy>"
        "</wfs:Query>"
    )
    found = texts(xml(post(client, posted("GetFeature", query))), "//ta:name/text()")
    assert len(found) == ALL
    assert found[0] == "Ucayali"
    assert_error(
        post(
            client, posted("GetFeature", query.replace(f'xmlns:p="{GML}">p:name', "q='1'>q:name"))
        ),
        INVALID,
        "propertyName",
    )


def test_the_links_of_a_posted_query_keep_its_namespaces(client: Client) -> None:
    query = (
        f'<wfs:Query typeNames="a:departments"><fes:Filter xmlns:b="{TA}">'
        f"{negated(equal('b:name'))}</fes:Filter></wfs:Query>"
    )
    document_ = posted("GetFeature", query).replace("version=", 'count="10" version=')
    first = xml(post(client, document_))
    second = xml(client.get(str(first.get("next")).partition("testserver")[2]))
    assert len(ids(first)) == len(ids(second)) == 10
    assert not set(ids(first)) & set(ids(second))


@pytest.mark.parametrize("chosen", [{"resourceId": "x.1"}, {"resourceId": "test-0815"}])
@pytest.mark.parametrize("more", [{}, DEPARTMENTS, {"outputFormat": "application/json"}])
def test_an_unknown_resource_is_no_error(
    client: Client, chosen: dict[str, str], more: dict[str, str]
) -> None:
    """ISO 19142 §7.2.2: a collection in which it isn't."""
    response = ask(client, **chosen, **more)
    if "outputFormat" in more:
        assert b'"numberMatched": 0' in body(response)
    else:
        found = xml(response)
        assert (found.get("numberMatched"), ids(found)) == ("0", [])


def test_known_resources_are_found_beside_unknown_ones(client: Client) -> None:
    found = xml(ask(client, resourceId="x.1,departments.15,departments.99"))
    assert ids(found) == ["departments.15"]


@pytest.mark.parametrize("reference", ["", "%20"])
def test_an_empty_value_reference_is_invalid(client: Client, reference: str) -> None:
    """ISO 19142 §10.4: given and empty isn't missing."""
    address = "/ows/wfs?service=WFS&version=2.0.0&request=GetPropertyValue&typeNames=departments"
    assert_error(client.get(f"{address}&valueReference={reference}"), INVALID, "valueReference")
    empty = posted("GetPropertyValue", '<wfs:Query typeNames="a:departments"/>')
    empty = empty.replace("version=", 'valueReference="" version=')
    assert_error(post(client, empty), INVALID, "valueReference")
    assert_error(client.get(address), "MissingParameterValue", "valueReference")
