"""The territories that the plan's text names."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import field_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from territory.models import CommitmentTerritory

_field = partial(field_of, CommitmentTerritory)


def _rows(user: AnyUser) -> QuerySet[CommitmentTerritory]:
    return CommitmentTerritory.objects.all()


def _rules() -> tuple[Rule, ...]:
    national: dict[str, Any] = {"op": "isNull", "args": [{"property": "declared_ubigeo"}]}
    rules = [
        Rule(
            "national",
            "Alcance nacional",
            filter=national,
            stroke=Stroke(palette.BOUNDARY_STRONG, 1.2, dash=(8, 4)),
        )
    ]
    for theme, title in (("transport", "Transporte"), ("security", "Seguridad ciudadana")):
        color = palette.THEME[theme]
        rules.append(
            Rule(
                theme,
                f"{title}: lugar nombrado en el plan",
                filter={"op": "=", "args": [{"property": "theme"}, theme]},
                fill=Fill(color, 0.3),
                stroke=Stroke(color, 1.8),
                label=Label("title", size_px=11, color=color),
            )
        )
    rules.append(
        Rule(
            "named",
            "Lugar nombrado en el plan",
            fill=Fill(palette.THEME["open_government"], 0.3),
            stroke=Stroke(palette.THEME["open_government"], 1.8),
            label=Label("title", size_px=11),
        )
    )
    return tuple(rules)


COMMITMENT_TERRITORIES = Layer(
    name="commitment_territories",
    title="Territorios de los compromisos",
    abstract="Los 18 compromisos del III Plan de Acción de Gobierno Abierto sobre el territorio "
    "que su texto nombra, con las palabras del plan. Donde el texto no nombra un lugar, el "
    "compromiso es de alcance nacional; no se ha supuesto ninguno.",
    theme="open_government",
    keywords=("gobierno abierto", "compromisos", "plan de acción"),
    commitments=tuple(range(1, 19)),
    rows=_rows,
    geom="geom",
    geometry_type="MultiPolygon",
    title_field="title",
    fields=(
        _field("commitment__number", name="number", title="Compromiso"),
        _field("commitment__short_title", name="title"),
        _field("commitment__theme", name="theme"),
        _field("unit_id", name="declared_ubigeo", title="Ubigeo"),
        _field("unit__name", name="unit_name", title="Territorio"),
        _field("quote"),
        _field("commitment__plan__source", name="source"),
    ),
    style=Style("default", "Territorios de los compromisos", _rules()),
    source_path="commitment__plan__source",
    source_url_path="commitment__plan__source_url",
    cutoff_path=None,
    boundary_path="unit__boundary_source",
    licence="Documento público",
    attribution="Secretaría de Gestión Pública, PCM",
)
