r"""One filter language inside: the CQL2-JSON tree (OGC 21-065), compiled to a Django condition.

A tree is made by ``ows.filters`` from CQL2 text, CQL2 JSON or FES, or by a style's rule:

* ``{"op": "and" | "or" | "not", "args": [...]}``
* ``=``, ``<>``, ``<``, ``>``, ``<=``, ``>=``, ``like``, ``between``, ``in``, ``isNull`` over
  ``{"property": name}`` and literals; ``casei`` and ``accenti`` may wrap text operands
* ``like`` patterns: ``%`` any text, ``_`` one character, ``\`` makes the next one plain
* ``s_intersects`` … over ``{"property": "geom"}`` and a GeoJSON geometry with a member
  ``srid``, always in x/y order, or ``{"bbox": [minx, miny, maxx, maxy], "srid": srid}``
* ``s_dwithin`` and ``s_beyond`` (FES) with a third argument: metres
* ``t_after`` … over a property and ``{"date"}``, ``{"timestamp"}`` or ``{"interval": [a, b]}``
* ``{"absent": name}`` in a property's place is one that features of the type may have and none
  carries (FES's ``gml:name``): it is null, and nothing compares with it
* the feature's key is the property ``$fid``; values may be ``<layer>.<key>``
"""
