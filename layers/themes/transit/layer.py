"""Commitments 9 and 10: routes and stops of public transport."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from layers.fields import Field
from layers.layer import AnyUser, Layer
from layers.model_fields import field_of, fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import dashed, fact, sample
from layers.themes.clock_times import clock_text
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import TransitRoute, TransitStop

_COLOR = palette.THEME["transport"]
# Scale denominators: where a city fills the map, and where its streets are distinguished.
_CITY, _STREETS = 400_000, 60_000
# Where stops are far enough from one another to be named.
_STOP_NAMES = 10_000
# A stop where so many routes meet is one to change at.
_INTERCHANGE_ROUTES = 5
# Field → what its text is found by.
_TIMES = {"runs_from": "runs_from_text", "runs_until": "runs_until_text"}
_FORM = "Como «05 h 30 min», del día de servicio: pasa de 24 después de medianoche."
_LAST = f"{_FORM} Donde se anuncian intervalos, el fin del último."


def _routes(user: AnyUser) -> QuerySet[TransitRoute]:
    rows: Any = TransitRoute.objects.published()
    found: QuerySet[TransitRoute] = rows.annotate(
        **{source: clock_text(name) for name, source in _TIMES.items()}
    )
    return found


def _clock(name: str, form: str) -> Field:
    found = field_of(TransitRoute, name, description=form)
    return replace(found, source=_TIMES[name], max_length=None)


def _stops(user: AnyUser) -> QuerySet[TransitStop]:
    return TransitStop.objects.published()


def _at_every_scale(rule: Rule, **far: Any) -> tuple[Rule, Rule]:
    """The rule as it is in a city, and with ``far`` where the city is a spot on the map."""
    near = replace(rule, max_scale=_CITY)
    return near, replace(rule, name=f"{rule.name}_far", label=None, min_scale=_CITY, **far)


def _line(name: str, title: str, filter: dict[str, Any] | None, stroke: Stroke) -> Rule:
    label = Label("name", size_px=10, color=_COLOR, bold=True, max_scale=_STREETS)
    return Rule(name, title, filter, stroke=stroke, label=label, line=True)


def _route_rules() -> tuple[Rule, ...]:
    on_rails = {"op": "in", "args": [{"property": "mode"}, ["subway", "rail", "tram", "monorail"]]}
    straight = {"op": "=", "args": [{"property": "path_source"}, "stops"]}
    title = "Ruta sin trazado: rectas entre paraderos"
    rails = _line("rail", "Metro, tren o tranvía", on_rails, Stroke(palette.INK, 3.2))
    direct = _line("straight", title, straight, Stroke(_COLOR, 1.4, 0.8, (2, 3)))
    bus = _line("bus", "Ruta de bus u otro modo", None, Stroke(_COLOR, 1.8, 0.75))
    example = _line("route", "Ruta", None, Stroke(_COLOR, 2.4, dash=(8, 5)))
    facts = (
        *_at_every_scale(rails, stroke=Stroke(palette.INK, 2.0)),
        *_at_every_scale(direct, stroke=Stroke(_COLOR, 0.8, 0.6, (2, 3))),
        *_at_every_scale(bus, stroke=Stroke(_COLOR, 0.9, 0.6)),
    )
    samples = _at_every_scale(example, stroke=dashed(_COLOR))
    return (*map(fact, facts), *map(sample, samples))


def _stop_rules() -> tuple[Rule, ...]:
    label = Label("name", size_px=10, max_scale=_STOP_NAMES, priority="number_of_routes")
    station = {"op": "=", "args": [{"property": "kind"}, "station"]}
    many = {"op": ">=", "args": [{"property": "number_of_routes"}, _INTERCHANGE_ROUTES]}
    edge = Stroke(palette.PAPER, 1.2)
    square = Marker(Fill(palette.INK), edge, 10, "square")
    dark, plain = Marker(Fill(palette.INK), edge, 8), Marker(Fill(_COLOR), edge, 6)
    lined = Marker(Fill(_COLOR), Stroke(_COLOR, 1.4), 12)
    many_title = f"Paradero con {_INTERCHANGE_ROUTES} rutas o más"
    stations = Rule("station", "Estación", station, marker=square, label=label)
    interchanges = Rule("interchange", many_title, many, marker=dark, label=label)
    stops = Rule("stop", "Paradero", marker=plain, label=label)
    facts = (
        *_at_every_scale(stations, marker=replace(square, stroke=None, size_px=5)),
        *_at_every_scale(interchanges, marker=replace(dark, stroke=None, size_px=3.5)),
        *_at_every_scale(stops, marker=replace(plain, stroke=None, size_px=2.5)),
    )
    example = replace(stops, marker=lined)
    samples = _at_every_scale(example, marker=replace(lined, size_px=9))
    return (*map(fact, facts), *map(sample, samples))


TRANSIT_ROUTES = Layer(
    name="transit_routes",
    title="Rutas de transporte público",
    abstract="Rutas de transporte público según los archivos GTFS de cada ciudad: su recorrido, "
    "intervalos, horario y días de servicio. Los intervalos son los anunciados; donde el archivo "
    "no los da, quedan vacíos. La ubicación es la unidad que declara quien publicó el archivo.",
    theme="transport",
    keywords=("transporte", "rutas", "GTFS", "movilidad urbana", "ATU"),
    commitments=(9, 10),
    rows=_routes,
    geom="geom",
    geometry_type="MultiLineString",
    title_field="name",
    fields=fields_of(
        TransitRoute,
        "name",
        "long_name",
        "route_id",
        "agency",
        "mode",
        "destinations",
        "number_of_stops",
        "headway_min",
        "headway_max",
        _clock("runs_from", _FORM),
        _clock("runs_until", _LAST),
        "service_days",
        "valid_from",
        "valid_to",
        "color",
        "path_source",
        "feed",
        "source_url",
        *DECLARED,
        *PROVENANCE,
    ),
    style=Style("default", "Rutas de transporte público", _route_rules()),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="valid_from",
    sheet="/transporte/rutas/{fid}/",
)

TRANSIT_STOPS = Layer(
    name="transit_stops",
    title="Paraderos de transporte público",
    abstract="Paraderos y estaciones según los archivos GTFS de cada ciudad y la lista de la ATU "
    "para Lima y Callao. Si una ciudad llega por dos archivos, sus paraderos aparecen dos veces, "
    "cada uno con su fuente.",
    theme="transport",
    keywords=("transporte", "paraderos", "estaciones", "GTFS", "ATU"),
    commitments=(9, 10),
    rows=_stops,
    geom="geom",
    geometry_type="Point",
    title_field="name",
    fields=fields_of(
        TransitStop,
        "name",
        "stop_id",
        "code",
        "kind",
        "station",
        "service",
        "corridor",
        "routes",
        "number_of_routes",
        "wheelchair",
        LOCATED,
        "feed",
        "source_url",
        *DECLARED,
        *PROVENANCE,
    ),
    style=Style("default", "Paraderos de transporte público", _stop_rules()),
    sample_path="is_sample",
    source_url_path="source_url",
    sheet="/transporte/paraderos/{fid}/",
)
