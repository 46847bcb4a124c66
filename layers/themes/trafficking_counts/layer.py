"""Commitment 18: victims of trafficking, on the regions; one style a register and offence."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles.counts import number_style
from layers.themes.provenance import DECLARED, PROVENANCE
from territory.models import TraffickingCount
from territory.models.trafficking import Offence, Register, Victims

# The least published number above none, and as many regions in each further class, about.
_BREAKS = (5, 20, 50, 100)

_STYLES = tuple(
    number_style(
        f"{register.value}_{offence.value}",
        f"Víctimas de {offence.label}, según {register.label}",
        {
            "category": Victims.ALL.value,
            "register": register.value,
            "offence": offence.value,
        },
        _BREAKS,
        "víctimas",
    )
    for offence in Offence
    for register in Register
)


def _rows(user: AnyUser) -> QuerySet[TraffickingCount]:
    return TraffickingCount.objects.published()


TRAFFICKING_COUNTS = Layer(
    name="trafficking_counts",
    title="Víctimas de trata de personas por región y año",
    abstract="Víctimas de trata de personas y, aparte, de tráfico ilícito de migrantes que cuenta "
    "cada registro (RETA de la Policía, SISTRA del Ministerio Público; no coinciden, y no se "
    "suman), por región y año. Los números de 1 a 4 están reservados, y otros con los que se "
    "deducirían. Finalidad, captación, medio y alcance dividen a las mismas víctimas: no se suman "
    "entre sí. No hay datos de lugares menores que la región, ni de edades o sexos. Más denuncias "
    "registradas no es siempre más trata: depende también de cuánto se denuncia.",
    theme="security",
    keywords=("trata de personas", "tráfico de migrantes", "seguridad", "víctimas", "serie"),
    commitments=(18,),
    rows=_rows,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="unit_name",
    fields=fields_of(
        TraffickingCount,
        *DECLARED,
        "period_start",
        "period_end",
        "granularity",
        "category",
        "register",
        "offence",
        "value",
        "state",
        "missing_months",
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
    attribution="MININTER",
)
