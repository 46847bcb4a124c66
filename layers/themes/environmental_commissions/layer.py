"""Commitment 3: environmental commissions, drawn on the units that they serve.

By what is known of the assistance that the commitment promises them.
"""

from __future__ import annotations

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles.model import Fill, Rule, Style
from layers.styles.twins import facts_and_samples
from layers.themes.environmental_commissions.drawing import COLOR, DARK, LIGHT, as_sample, of_kind
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import EnvironmentalCommission


def _rows(user: AnyUser) -> QuerySet[EnvironmentalCommission]:
    return EnvironmentalCommission.objects.published()


def _classes(kind: str, what: str, opacity: float) -> tuple[Rule, ...]:
    def state(value: str, title: str, color: str) -> Rule:
        return of_kind(
            kind,
            f"{kind}{what}, {title}",
            Fill(color, opacity),
            field="assistance",
            value=value,
            label="name",
            name=f"{kind.lower()}_{value}",
        )

    return (
        state("improved", "con mejora evidenciada", DARK),
        state("assisted", "con asistencia técnica", COLOR),
        of_kind(kind, f"{kind}{what}, sin asistencia conocida", Fill(LIGHT, opacity), label="name"),
    )


ENVIRONMENTAL_COMMISSIONS = Layer(
    name="environmental_commissions",
    title="Comisiones ambientales (CAR y CAM)",
    abstract="Comisiones ambientales regionales (CAR, sobre departamentos) y municipales (CAM, "
    "sobre provincias y distritos), dibujadas en la unidad que declaran según lo que se conoce de "
    "la asistencia técnica que recibieron: con una mejora que tiene evidencia, con asistencia, o "
    "sin asistencia conocida, lo que no quiere decir que no la hubo.",
    theme="environment",
    keywords=("ambiente", "CAR", "CAM", "gobernanza ambiental"),
    commitments=(3,),
    rows=_rows,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="name",
    fields=fields_of(
        EnvironmentalCommission,
        "kind",
        "name",
        *DECLARED,
        "created_by",
        "created_on",
        "instrument_number",
        "instrument_on",
        "instrument_url",
        "plan",
        "plan_on",
        "plan_url",
        "member_sectors",
        "assisted",
        "assisted_on",
        "assistance",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Comisiones ambientales por asistencia conocida",
        facts_and_samples(
            (
                *_classes("CAM", " (comisión municipal)", 0.7),
                *_classes("CAR", " (comisión regional)", 0.35),
            ),
            as_sample,
        ),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="created_on",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="MINAM",
    sheet="/comisiones/{kind}/{declared_ubigeo}/",
)
