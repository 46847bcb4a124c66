"""GetPropertyValue (WFS 2.0 §10): one property of the features that a query finds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpResponseBase

from layers.encodings.gml32 import GML32Encoding, GML32Values
from layers.filters.chains import all_given
from layers.numbered_pages import NumberedFeatures
from ows.errors import InvalidValue
from ows.formats.gml import PREFIX, Collection
from ows.kvp import Kvp
from ows.responses import streamed
from ows.wfs import stored_queries
from ows.wfs.get_feature import check_resolve
from ows.wfs.names import GML_ID, find_property, namespaces_of
from ows.wfs.paging import Presentation, head, parse_presentation
from ows.wfs.query import AdHocQuery, parse_query
from ows.wfs.service import GML, Service, parse_output_format


@dataclass(frozen=True)
class GetPropertyValue:
    """A query and the property (None: the gml:id) whose values to list.

    Features where it is null are not among those that match.
    """

    query: AdHocQuery
    property: str | None
    page: Presentation
    kvp: Kvp


def parse(kvp: Kvp, service: Service) -> GetPropertyValue:
    """Raises OwsError or a domain error that names the parameter at fault."""
    reference = _value_reference(kvp)
    parse_output_format(kvp, GML)
    check_resolve(kvp)
    by_id = "storedQuery_Id" in kvp
    query = (stored_queries.parse_feature_by_id if by_id else parse_query)(kvp, service)
    namespaces = namespaces_of(kvp)
    name = find_property(reference, query.features.layer, namespaces, "valueReference")
    page = parse_presentation(kvp)
    if name is None:  # of GML's, and no feature carries it
        return GetPropertyValue(_nothing(query), None, page, kvp)
    if name == GML_ID:
        return GetPropertyValue(query, None, page, kvp)
    return GetPropertyValue(_present(query, name), name, page, kvp)


def _value_reference(kvp: Kvp) -> str:
    """VALUEREFERENCE; an empty one is given, and no reference (ISO 19142 §10.4)."""
    if "valuereference" in set(kvp) and "valueReference" not in kvp:
        raise InvalidValue("valueReference", "Está vacía: debe nombrar una propiedad.")
    return kvp.require("valueReference")


def _nothing(query: AdHocQuery) -> AdHocQuery:
    """The same query, of which no feature is found."""
    return replace(query, features=replace(query.features, fids=()))


def _present(query: AdHocQuery, name: str) -> AdHocQuery:
    """The same query for features that have the property."""
    test = {"op": "not", "args": [{"op": "isNull", "args": [{"property": name}]}]}
    chosen = all_given(test, query.features.filter)
    return replace(query, features=replace(query.features, filter=chosen))


def answer(operation: GetPropertyValue, service: Service) -> HttpResponseBase:
    """A wfs:ValueCollection."""
    query, crs, page = operation.query.features, operation.query.crs, operation.page
    found = NumberedFeatures(query)
    collection = head(operation.kvp, page, found.number_matched, service, query.layer.name)
    encoding = GML32Values(GML32Encoding(crs.text, crs.swap, PREFIX), operation.property)
    rows = found.page(page.start_index, collection.number_returned, encoding)
    return streamed(
        Collection(collection, rows, element="ValueCollection"), GML, f"{query.layer.name}.gml"
    )
