"""shapes.txt: the ways that vehicles take."""

from __future__ import annotations

from layers.themes.transit.gtfs.places import refuse_impossible
from layers.themes.transit.gtfs.table import Table
from layers.themes.transit.gtfs.values import parse_id, parse_integer, parse_required_degrees


def read_shapes(shapes: Table) -> None:
    shapes.read("shape_id", parse_id)
    shapes.read("shape_pt_lat", parse_required_degrees, "float64")
    shapes.read("shape_pt_lon", parse_required_degrees, "float64")
    shapes.read("shape_pt_sequence", parse_integer)
    shapes.refuse_repeated("shape_id", "shape_pt_sequence")
    refuse_impossible(shapes, "shape_pt_lon", "shape_pt_lat")
    good = shapes.good
    alone = good.groupby("shape_id")["shape_pt_lat"].transform("size") < 2
    shapes.refuse(good.index[alone], "shape_id", "El trazado tiene un solo punto.")
