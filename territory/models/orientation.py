"""Which way the rings of stored polygons run: the outer ones counter-clockwise."""

from __future__ import annotations

import pgtrigger

# RFC 7946 §3.1.6 asks it of GeoJSON, ISO 19107 §6.3.6 and GML of a surface seen from above, and
# some clients fill the globe otherwise. GEOS makes them clockwise, and files have them either way:
# so it is done where rows are written, whoever writes them, and costs nothing where they are read.
COUNTER_CLOCKWISE = pgtrigger.Trigger(
    name="counter_clockwise",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("geom"),  # type: ignore[no-untyped-call]
    func="NEW.geom := ST_ForcePolygonCCW(NEW.geom); RETURN NEW;",
)
