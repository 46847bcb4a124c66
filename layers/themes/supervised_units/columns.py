"""The columns of OEFA's list of supervised units.

Its own are ``ADMINISTRADO``, ``UNIDAD_FISCALIZABLE`` and ``COD_UF``; the others are called as in
OEFA's other lists, and taken where a file has them.
"""

from __future__ import annotations

from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from territory.models import SupervisedUnit

_RESERVE = (
    "se nombra solo si consta que no es una persona natural; si lo es se lee «persona natural», y "
    "si no se sabe queda vacío"
)
FILE = Specification(
    SupervisedUnit,
    (
        Column(
            "COD_UF",
            "code",
            "código de la unidad; ninguno se repite",
            also=("CODIGO_UF", "COD_UNIDAD_FISCALIZABLE"),
            required=True,
            strict=True,
            sample=SampleMark(("EJEMPLO-",)),
        ),
        Column(
            "UNIDAD_FISCALIZABLE",
            part_of="name",
            about=_RESERVE,
            also=("NOMBRE_UF", "PTAL_UF"),
            required=True,
        ),
        Column(
            "ADMINISTRADO",
            part_of="holder",
            about=_RESERVE,
            also=("PTAL_ADMIN",),
            required=True,
        ),
        Column("SECTOR", "sector"),
        Column("SUBSECTOR", "subsector", also=("SUB_SECTOR", "DES_SUB_SECTOR")),
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
    computed=("name", "holder", "geom", "declared_ubigeo"),
)
# By which number a firm or a person is known, and where they are written to.
WITHHELD = ("RUC", "NRO_DOC_ADM", "DIRECCION")
