"""Commitment 6: the areas of the UGEL, by the share of their services that is rural."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import UgelArea

_COLOR = palette.THEME["education"]
_INK = "#6b3200"
# Steps of the theme's hue, light to dark.
_STEPS = ("#fbe9d5", "#f2c792", "#e39a4c", "#b35c00")
_CLASSES = (
    ("rural_1", "menos de 25 % de servicios rurales", None, 25),
    ("rural_2", "de 25 a menos de 50 %", 25, 50),
    ("rural_3", "de 50 a menos de 75 %", 50, 75),
    ("rural_4", "75 % o más", 75, None),
)
# The scale denominator from which areas are large enough on the map to be named.
_NAMES_FROM = 6_000_000
_APPROXIMATE: dict[str, Any] = {
    "op": "=",
    "args": [{"property": "boundary_source"}, "approximate"],
}
# As districts whose boundary is approximate.
_DASH = (4, 6)


def _rows(user: AnyUser) -> QuerySet[UgelArea]:
    return UgelArea.objects.published()


def _between(low: int | None, high: int | None) -> list[dict[str, Any]]:
    value = {"property": "rural_percent"}
    tests: list[dict[str, Any]] = []
    if low is not None:
        tests.append({"op": ">=", "args": [value, low]})
    if high is not None:
        tests.append({"op": "<", "args": [value, high]})
    return tests


def _rule(name: str, title: str, tests: list[dict[str, Any]], color: str, stroke: Stroke) -> Rule:
    tree = {"op": "and", "args": tests} if len(tests) > 1 else next(iter(tests), None)
    label = Label("name", size_px=10, color=_INK, priority="services", max_scale=_NAMES_FROM)
    return Rule(name, title, tree, fill=Fill(color, 0.75), stroke=stroke, label=label)


def _classes() -> tuple[Rule, ...]:
    """Those with an approximate outline first, dashed; a filter takes what those before leave."""
    official = Stroke(_INK, 1.2)
    dashed = replace(official, dash=_DASH)
    classes = [
        (name, title, _between(low, high), color)
        for (name, title, low, high), color in zip(_CLASSES, _STEPS, strict=True)
    ]
    unknown: tuple[str, str, list[dict[str, Any]], str] = (
        "unknown",
        "área de los servicios no informada",
        [],
        palette.NO_DATA,
    )
    every = (*classes, unknown)
    return (
        *(
            _rule(n, f"{t} (límite aproximado)", [_APPROXIMATE, *tests], color, dashed)
            for n, t, tests, color in every
        ),
        *(_rule(f"{n}_official", t, tests, color, official) for n, t, tests, color in every),
    )


def _as_sample(rule: Rule) -> Rule:
    """Between the lines of its hatch an area is paper."""
    assert rule.fill
    return replace(rule, fill=replace(rule.fill, opacity=0.95))


UGEL_AREAS = Layer(
    name="ugel_areas",
    title="Áreas de las UGEL",
    abstract="Las Unidades de Gestión Educativa Local con los distritos en los que la mayoría de "
    "los servicios educativos con UGEL son suyos, según el padrón del Ministerio de Educación. No "
    "es una delimitación oficial de jurisdicciones: un distrito que varias comparten está entero "
    "en la que más servicios tiene, y en un empate en la de código menor. Las direcciones y "
    "gerencias regionales (DRE, GRE) no son UGEL y no tienen área. El límite es la unión de los "
    "de sus distritos: aproximado mientras estos no sean los oficiales del INEI.",
    theme="education",
    keywords=("educación", "UGEL", "DRE", "gestión descentralizada", "padrón", "ESCALE"),
    commitments=(6,),
    rows=_rows,
    geom="geom",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        UgelArea,
        "code",
        "name",
        *DECLARED,
        "services",
        "pupils",
        "pupils_known",
        "teachers",
        "teachers_known",
        "rural_services",
        "area_known",
        "rural_percent",
        "crfa_services",
        "sre_services",
        "st_services",
        "fad_source",
        "fad_cutoff_date",
        "districts",
        "shared_districts",
        "tied_districts",
        "undrawn_districts",
        "boundary_source",
        "boundary_origin",
        "boundary_cutoff_date",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Áreas de las UGEL por servicios rurales",
        facts_and_samples(_classes(), _as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    boundary_path="boundary_source",
    boundary_origin_path="boundary_origin",
    licence="",
    attribution="MINEDU",
    sheet="/ugel/{code}/",
)
