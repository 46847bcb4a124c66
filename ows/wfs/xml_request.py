"""The XML encoding of requests (WFS 2.0, POST), brought to the KVP encoding.

Both carry the same information, so an operation parses one form only, and the links of a
POSTed request's pages are ordinary addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

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
# The parameters whose text holds names with a prefix.
_QUALIFIED_ATTRIBUTES = frozenset({"typeNames", "typeName", "valueReference"})
_QUALIFIED = re.compile(r"[^\W\d][\w.-]*(?=:[^:])")
# What chooses features: of these no element is left unread.
_QUERIES = ("Query", "StoredQuery")


def kvp_of(body: bytes) -> Kvp:
    """The parameters of a POSTed document; raises InvalidParameter for what is not XML."""
    root = parse_xml(body)
    names = _Names()
    values: dict[str, str] = {}
    _merge(values, root, names)
    queries = [item for item in children(root) if local_name(item) in _QUERIES]
    for item in (root, *queries):
        if sum(local_name(child) == "Filter" for child in children(item)) > 1:
            raise InvalidValue("filter", "Una consulta tiene un filtro a lo más.")
    if len(queries) > 1:
        raise OptionNotSupported("Query", "Se atiende una consulta por petición.")
    for query in queries:
        _merge(values, query, names)
    values["request"] = local_name(root)
    values["namespaces"] = names.written()
    return Kvp(values)


class _Names:
    """Qualified names out of a document, with the bindings of their prefixes for NAMESPACES.

    A prefix may be bound on any element, and to another namespace on each: the second is renamed.
    """

    def __init__(self) -> None:
        self._bound: dict[str, str] = {}

    def of(self, text: str, element: etree._Element) -> str:
        """``text`` with each prefix as ``written`` binds it."""
        if ":" not in text:
            return text
        scope = element.nsmap
        return _QUALIFIED.sub(lambda match: self._prefix(match[0], scope), text)

    def written(self) -> str:
        """The value of NAMESPACES."""
        return ",".join(f"xmlns({prefix},{uri})" for prefix, uri in self._bound.items())

    def _prefix(self, prefix: str, scope: Mapping[str | None, str]) -> str:
        uri = scope.get(prefix)
        if uri is None:
            return prefix
        name, number = prefix, 1
        while self._bound.setdefault(name, uri) != uri:
            number += 1
            name = f"{prefix}.{number}"
        return name


def _merge(values: dict[str, str], element: etree._Element, names: _Names) -> None:
    """Add the element's attributes and the children that are parameters."""
    for name, value in element.attrib.items():
        key = etree.QName(name).localname
        if local_name(element) == "StoredQuery" and key == "id":
            key = "storedQuery_Id"
        values[key] = names.of(str(value), element) if key in _QUALIFIED_ATTRIBUTES else str(value)
    lists: dict[str, list[str]] = {}
    for child in children(element):
        name = local_name(child)
        if name in _LISTS:
            items = [names.of(item.text or "", item) for item in children(child) or [child]]
            lists.setdefault(_LISTS[name], []).extend(items)
        elif name == "Filter":
            values["filter"] = etree.tostring(child, encoding="unicode", with_tail=False)
        elif name == "SortBy":
            values["sortBy"] = ",".join(_sort_key(item, names) for item in children(child))
        elif name == "Parameter":
            values[child.get("name", "")] = child.text or ""
        elif local_name(element) in _QUERIES:
            raise InvalidValue(name[:80], f"El elemento «{name[:80]}» no se admite aquí.")
    values |= {name: ",".join(items) for name, items in lists.items()}


def _sort_key(element: etree._Element, names: _Names) -> str:
    found = element.find(f"{{{FES}}}ValueReference")
    reference = "" if found is None else names.of(found.text or "", found).strip()
    order = element.findtext(f"{{{FES}}}SortOrder", "ASC").strip()
    if not reference:
        raise InvalidValue("sortBy", "A fes:SortProperty le falta fes:ValueReference.")
    return f"{reference} {order}"
