"""Namespaces, and qualified names in requests."""

from __future__ import annotations

import re
from collections.abc import Mapping

from layers import registry
from layers.errors import LayerNotFound
from layers.layer import AnyUser, Layer
from ows.errors import InvalidValue, OwsError
from ows.formats.gml import NAMESPACE
from ows.kvp import Kvp
from ows.references import Kind, namespace_of, resolve

FES = "http://www.opengis.net/fes/2.0"
OWS = "http://www.opengis.net/ows/1.1"
XLINK = "http://www.w3.org/1999/xlink"
XSD = "http://www.w3.org/2001/XMLSchema"

GML_ID = "@gml:id"

# What is between the parentheses is taken apart by hand: an address may be megabytes of blanks,
# and of two patterns that both take blanks each tries every end of the other.
_XMLNS = re.compile(r"xmlns\(([^()]*)\)")
_PREFIX = re.compile(r"[\w.-]*")
_SEPARATOR = re.compile("[,=]")


def namespaces_of(kvp: Kvp) -> dict[str, str]:
    """What the request binds its prefixes to."""
    return parse_namespaces(kvp.get("namespaces") or "")


def parse_namespaces(text: str) -> dict[str, str]:
    """KVP's NAMESPACES, ``xmlns(prefix,uri),xmlns(uri)``, as prefix → URI ("" the default)."""
    found = dict(map(_binding, _XMLNS.findall(text)))
    if _XMLNS.sub("", text).strip(" ,"):
        raise InvalidValue("namespaces", "Debe tener la forma xmlns(prefijo,uri).")
    return found


def _binding(written: str) -> tuple[str, str]:
    """``prefix,uri`` or ``uri`` in two; of an address a comma may be part."""
    prefix, *uri = _SEPARATOR.split(written, maxsplit=1)
    if uri and _PREFIX.fullmatch(prefix.strip()):
        return prefix.strip(), uri[0].strip()
    return "", written.strip()


def find_layer(name: str, namespaces: Mapping[str, str], user: AnyUser) -> Layer:
    """The layer of a feature type's name, with or without prefix.

    Raises InvalidValue where there is none, or this user may not see it; UnknownPrefix for a
    prefix that nothing binds.
    """
    prefix, colon, local = name.rpartition(":")
    if colon:
        uri = namespace_of(prefix, namespaces, parameter="typeNames")
    else:
        uri = namespaces.get("", NAMESPACE)
    if uri == NAMESPACE:
        try:
            return registry.get(local, user)
        except LayerNotFound:
            pass
    raise InvalidValue("typeNames", f"El tipo «{name[:80]}» no existe.")


def find_property(
    reference: str, layer: Layer, namespaces: Mapping[str, str], locator: str
) -> str | None:
    """A property's published name, from ``name``, ``ta:name`` or ``ta:type/ta:name``.

    The geometry's is ``geom``, the key's ``@gml:id``; None is a property of GML's that no feature
    carries. Raises InvalidValue, UnknownProperty or UnknownPrefix at ``locator``.
    """
    found = resolve(reference, layer, namespaces, parameter=locator)
    if found.kind is Kind.KEY:
        return GML_ID
    if found.kind in (Kind.ABSENT, Kind.ENVELOPE):
        return None
    is_geometry = found.kind is Kind.GEOMETRY and layer.has_geometry
    if is_geometry or found.name in layer.field_names:
        return found.name
    raise InvalidValue(locator, f"«{reference[:80]}» no es una propiedad de {layer.name}.")


def split_resource_id(resource_id: str, user: AnyUser) -> tuple[Layer, str] | None:
    """The layer and the key of ``<layer>.<key>``; None of what identifies nothing here."""
    name, _, key = resource_id.partition(".")
    try:
        return registry.get(name, user), key
    except LayerNotFound:
        return None


class OptionNotSupported(OwsError):
    """The operation exists, this option of it does not (WFS 2.0, table 3)."""

    def __init__(self, locator: str, message: str) -> None:
        super().__init__(message, code="OptionNotSupported", locator=locator)
