"""Commitment 14: homes by water supply, on the provinces; one style a supply."""

from __future__ import annotations

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.styles.counts import count_style
from layers.themes.count_fields import count_fields
from territory.models import WaterSupplyCount

# Of the 196 provinces' counts by supply, most lie between tens and ten thousands; the network's
# reach two millions.
_BREAKS = (500, 2_000, 10_000, 50_000)

_STYLES = tuple(
    count_style(
        supply.value,
        f"Viviendas particulares: {supply.label}",
        {"category": supply.value, "counted": WaterSupplyCount.Counted.DWELLINGS.value},
        _BREAKS,
        "viviendas",
    )
    for supply in WaterSupplyCount.Supply
)


def _rows(user: AnyUser) -> QuerySet[WaterSupplyCount]:
    return WaterSupplyCount.objects.published()


WATER_SUPPLY_COUNTS = Layer(
    name="water_supply_counts",
    title="Viviendas por procedencia del agua",
    abstract="De dónde obtienen el agua las viviendas particulares y quienes viven en ellas, por "
    "provincia o departamento, según el censo del INEI. Cada unidad tiene una fila por periodo, "
    "procedencia y cosa contada: el mapa muestra las viviendas de una sola procedencia, una por "
    "estilo, en el último periodo o en el que se pida (TIME).",
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
