"""Commitment 16: complaints by unit, year and kind, and by month."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.functions import Length

from layers.layer import AnyUser, Layer
from layers.model_fields import field_of
from layers.themes.count_fields import count_fields
from layers.themes.crime_counts.fields import RATE
from layers.themes.crime_counts.styles import count_style, rate_style
from territory.crime.rates import with_rate
from territory.models.crime import KINDS, CrimeCount, CrimeKind
from territory.periods import Granularity

# Said beside every map of complaints.
REPORTED = (
    "Son denuncias, no delitos cometidos: lo que no se denuncia no está, y se denuncia más donde "
    "hay comisarías cerca o más confianza en ellas."
)
_RESERVED = (
    "Un número de 1 a 4, y otros de los que se deduciría, quedan reservados. Sin fila en un mes "
    "que el archivo cubre no hubo denuncias registradas; un mes que falta es no reportado."
)
_LEVEL = field_of(CrimeCount, "declared_unit__level", name="unit_level", title="Nivel de la unidad")
_FIELDS = count_fields(CrimeCount)
_AT = next(at for at, field in enumerate(_FIELDS) if field.name == "period_start")


def _years(user: AnyUser) -> QuerySet[CrimeCount]:
    return with_rate(_finest_first(Granularity.YEAR))


def _months(user: AnyUser) -> QuerySet[CrimeCount]:
    return _finest_first(Granularity.MONTH)


def _finest_first(granularity: Granularity) -> QuerySet[CrimeCount]:
    """Districts before what they lie in: of the rows of a place theirs says the most of it."""
    rows: QuerySet[CrimeCount] = CrimeCount.objects.published().filter(granularity=granularity)
    return rows.order_by(Length("declared_unit_id").desc(), "pk")


CRIME_COUNTS = Layer(
    name="crime_counts",
    title="Denuncias policiales por año y modalidad",
    abstract="Denuncias registradas por la Policía Nacional (SIDPOL), según dónde y cuándo fue el "
    f"hecho, por distrito, provincia y departamento. {REPORTED} {_RESERVED} La tasa se da solo "
    "donde se conoce la población de ese mismo año.",
    theme="security",
    keywords=("seguridad", "denuncias", "delitos", "SIDPOL", "tasa", "serie"),
    commitments=(16,),
    rows=_years,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="unit_name",
    fields=(*_FIELDS[:_AT], _LEVEL, *_FIELDS[_AT:-4], RATE, *_FIELDS[-4:]),
    style=count_style(CrimeKind.TOTAL),
    styles=(rate_style(), *map(count_style, KINDS)),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="period_start",
    time_end_field="period_end",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="MININTER",
)

CRIME_MONTHS = Layer(
    name="crime_months",
    title="Denuncias policiales por mes",
    abstract="Denuncias registradas por la Policía Nacional (SIDPOL) en cada mes, de todas las "
    f"modalidades juntas, según dónde fue el hecho. {REPORTED} {_RESERVED}",
    theme="security",
    keywords=("seguridad", "denuncias", "delitos", "SIDPOL", "mes", "serie"),
    commitments=(16,),
    rows=_months,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="unit_name",
    fields=(*_FIELDS[:_AT], _LEVEL, *_FIELDS[_AT:]),
    style=count_style(CrimeKind.TOTAL),
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="period_start",
    time_end_field="period_end",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="MININTER",
)
