"""Commitment 17: complaints of extortion by unit and year, as each source counts them."""

from __future__ import annotations

from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, When
from django.utils.translation import gettext_lazy as _

from layers.fields import Field, FieldType
from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles.counts import number_style
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.crime.extortion import as_told
from territory.models import ExtortionCount
from territory.models.extortion import ExtortionAspect

IS_LATEST = Field(
    "is_latest",
    _("Del corte más reciente"),
    FieldType.BOOLEAN,
    description=_("Solo estas filas se dibujan; las demás fuentes y cortes están en la tabla."),
)

_BREAKS = (5, 50, 500, 2_000)


def _rows(user: AnyUser) -> QuerySet[ExtortionCount]:
    later = as_told().filter(
        declared_unit=OuterRef("declared_unit"),
        period_start=OuterRef("period_start"),
        category=OuterRef("category"),
        cutoff_date__gt=OuterRef("cutoff_date"),
    )
    # A condition as such isn't cast to text by itself.
    latest = Case(When(Exists(later), then=False), default=True, output_field=BooleanField())
    return as_told().annotate(is_latest=latest)


_STYLES = tuple(
    number_style(
        aspect.value,
        f"Extorsión: {aspect.label}",
        {"category": aspect.value, "is_latest": True},  # type: ignore[dict-item]
        _BREAKS,
        "denuncias",
    )
    for aspect in ExtortionAspect
)

EXTORTION_COUNTS = Layer(
    name="extortion_counts",
    title="Denuncias de extorsión en La Libertad, por fuente",
    abstract="Denuncias de extorsión en La Libertad, la provincia de Trujillo o sus distritos, por "
    "año, como las cuenta cada fuente a su fecha de corte: no coinciden, y no se suman. Son "
    "denuncias, no delitos cometidos. Un número de 1 a 4, y otros de los que se deduciría, quedan "
    "reservados. Las características (modalidad y medio) se dan por provincia o región.",
    theme="security",
    keywords=("extorsión", "Trujillo", "La Libertad", "seguridad", "denuncias"),
    commitments=(17,),
    rows=_rows,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="unit_name",
    fields=fields_of(
        ExtortionCount,
        *DECLARED,
        "period_start",
        "period_end",
        "granularity",
        "category",
        "told_by",
        "told_level",
        "value",
        "state",
        IS_LATEST,
        "source_url",
        *PROVENANCE,
    ),
    style=_STYLES[0],
    styles=_STYLES[1:],
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="period_start",
    time_end_field="period_end",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="",
)
