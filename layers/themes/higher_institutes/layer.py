"""Commitment 7: institutes by what they teach, and the titles registered of each in a year."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, of_value
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import DegreeCount, DegreeKind, HigherInstitute, InstituteKind

_COLOR = palette.THEME["education"]
_DARK, _LIGHT = "#6b3200", "#e39a4c"
_EDGE = Stroke(palette.PAPER, 1.0)
_NAMED_FROM = 150_000
_LABEL = Label("name", size_px=10, color=_DARK, offset_y_px=12, max_scale=_NAMED_FROM)


def _rows(user: AnyUser) -> QuerySet[HigherInstitute]:
    return HigherInstitute.objects.published()


def _count_rows(user: AnyUser) -> QuerySet[DegreeCount]:
    return DegreeCount.objects.published()


def _kind(kind: InstituteKind, title: str, color: str, shape: str) -> Rule:
    edge = Stroke(_DARK, 1.2) if color == _LIGHT else _EDGE
    return Rule(
        kind.value,
        title,
        filter=of_value("kind", kind.value),
        marker=Marker(Fill(color), edge, 9, shape),
        label=_LABEL,
    )


_KINDS = (
    _kind(InstituteKind.PEDAGOGICAL, "Superior pedagógica", _DARK, "square"),
    _kind(InstituteKind.ARTISTIC, "Superior de formación artística", "#5b4b8a", "square"),
    _kind(InstituteKind.TECHNOLOGICAL, "Superior tecnológica", _COLOR, "circle"),
    _kind(InstituteKind.PRODUCTIVE, "Técnico-productiva (CETPRO)", _LIGHT, "circle"),
)


def _as_sample(rule: Rule) -> Rule:
    """A sample's paper is inside, between the lines."""
    assert rule.marker
    color = rule.marker.fill.color
    edge = Stroke(_DARK if color == _LIGHT else color, 1.4)
    return replace(rule, marker=replace(rule.marker, stroke=edge))


HIGHER_INSTITUTES = Layer(
    name="higher_institutes",
    title="Institutos de educación superior y CETPRO",
    abstract="Institutos tecnológicos, pedagógicos y de formación artística y CETPRO activos, "
    "según el padrón del Ministerio de Educación (ESCALE o SIGMED). Las universidades no están: "
    "su registro es de la SUNEDU.",
    theme="education",
    keywords=("educación superior", "institutos", "IEST", "IESP", "CETPRO", "ESCALE"),
    commitments=(7,),
    rows=_rows,
    geom="geom",
    geometry_type="Point",
    title_field="name",
    fields=fields_of(
        HigherInstitute,
        "modular_code",
        "annex",
        "name",
        "kind",
        "level",
        "management",
        *DECLARED,
        LOCATED,
        "ugel_code",
        "ugel",
        "local_code",
        "pupils",
        "teachers",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Institutos y CETPRO por lo que enseñan",
        facts_and_samples(_KINDS, _as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    attribution="MINEDU",
    sheet="/titulos/?institucion={modular_code}",
)

# The least number of each class: most institutes register some tens a year, a few hundreds.
_BREAKS = ((300, None, 22), (100, 300, 17), (30, 100, 12), (1, 30, 8))


def _range(low: int, high: int | None) -> tuple[str, list[dict[str, Any]]]:
    total = {"property": "institute_total"}
    tests: list[dict[str, Any]] = [{"op": ">=", "args": [total, low]}]
    if high is None:
        return f"{low} o más", tests
    return f"{low} a {high - 1}", [*tests, {"op": "<", "args": [total, high]}]


def _class(kind: DegreeKind, low: int, high: int | None, size_px: float) -> Rule:
    title, tests = _range(low, high)
    return Rule(
        f"from_{low}",
        f"{title} {kind.label} en el año",
        filter={"op": "and", "args": [of_value("category", kind.value), *tests]},
        marker=Marker(Fill(_COLOR, 0.75), _EDGE, size_px),
        label=replace(_LABEL, field="institute_name"),
    )


def _style(kind: DegreeKind) -> Style:
    classes = [_class(kind, *given) for given in _BREAKS]
    name = "default" if kind == DegreeKind.TITLE else kind.value
    title = f"{str(kind.label).capitalize()} registrados en el año, por instituto"
    return Style(name, title, facts_and_samples(classes, _as_sample))


DEGREE_COUNTS = Layer(
    name="degree_counts",
    title="Títulos y grados de institutos",
    abstract="Cuántos títulos y grados registró el Ministerio de Educación, por instituto, "
    "programa y año de registro. Cada fila es de un programa: el mapa dibuja el total del "
    "instituto en el último año, o en el que se pida (TIME). Ninguna fila es de una persona. Las "
    "universidades no están: su registro es de la SUNEDU.",
    theme="education",
    keywords=("títulos", "grados", "educación superior", "institutos", "serie"),
    commitments=(7,),
    rows=_count_rows,
    geom="geom",
    geometry_type="Point",
    title_field="programme",
    fields=fields_of(
        DegreeCount,
        "institute_code",
        "institute_name",
        "programme",
        *DECLARED,
        "period_start",
        "period_end",
        "granularity",
        "category",
        "value",
        "state",
        "institute_total",
        *PROVENANCE,
    ),
    style=_style(DegreeKind.TITLE),
    styles=(_style(DegreeKind.DEGREE),),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="period_start",
    time_end_field="period_end",
    attribution="MINEDU",
    sheet="/titulos/?institucion={institute_code}",
)
