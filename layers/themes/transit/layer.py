"""Commitments 9 and 10: routes and stops of public transport."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from layers.fields import Field, FieldType
from layers.layer import AnyUser, Layer
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from territory.models import TransitRoute, TransitStop

_COLOR = palette.THEME["transport"]
_SAMPLE = {"op": "=", "args": [{"property": "is_sample"}, True]}
_FACT = {"op": "=", "args": [{"property": "is_sample"}, False]}
# Scale denominators: where a city fills the map, and where its streets are told apart.
_CITY, _STREETS = 400_000, 60_000
# Where stops are far enough from one another to be named.
_STOP_NAMES = 10_000
# A stop where so many routes meet is one to change at.
_INTERCHANGE_ROUTES = 5

_PLACED_FIELDS = (
    Field("feed", "Parte", description="Archivo del que sale la fila, entre los publicados."),
    Field("declared_ubigeo", "Ubigeo declarado", source="declared_unit_id"),
    Field("unit_name", "Unidad", source="declared_unit__name"),
    Field("commitments", "Compromisos", FieldType.INTEGER_LIST),
    Field("source", "Fuente"),
    Field("source_url", "Dirección de la fuente"),
    Field("cutoff_date", "Fecha de corte", FieldType.DATE),
    Field("is_sample", "Es una muestra", FieldType.BOOLEAN),
)


def _routes(user: AnyUser) -> QuerySet[TransitRoute]:
    return TransitRoute.objects.published()


def _stops(user: AnyUser) -> QuerySet[TransitStop]:
    return TransitStop.objects.published()


def _all_of(*tests: dict[str, Any]) -> dict[str, Any]:
    return {"op": "and", "args": list(tests)}


def _at_every_scale(rule: Rule, **far: Any) -> tuple[Rule, Rule]:
    """The rule as it is in a city, and with ``far`` where the city is a spot on the map."""
    near = replace(rule, max_scale=_CITY)
    return near, replace(rule, name=f"{rule.name}_far", label=None, min_scale=_CITY, **far)


def _line(name: str, title: str, filter: dict[str, Any], stroke: Stroke) -> Rule:
    label = Label("name", size_px=10, color=_COLOR, bold=True, max_scale=_STREETS)
    return Rule(name, title, filter, stroke=stroke, label=label, line=True)


def _route_rules() -> tuple[Rule, ...]:
    on_rails = {"op": "in", "args": [{"property": "mode"}, ["subway", "rail", "tram", "monorail"]]}
    straight = {"op": "=", "args": [{"property": "path_source"}, "stops"]}
    title = "Ruta sin trazado: rectas entre paraderos"
    sample = _line("sample", "EJEMPLO · Ruta", _SAMPLE, Stroke(_COLOR, 2.4, dash=(8, 5)))
    rails = _line("rail", "Metro, tren o tranvía", _all_of(_FACT, on_rails),
                  Stroke(palette.INK, 3.2))  # fmt: skip
    direct = _line("straight", title, _all_of(_FACT, straight), Stroke(_COLOR, 1.4, 0.8, (2, 3)))
    bus = _line("bus", "Ruta de bus u otro modo", _FACT, Stroke(_COLOR, 1.8, 0.75))
    return (
        *_at_every_scale(rails, stroke=Stroke(palette.INK, 2.0)),
        *_at_every_scale(direct, stroke=Stroke(_COLOR, 0.8, 0.6, (2, 3))),
        *_at_every_scale(bus, stroke=Stroke(_COLOR, 0.9, 0.6)),
        *_at_every_scale(sample, stroke=Stroke(_COLOR, 1.6, dash=(4, 3))),
    )


def _stop_rules() -> tuple[Rule, ...]:
    label = Label("name", size_px=10, max_scale=_STOP_NAMES, priority="number_of_routes")
    station = {"op": "=", "args": [{"property": "kind"}, "station"]}
    many = {"op": ">=", "args": [{"property": "number_of_routes"}, _INTERCHANGE_ROUTES]}
    edge = Stroke(palette.PAPER, 1.2)
    square = Marker(Fill(palette.INK), edge, 10, "square")
    dark, plain = Marker(Fill(palette.INK), edge, 8), Marker(Fill(_COLOR), edge, 6)
    hatched = Marker(Fill(_COLOR, hatch=True), Stroke(_COLOR, 1.4), 12)
    many_title = f"Paradero con {_INTERCHANGE_ROUTES} rutas o más"
    return (
        *_at_every_scale(
            Rule("station", "Estación", _all_of(_FACT, station), marker=square, label=label),
            marker=replace(square, stroke=None, size_px=5),
        ),
        *_at_every_scale(
            Rule("interchange", many_title, _all_of(_FACT, many), marker=dark, label=label),
            marker=replace(dark, stroke=None, size_px=3.5),
        ),
        *_at_every_scale(
            Rule("stop", "Paradero", _FACT, marker=plain, label=label),
            marker=replace(plain, stroke=None, size_px=2.5),
        ),
        *_at_every_scale(
            Rule("sample", "EJEMPLO · Paradero", _SAMPLE, marker=hatched, label=label),
            marker=replace(hatched, size_px=9),
        ),
    )


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
    fields=(
        Field("name", "Ruta"),
        Field("long_name", "Nombre largo"),
        Field("route_id", "Código de la ruta"),
        Field("agency", "Operador"),
        Field("mode", "Modo", labels=tuple(TransitRoute.Mode.choices)),
        Field("destinations", "Destinos"),
        Field("number_of_stops", "Paraderos", FieldType.INTEGER),
        Field("headway_min", "Intervalo mínimo anunciado", FieldType.NUMBER, unit="min"),
        Field("headway_max", "Intervalo máximo anunciado", FieldType.NUMBER, unit="min"),
        Field(
            "runs_from",
            "Primera salida",
            description="HH:MM del día de servicio; pasa de 24 después de medianoche.",
        ),
        Field(
            "runs_until",
            "Última salida",
            description="HH:MM; donde hay intervalos anunciados, el fin del último.",
        ),
        Field("service_days", "Días de servicio"),
        Field("valid_from", "Vigente desde", FieldType.DATE),
        Field("valid_to", "Vigente hasta", FieldType.DATE),
        Field("color", "Color que usa el operador"),
        Field("path_source", "Origen del trazado", labels=tuple(TransitRoute.PathSource.choices)),
        *_PLACED_FIELDS,
    ),
    style=Style("default", "Rutas de transporte público", _route_rules()),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="valid_from",
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
    fields=(
        Field("name", "Paradero"),
        Field("stop_id", "Código del paradero"),
        Field("code", "Código para el público"),
        Field("kind", "Tipo", labels=tuple(TransitStop.Kind.choices)),
        Field("station", "Estación a la que pertenece"),
        Field("service", "Servicio"),
        Field("corridor", "Corredor"),
        Field("routes", "Rutas"),
        Field("number_of_routes", "Número de rutas", FieldType.INTEGER),
        Field("wheelchair", "Accesible en silla de ruedas", FieldType.BOOLEAN),
        Field("located_ubigeo", "Ubigeo de la posición", source="located_unit_id"),
        *_PLACED_FIELDS,
    ),
    style=Style("default", "Paraderos de transporte público", _stop_rules()),
    sample_path="is_sample",
    source_url_path="source_url",
)
