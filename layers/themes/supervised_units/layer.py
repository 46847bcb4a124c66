"""Commitment 2: the units that OEFA supervises."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, marked
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import SupervisedUnit

_COLOR = "#3b5b28"
_NAMED_FROM = 200_000

_UNIT = Rule(
    "unit",
    "Unidad que supervisa el OEFA",
    marker=Marker(Fill(_COLOR, 0.85), Stroke(palette.PAPER, 1.0), 9),
    label=Label("name", size_px=10, color=_COLOR, offset_y_px=12, max_scale=_NAMED_FROM),
)


def _rows(user: AnyUser) -> QuerySet[SupervisedUnit]:
    return SupervisedUnit.objects.published()


SUPERVISED_UNITS = Layer(
    name="supervised_units",
    title="Unidades que supervisa el OEFA",
    abstract="Las unidades fiscalizables (minas, plantas, lotes y otros) de la lista del OEFA, con "
    "su administrado y su subsector. Estar en la lista no dice que se encontrara algo en ella. No "
    "se publica el nombre de un administrado que sea una persona natural.",
    theme="environment",
    keywords=("ambiente", "fiscalización ambiental", "unidades fiscalizables", "OEFA"),
    commitments=(2,),
    rows=_rows,
    geom="geom",
    geometry_type="Point",
    title_field="code",
    fields=fields_of(
        SupervisedUnit,
        "code",
        "name",
        "holder",
        "sector",
        "subsector",
        *DECLARED,
        LOCATED,
        *PROVENANCE,
    ),
    style=Style("default", "Unidades", facts_and_samples((_UNIT,), marked)),
    sample_path="is_sample",
    source_url_path="source_url",
    attribution="OEFA",
)
