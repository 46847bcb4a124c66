"""Commitment 14: homes by water supply, on the provinces; one style a supply."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.styles.counts import share_style
from layers.themes.count_fields import count_fields
from territory.models import WaterSupplyCount
from territory.shares import with_share

# Percent, the same for every supply so that their maps can be compared: the network serves most
# homes of most provinces, each of the others few, and a river still a fifth of the homes of some.
_BREAKS = (5, 20, 40, 70)

_STYLES = tuple(
    share_style(
        supply.value,
        f"Viviendas particulares: {supply.label} (% del total)",
        {"category": supply.value, "counted": WaterSupplyCount.Counted.DWELLINGS.value},
        _BREAKS,
        "de las viviendas",
    )
    for supply in WaterSupplyCount.Supply
)


def _rows(user: AnyUser) -> QuerySet[WaterSupplyCount]:
    return with_share(WaterSupplyCount.objects.published())


WATER_SUPPLY_COUNTS = Layer(
    name="water_supply_counts",
    title="Viviendas por procedencia del agua",
    abstract="De dónde obtienen el agua las viviendas particulares y quienes viven en ellas, por "
    "provincia o departamento, según el censo del INEI. Cada unidad tiene una fila por periodo, "
    "procedencia y cosa contada: el mapa muestra qué parte de las viviendas tiene una procedencia, "
    "una por estilo, en el último periodo o en el que se pida (TIME).",
    theme="sanitation",
    keywords=("agua", "saneamiento", "vivienda", "censo", "serie"),
    commitments=(14,),
    rows=_rows,
    geom="declared_unit__geom",
    geometry_type="MultiPolygon",
    title_field="unit_name",
    fields=count_fields(WaterSupplyCount),
    style=_STYLES[0],
    styles=_STYLES[1:],
    sample_path="is_sample",
    source_url_path="source_url",
    time_field="period_start",
    time_end_field="period_end",
    boundary_path="declared_unit__boundary_source",
    licence="",
    attribution="INEI",
)
