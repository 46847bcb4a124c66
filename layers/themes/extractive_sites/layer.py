"""Commitment 4: mining rights and titles of forests, by their state in their register."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from layers.styles.twins import dashed, fact, of_value, sample
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import Activity, ExtractiveSite

_COLOR = palette.THEME["environment"]
_DARK, _LIGHT = "#1b4d30", "#8dbf9b"
_FOREST, _FOREST_EDGE = "#0e7490", Stroke("#164e63", 0.8)
# Scale denominator from which a right of 100 ha, a square kilometre, is wide enough to be named.
_NAMED_FROM = 120_000
# What no longer is, or is no right to extract, would hide the others on a small map.
_MINOR_FROM = 2_000_000


def _rows(user: AnyUser) -> QuerySet[ExtractiveSite]:
    return ExtractiveSite.objects.published()


def _class(
    status: str | None,
    title: str,
    fill: Fill,
    stroke: Stroke,
    drawn_from: float | None = None,
    activity: Activity | None = Activity.MINING,
) -> Rule:
    tests = [of_value("status", status)]
    tests += [of_value("activity", activity.value)] if activity else []
    prefix = "forest_" if activity is Activity.FORESTRY else ""
    return Rule(
        f"{prefix}{status or 'unknown'}",
        title,
        filter={"op": "and", "args": tests} if len(tests) > 1 else tests[0],
        fill=fill,
        stroke=stroke,
        label=Label("name", size_px=10, color=_DARK, max_scale=_NAMED_FROM),
        max_scale=drawn_from,
    )


_GONE = Stroke(palette.MUTED, 0.8, dash=(2, 3))
_QUARRY = "Cantera, planta, relave u otro"
_CLASSES = (
    _class("titled", "Derecho minero titulado", Fill(_COLOR, 0.5), Stroke(_DARK, 0.8)),
    _class("pending", "Derecho minero en trámite", Fill(_LIGHT, 0.4), Stroke(_COLOR, 0.8)),
    _class("other", _QUARRY, Fill("#b08d57", 0.5), Stroke("#6b4f1d", 0.8), _MINOR_FROM),
    _class("extinct", "Derecho minero extinguido", Fill(palette.MUTED, 0.12), _GONE, _MINOR_FROM),
    *(
        _class(status, title, fill, stroke, drawn_from, Activity.FORESTRY)
        for status, title, fill, stroke, drawn_from in (
            ("titled", "Título forestal vigente", Fill(_FOREST, 0.45), _FOREST_EDGE, None),
            ("pending", "Título forestal en trámite", Fill(_FOREST, 0.15), _FOREST_EDGE, None),
            ("extinct", "Título forestal extinguido", Fill(_FOREST, 0.05), _GONE, _MINOR_FROM),
        )
    ),
)
# Every sample's state is known: it is written here.
_UNKNOWN = _class(
    None,
    "Estado no reconocido",
    Fill(palette.NO_DATA, 0.4),
    Stroke(palette.MUTED, 0.6),
    _MINOR_FROM,
    None,
)


def _as_sample(rule: Rule) -> Rule:
    assert rule.stroke
    color = rule.stroke.color
    return replace(rule, fill=Fill(color, 0.9), stroke=dashed(color), max_scale=None)


def _rules() -> tuple[Rule, ...]:
    return (*map(fact, (*_CLASSES, _UNKNOWN)), *(sample(_as_sample(rule)) for rule in _CLASSES))


EXTRACTIVE_SITES = Layer(
    name="extractive_sites",
    title="Derechos mineros y títulos forestales",
    abstract="Polígonos de los derechos mineros del catastro nacional (INGEMMET) y de los títulos "
    "habilitantes forestales y de fauna (SERFOR), por su estado. Un título dice dónde se puede "
    "extraer, no que se extraiga. Los que el registro da en PSAD56 se llevan a WGS 84 con la "
    "operación EPSG:1208, que añade una incertidumbre de 16 m.",
    theme="environment",
    keywords=(
        "minería",
        "concesiones mineras",
        "catastro minero",
        "actividades extractivas",
        "concesiones forestales",
        "recursos renovables",
        "INGEMMET",
        "SERFOR",
    ),
    commitments=(4,),
    rows=_rows,
    geom="geom",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        ExtractiveSite,
        "feed",
        "activity",
        "code",
        "name",
        "holder",
        "status",
        "state",
        "state_code",
        "substance",
        "area_ha",
        "filed_on",
        *DECLARED,
        "ubigeos",
        "units",
        LOCATED,
        "modality",
        "authority",
        "legend",
        "map_sheet",
        "utm_zone",
        "datum",
        "position_accuracy_m",
        *PROVENANCE,
    ),
    style=Style("default", "Derechos mineros y títulos forestales por estado", _rules()),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="filed_on",
    licence="",
    attribution="INGEMMET, SERFOR",
)
