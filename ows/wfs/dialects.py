"""Parameters that choose features in another version's or another server's words.

Each is honoured or refused by its name: one that was ignored would send a whole layer to who
asked for one feature. The others that we don't know (a client's VENDOR=x) choose nothing.
"""

from __future__ import annotations

from layers.layer import Layer
from ows.errors import InvalidValue
from ows.kvp import Kvp

# Names that mean the same: of WFS 1.0 and 1.1 (OGC 04-094, 14.7.2), and common misspellings.
_SYNONYMS = {
    "featureid": "resourceId",
    "resourceids": "resourceId",
    "featureids": "resourceId",
    "gmlobjectid": "resourceId",
    "typename": "typeNames",
    "namespace": "namespaces",
    "storedqueryid": "storedQuery_Id",
}
# Whose words they are is the reader's to find out; what to write instead is ours to say.
_INSTEAD = {
    "ids": "resourceId",
    "id": "resourceId",
    "fid": "resourceId",
    "fids": "resourceId",
    "limit": "count",
    "resultrecordcount": "count",
    "offset": "startIndex",
    "startposition": "startIndex",
    "resultoffset": "startIndex",
    "page": "startIndex",
    "after": "startIndex",
    "cql": "CQL_FILTER",
    "cql2_filter": "CQL_FILTER",
    "where": "CQL_FILTER",
    "query": "CQL_FILTER",
    "q": "CQL_FILTER",
    "expression": "CQL_FILTER",
    "exp_filter": "CQL_FILTER",
    "viewparams": "CQL_FILTER",
    "layerdefs": "CQL_FILTER",
    "datetime": "filter",
    "time": "filter",
    "constraint": "filter",
    "constraintlanguage": "filter",
    "filter-lang": "filter",
    "filter-crs": "filter",
    "bbox-crs": "bbox",
    "geometryname": "bbox",
    "geometryfilter": "bbox",
    "layers": "typeNames",
    "properties": "propertyName",
    "outfields": "propertyName",
    "order": "sortBy",
    "orderbyfields": "sortBy",
    "featureversion": None,
    "aliases": None,
}
# WFS 2.0's own, whatever a type's fields are called.
_OWN = frozenset(
    [
        "service",
        "version",
        "request",
        "acceptversions",
        "acceptformats",
        "sections",
        "updatesequence",
        "namespaces",
        "typenames",
        "count",
        "startindex",
        "resulttype",
        "outputformat",
        "resolve",
        "resolvedepth",
        "resolvetimeout",
        "srsname",
        "propertyname",
        "filter",
        "filter_language",
        "resourceid",
        "bbox",
        "sortby",
        "storedquery_id",
        "cql_filter",
        "valuereference",
        "handle",
        "exceptions",
    ]
)
_FES = ("urn:ogc:def:querylanguage:ogc-fes:filter", "urn:ogc:def:querylanguage:ogc-fes::filter")
# What a stored query has no place for (WFS 2.0, 7.9.3): its own parameters choose.
_AD_HOC = ("typeNames", "resourceId", "filter", "bbox", "cql_filter", "sortBy", "propertyName")


def translated(kvp: Kvp) -> Kvp:
    """The same request in the words of WFS 2.0; raises InvalidValue for what is said twice."""
    return kvp.renamed(_SYNONYMS)


def check(kvp: Kvp, layer: Layer) -> None:
    """Raises InvalidValue, which names it, for what would choose features and isn't read."""
    language = kvp.get("filter_language")
    if language is not None and language.lower() not in _FES:
        raise InvalidValue("filter_language", "El filtro se escribe en FES 2.0.")
    fields = {name.lower() for name in layer.field_names} - _OWN
    for name in kvp:
        if name in _INSTEAD:
            instead = _INSTEAD[name]
            advice = f"use {instead}." if instead else "este servicio no lo tiene."
            raise InvalidValue(name, f"«{name}» no elige elementos aquí: {advice}")
        if name in fields:
            raise InvalidValue(name, f"Para elegir por «{name}» use CQL_FILTER o FILTER.")


def check_stored(kvp: Kvp) -> None:
    """The same beside a stored query."""
    for name in (*_AD_HOC, *_INSTEAD):
        if name in kvp and name.lower() != "id":
            raise InvalidValue(name, f"Una consulta almacenada no se combina con «{name}».")
