"""The columns of a list of police stations.

No published form of MININTER's list is known here, so each column goes by several headings. Those
that name who is in charge, or lead to a person, are in ``WITHHELD``: nothing of them is read.
"""

from __future__ import annotations

from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from territory.models import PoliceStation

FILE = Specification(
    PoliceStation,
    (
        Column(
            "COMISARIA",
            "name",
            "nombre de la comisaría; dos del mismo distrito no pueden llamarse igual",
            also=(
                "Nombre",
                "Nombre de la comisaría",
                "NOM_COMISARIA",
                "NOMBRE_COMISARIA",
                "COMISARIA_PNP",
                "CPNP",
            ),
            required=True,
            strict=True,
            sample=SampleMark(("COMISARIA DE EJEMPLO",)),
        ),
        Column(
            "DEPARTAMENTO",
            part_of="declared_ubigeo",
            about="sin los tres nombres no se podría saber si el ubigeo es del INEI o de RENIEC",
            also=("REGION", "DPTO", "NOMBDEP"),
            required=True,
        ),
        Column(
            "PROVINCIA",
            part_of="declared_ubigeo",
            about="nombre",
            also=("PROV", "NOMBPROV"),
            required=True,
        ),
        Column(
            "DISTRITO",
            part_of="declared_ubigeo",
            about="nombre. Una comisaría sin un distrito del INEI se rechaza",
            also=("DIST", "NOMBDIST"),
            required=True,
            strict=True,
        ),
        Column(
            "UBIGEO",
            part_of="declared_ubigeo",
            about="código del INEI. Sin él se busca el distrito por sus tres nombres",
            also=("UBIGEO_INEI", "CODUBIGEO", "IDDIST"),
        ),
        Column(
            "LATITUD",
            part_of="geom",
            about="grados decimales",
            also=("LAT", "COORD_Y", "Y", "LATITUD_Y"),
        ),
        Column(
            "LONGITUD",
            part_of="geom",
            about="grados decimales",
            also=("LON", "LONG", "LNG", "COORD_X", "X", "LONGITUD_X"),
        ),
        Column(
            "TIPO",
            "kind",
            "con las palabras del archivo",
            also=("TIPO_COMISARIA", "TIPO DE COMISARIA", "CATEGORIA", "CLASIFICACION"),
        ),
        Column(
            "REGION_POLICIAL",
            "police_region",
            also=("REGPOL", "MACREGPOL", "MACRO_REGION_POLICIAL", "REGION PNP"),
        ),
        Column(
            "DIVISION_POLICIAL",
            "police_division",
            also=("DIVPOL", "FRENTE_POLICIAL", "DIVTER", "DIVISION PNP"),
        ),
        Column("DIRECCION", "address", also=("DOMICILIO", "UBICACION")),
    ),
    commitments=(16,),
)
# With a person's name, or leading to one.
WITHHELD = (
    *("Comisario", "Jefe", "Jefe de comisaría", "Nombre del comisario", "Nombre del jefe"),
    *("Grado", "Responsable", "Encargado", "Apellidos y nombres", "CIP", "DNI"),
    *("Teléfono", "Teléfonos", "Telefono fijo", "Celular", "Anexo", "Fax", "WhatsApp"),
    *("Correo", "Correo electrónico", "Email"),
)
