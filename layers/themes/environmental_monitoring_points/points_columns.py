"""The columns of OEFA's layer of supervision points (PIFA)."""

from __future__ import annotations

from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.environmental_monitoring_points.columns import COMMITMENT
from territory.models import EnvironmentalMonitoringPoint

POINTS = Specification(
    EnvironmentalMonitoringPoint,
    (
        Column(
            "CUC",
            "code",
            "código único de la acción de supervisión; la comparten varios puntos",
            required=True,
            strict=True,
            sample=SampleMark(("EJEMPLO-",)),
        ),
        Column(
            "PTAL_ADMIN",
            part_of="holder",
            about="administrado: se nombra solo si consta que no es una persona natural; si lo es "
            "se lee «persona natural», y si no se sabe queda vacío",
            also=("ADMINISTRADO",),
        ),
        Column(
            "PTAL_UF",
            part_of="facility",
            about="unidad fiscalizable",
            also=("UNIDAD_FISCALIZABLE",),
            required=True,
        ),
        Column("DES_SUB_SECTOR", "subsector", also=("SUBSECTOR", "COORDINACION")),
        Column(
            "TXMATRIZ",
            part_of="matrix",
            about="agua superficial, suelo, aire …",
            also=("MATRIZ",),
            required=True,
            strict=True,
        ),
        Column(
            "FECHAINI_EJEC",
            "first_on",
            "inicio de la acción",
            also=("FECHA_INI_EJEC",),
        ),
        Column(
            "LATITUD",
            part_of="geom",
            about="grados; de la geometría, si es una capa",
            also=("Y", "LAT"),
        ),
        Column(
            "LONGITUD",
            part_of="geom",
            about="grados; de la geometría, si es una capa",
            also=("X", "LON"),
        ),
        Column(
            "TXUBIGEO",
            part_of="declared_ubigeo",
            about="texto «DEPARTAMENTO, PROVINCIA, DISTRITO»; la capa nacional no lo trae",
        ),
    ),
    commitments=(COMMITMENT,),
    computed=(
        "feed",
        "place_key",
        "name",
        "holder",
        "facility",
        "matrix",
        "geom",
        "declared_ubigeo",
    ),
)
