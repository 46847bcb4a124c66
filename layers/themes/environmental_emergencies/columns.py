"""The columns of OEFA's layer of environmental emergencies."""

from __future__ import annotations

from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from territory.models import EnvironmentalEmergency

FILE = Specification(
    EnvironmentalEmergency,
    (
        Column(
            "CODIGO",
            "code",
            "código de la emergencia (`EA20-0006`); ninguno se repite",
            also=("COD_EMERGENCIA",),
            required=True,
            strict=True,
            sample=SampleMark(("EJEMPLO-",)),
        ),
        Column(
            "FECHA_EMERGENCIA",
            "occurred_on",
            also=("FECHA",),
            required=True,
            strict=True,
        ),
        Column("SECTOR", "sector", required=True),
        Column("SUBSECTOR", "subsector", also=("SUB_SECTOR",), required=True),
        Column(
            "ADM_INVOLUCRADOS",
            part_of="holder",
            about="se nombra solo si consta que no es una persona natural; si lo es se lee "
            "«persona natural», y si no se sabe queda vacío",
            also=("ADMINISTRADO",),
        ),
        Column(
            "UF_INVOLUCRADOS",
            part_of="facility",
            about="unidad fiscalizable; con la misma reserva",
            also=("UNIDAD_FISCALIZABLE",),
        ),
        Column("DEPARTAMENTO", part_of="declared_ubigeo", about="nombre"),
        Column("PROVINCIA", part_of="declared_ubigeo", about="nombre"),
        Column(
            "DISTRITO",
            part_of="declared_ubigeo",
            about="nombre; se toma la unidad más fina que exista",
        ),
        Column(
            "LATITUD", part_of="geom", about="grados; de la geometría, si es una capa", also=("Y",)
        ),
        Column(
            "LONGITUD", part_of="geom", about="grados; de la geometría, si es una capa", also=("X",)
        ),
    ),
    commitments=(2,),
    computed=("holder", "facility", "geom", "declared_ubigeo"),
)
# What is told of it in words, and by which number whom it involves is known.
WITHHELD = ("DESCRIPCION", "NRO_DOC_ADM", "RUC")
