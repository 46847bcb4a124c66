"""References to properties in requests: names with a prefix, whose namespace counts.

A reference is a little of XPath (FES 2.0 §7.4.4): ``name``, ``ta:name``, ``ta:type/ta:name``,
``@gml:id``, ``gml:boundedBy`` or ``.``. A prefix stands for what the request binds it to; where it
binds none, ``ta`` and ``gml`` stand for the application's namespace and for GML's, and any other is
an error. A name without a prefix is the application's, since many clients write none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from layers.errors import UnknownPrefix, UnknownProperty
from layers.filters.literals import shown
from layers.layer import GEOMETRY_PROPERTY, Layer
from ows.formats.gml import GML, NAMESPACE, PREFIX

# GML 3.2's, and that of the versions before it, in which old clients ask.
GML_NAMESPACES = (GML, "http://www.opengis.net/gml")
_WELL_KNOWN = {PREFIX: NAMESPACE, "gml": GML}
# What every feature may have (gml:AbstractFeatureType) and none of ours carries.
_ABSENT = frozenset(
    {"metaDataProperty", "description", "descriptionReference", "identifier", "name", "location"}
)
_ENVELOPE = "boundedBy"
_IDS = ("id", "fid")


class Kind(Enum):
    """What a reference leads to."""

    FIELD = auto()
    GEOMETRY = auto()
    KEY = auto()
    ENVELOPE = auto()
    ABSENT = auto()


@dataclass(frozen=True)
class Property:
    """A property; ``name`` is the layer's own name of a field, or GML's local one."""

    kind: Kind
    name: str


def resolve(
    reference: str, layer: Layer, namespaces: Mapping[str, str], *, parameter: str
) -> Property:
    """The property that ``reference`` names.

    ``namespaces`` are the request's, prefix → URI. A field's existence is not asked here. Raises
    UnknownProperty and UnknownPrefix, which name ``parameter``, for a path that leads elsewhere, a
    namespace without such a property and a prefix that nothing binds.
    """
    reference = reference.strip()
    *parents, last = [step for step in reference.split("/") if step] or ["."]
    through = {_expanded(step, namespaces, parameter) for step in parents if step not in ("*", ".")}
    found = None
    if through <= {(NAMESPACE, layer.name)}:
        if "@" in last:
            name = _expanded(last.replace("@", "", 1), namespaces, parameter, default=GML)
            found = _attribute(*name)
        elif last == ".":
            found = Property(Kind.GEOMETRY, GEOMETRY_PROPERTY)
        else:
            found = _element(*_expanded(last, namespaces, parameter), layer)
    if found is None:
        raise UnknownProperty(shown(reference), layer.name, parameter=parameter)
    return found


def _attribute(uri: str, name: str) -> Property | None:
    is_key = uri in GML_NAMESPACES and name in _IDS
    return Property(Kind.KEY, name) if is_key else None


def _element(uri: str, name: str, layer: Layer) -> Property | None:
    if uri in GML_NAMESPACES:
        if name in _ABSENT:
            return Property(Kind.ABSENT, name)
        return Property(Kind.ENVELOPE, name) if name == _ENVELOPE else None
    if uri != NAMESPACE:
        return None
    if name == _ENVELOPE and name not in layer.field_names:  # old clients forget the prefix
        return Property(Kind.ENVELOPE, name)
    return Property(Kind.GEOMETRY if name == GEOMETRY_PROPERTY else Kind.FIELD, name)


def namespace_of(prefix: str, namespaces: Mapping[str, str], *, parameter: str) -> str:
    """The URI that ``prefix`` stands for; raises UnknownPrefix where nothing binds it."""
    uri = namespaces.get(prefix) or _WELL_KNOWN.get(prefix)
    if uri is None:
        raise UnknownPrefix(shown(prefix), parameter=parameter)
    return uri


def _expanded(
    step: str, namespaces: Mapping[str, str], parameter: str, *, default: str = NAMESPACE
) -> tuple[str, str]:
    """The namespace and the local name of a step; its first item is the step itself."""
    prefix, colon, local = step.strip().removesuffix("[1]").rpartition(":")
    if not colon:
        return default, local
    return namespace_of(prefix, namespaces, parameter=parameter), local
