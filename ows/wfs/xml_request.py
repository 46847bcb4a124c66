"""The XML encoding of requests (WFS 2.0, POST), brought to the KVP encoding.

Both carry the same information, so an operation parses one form only, and the links of a
POSTed request's pages are ordinary addresses.
"""

from __future__ import annotations

from lxml import etree

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.wfs.names import FES, OptionNotSupported
from ows.xml import children, local_name, parse_xml

# Where an element of the document repeats a parameter of KVP: the parameter's name.
_LISTS = {
    "TypeName": "typeNames",
    "StoredQueryId": "storedQuery_Id",
    "PropertyName": "propertyName",
    "AcceptVersions": "acceptVersions",
    "AcceptFormats": "acceptFormats",
    "Sections": "sections",
}


def kvp_of(body: bytes) -> Kvp:
    """The parameters of a POSTed document; raises InvalidParameter for what is not XML."""
    root = parse_xml(body)
    values: dict[str, str] = {}
    _merge(values, root)
    queries = [item for item in children(root) if local_name(item) in ("Query", "StoredQuery")]
    if len(queries) > 1:
        raise OptionNotSupported("Query", "Se atiende una consulta por petición.")
    for query in queries:
        _merge(values, query)
    values["request"] = local_name(root)
    scope = (queries or [root])[0].nsmap
    values["namespaces"] = ",".join(
        f"xmlns({prefix},{uri})" for prefix, uri in scope.items() if prefix
    )
    return Kvp(values)


def _merge(values: dict[str, str], element: etree._Element) -> None:
    """Add the element's attributes and the children that are parameters."""
    for name, value in element.attrib.items():
        key = etree.QName(name).localname
        if local_name(element) == "StoredQuery" and key == "id":
            key = "storedQuery_Id"
        values[key] = str(value)
    lists: dict[str, list[str]] = {}
    for child in children(element):
        name = local_name(child)
        if name in _LISTS:
            items = [item.text or "" for item in children(child) or [child]]
            lists.setdefault(_LISTS[name], []).extend(items)
        elif name == "Filter":
            values["filter"] = etree.tostring(child, encoding="unicode", with_tail=False)
        elif name == "SortBy":
            values["sortBy"] = ",".join(_sort_key(item) for item in children(child))
        elif name == "Parameter":
            values[child.get("name", "")] = child.text or ""
    values |= {name: ",".join(items) for name, items in lists.items()}


def _sort_key(element: etree._Element) -> str:
    reference = element.findtext(f"{{{FES}}}ValueReference", "").strip()
    order = element.findtext(f"{{{FES}}}SortOrder", "ASC").strip()
    if not reference:
        raise InvalidValue("sortBy", "A fes:SortProperty le falta fes:ValueReference.")
    return f"{reference} {order}"
