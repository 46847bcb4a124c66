"""Commitment 10: urban transport plans, their measures by phase, and their indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import dashed, fact, facts_and_samples, sample
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import UrbanTransportIndicator, UrbanTransportPlan, UrbanTransportProject
from territory.models.urban_plans import PHASES_DRAWN

Extent = UrbanTransportProject.Extent

_COLOR = palette.THEME["transport"]
# From dark to light: what comes first is what is most certain.
_PHASE_COLORS = dict(zip(PHASES_DRAWN, ("#0b3d60", _COLOR, "#6aaed6"), strict=True))
_OTHER_PHASE = palette.MUTED
_CITY_NAMES, _MEASURE_NAMES = 6_000_000, 200_000


def _on_unit(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with ``shape``: their own geometry, or their unit's where they have none."""
    shape = Coalesce("geom", "declared_unit__geom", output_field=GeometryField(srid=4326))
    annotated: QuerySet[Any] = rows.annotate(shape=shape)
    return annotated


def _plans(user: AnyUser) -> QuerySet[UrbanTransportPlan]:
    return _on_unit(UrbanTransportPlan.objects.published())


def _projects(user: AnyUser) -> QuerySet[UrbanTransportProject]:
    return _on_unit(UrbanTransportProject.objects.published())


def _indicators(user: AnyUser) -> QuerySet[UrbanTransportIndicator]:
    return UrbanTransportIndicator.objects.published()


def _area(name: str, title: str, opacity: float, label: str) -> Rule:
    return Rule(
        name,
        title,
        fill=Fill(_COLOR, opacity),
        stroke=Stroke(_COLOR, 1.8),
        label=Label(label, size_px=10, color=_COLOR, bold=True, max_scale=_CITY_NAMES),
    )


def _as_sample(rule: Rule) -> Rule:
    return replace(rule, stroke=dashed(_COLOR))


def _of(phase: int | None, extent: Extent) -> dict[str, Any]:
    tests: list[dict[str, Any]] = [{"op": "=", "args": [{"property": "extent"}, extent.value]}]
    if phase is not None:
        tests.append({"op": "=", "args": [{"property": "phase_number"}, phase]})
    return {"op": "and", "args": tests}


def _measure_rules(*, samples: bool) -> Iterator[Rule]:
    """By phase and by what is drawn; a legend shows one line for all that have one title."""
    label = Label("code", size_px=10, color=palette.INK, bold=True, max_scale=_MEASURE_NAMES)
    for phase in (*PHASES_DRAWN, None):
        color = _PHASE_COLORS.get(phase or 0, _OTHER_PHASE)
        title = f"Medida de la fase {phase}" if phase else "Medida de otra fase"
        name = f"phase_{phase or 'other'}"
        line = Stroke(color, 3.2, dash=(8, 5)) if samples else Stroke(color, 3.2)
        edge = dashed(color) if samples else Stroke(color, 1.6)
        marker = Marker(Fill(color), Stroke(palette.PAPER, 1.2), 13 if samples else 11)
        drawn = {
            Extent.POINT: Rule(f"{name}_point", title, marker=marker, label=label),
            Extent.LINE: Rule(f"{name}_line", title, stroke=line, label=label, line=True),
            Extent.AREA: Rule(
                f"{name}_area", title, fill=Fill(color, 0.45), stroke=edge, label=label
            ),
            # Of a whole unit only the outline: many measures share it.
            Extent.UNIT: Rule(
                f"{name}_unit", f"{title}, de toda la unidad", stroke=replace(edge, width_px=1.0)
            ),
        }
        for extent, rule in drawn.items():
            yield replace(rule, filter=_of(phase, extent))


_WHERE = (
    "Solo hay lo que un documento publicado dice, con su dirección y su fecha de corte; lo que no "
    "dice queda vacío."
)

URBAN_TRANSPORT_PLANS = Layer(
    name="urban_transport_plans",
    title="Planes de transporte urbano",
    abstract="Planes de transporte urbano (PMUS) de ciudades, sobre el ámbito que dibuja su "
    f"documento o, si no dibuja ninguno, sobre la unidad que declara. {_WHERE}",
    theme="transport",
    keywords=("transporte urbano", "PMUS", "planes", "movilidad urbana sostenible"),
    commitments=(10,),
    rows=_plans,
    geom="shape",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        UrbanTransportPlan,
        "code",
        "name",
        *DECLARED,
        "status",
        "approved_by",
        "approved_on",
        "horizon_from",
        "horizon_to",
        "source_url",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Planes de transporte urbano",
        facts_and_samples((_area("plan", "Plan de transporte urbano", 0.25, "name"),), _as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    boundary_path="declared_unit__boundary_source",
    sheet="/transporte/planes/{code}/",
)

URBAN_TRANSPORT_PROJECTS = Layer(
    name="urban_transport_projects",
    title="Medidas de planes de transporte urbano",
    abstract="Medidas de los planes de transporte urbano por programa y fase, con el presupuesto "
    "previsto para la fase y lo que se sabe de su avance. Una medida de varias fases tiene una "
    "fila en cada una. La que el documento no sitúa se dibuja como contorno de toda su unidad. "
    f"{_WHERE}",
    theme="transport",
    keywords=("transporte urbano", "PMUS", "medidas", "presupuesto", "programas"),
    commitments=(10,),
    rows=_projects,
    geom="shape",
    geometry_type="Geometry",
    title_field="name",
    fields=fields_of(
        UrbanTransportProject,
        "plan_code",
        "code",
        "name",
        "strategy",
        "category",
        "programme",
        "scope",
        "phase",
        "phase_number",
        "phase_from",
        "phase_to",
        "budget_pen",
        "status",
        "status_on",
        "executed_pen",
        "progress_pct",
        "extent",
        *DECLARED,
        "source_url",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Medidas de planes de transporte urbano",
        (
            *map(fact, _measure_rules(samples=False)),
            *map(sample, _measure_rules(samples=True)),
        ),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    boundary_path="declared_unit__boundary_source",
    sheet="/transporte/planes/{plan_code}/",
)

URBAN_TRANSPORT_INDICATORS = Layer(
    name="urban_transport_indicators",
    title="Indicadores de planes de transporte urbano",
    abstract="Los números de los indicadores de cada plan: su línea de base, sus valores por "
    f"fecha y su meta, sobre la unidad que declaran. {_WHERE}",
    theme="transport",
    keywords=("transporte urbano", "PMUS", "indicadores", "línea de base", "meta"),
    commitments=(10,),
    rows=_indicators,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        UrbanTransportIndicator,
        "plan_code",
        "code",
        "name",
        "kind",
        "period_start",
        "granularity",
        "value",
        "unit_of_measure",
        "project_code",
        *DECLARED,
        "source_url",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Indicadores de planes de transporte urbano",
        facts_and_samples((_area("indicator", "Unidad con indicadores", 0.1, "code"),), _as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    boundary_path="declared_unit__boundary_source",
    sheet="/transporte/planes/{plan_code}/",
    time_field="period_start",
)
