"""Names that a column can't have on the wire, since they mean something else there."""

from __future__ import annotations

# The feature itself: its key and its shape, in GeoJSON, GML, tiles and the domain API.
_FEATURE = "id fid gml_id geom geometry the_geom bbox type properties links"
# Parameters of OGC API items (OGC 17-069r4, 18-058r1, 19-079r2, 23-056r1) beside the queryables.
_PARAMETERS = (
    "after bbox_crs collections crs datetime exclude_properties f filter filter_crs filter_lang "
    "limit offset skipgeometry sortby token unit"
)
# Words of CQL2 text (OGC 21-065r2, annex B) and what SQL views of a table would have to quote.
_WORDS = (
    "accenti all and any array as between both by case casei cast column constraint create date "
    "desc distinct div do else end except exists false for from group having if in interval into "
    "is join leading like null not offset on or order primary references select table then "
    "timestamp to true union unique user using when where with"
)

RESERVED = frozenset(f"{_FEATURE} {_PARAMETERS} {_WORDS}".split())
