"""The columns of the long form, and which of its categories are taken."""

from __future__ import annotations

from layers.reading.specification import Column, Specification
from territory.models import TraffickingCount
from territory.models.trafficking import Offence, Register, Victims
from territory.names import fold

# What tells a row written for demonstration from a fact, in the file itself.
SAMPLE_NOTE = "DATO DE EJEMPLO"
# The row of all victims; those of sex and age are never taken.
ALL = "EM_EF_TOTAL"

TAKEN = {
    fold(text): code.value
    for text, code in {
        ALL: Victims.ALL,
        "F1_EXPLOTACION SEXUAL": Victims.SEXUAL,
        "F1_EXPLOTACION LABORAL": Victims.LABOUR,
        "F1_MENDICIDAD": Victims.BEGGING,
        "F1_TRABAJOS Y SERVICIOS FORZADOS": Victims.FORCED,
        "F1_TRAFICO DE ORGANOS TEJIDO HUMANO": Victims.ORGANS,
        "F1_VENTA DE NIÑOS": Victims.CHILDREN,
        "F1_NO IDENTIFICADO": Victims.NO_PURPOSE,
        "C_INTERNET": Victims.INTERNET,
        "C_OFERTA DE ESTUDIO": Victims.STUDY,
        "C_OFERTA DE TRABAJO": Victims.WORK,
        "C_PADRINAZGO": Victims.GODPARENT,
        "C_SEDUCCION": Victims.SEDUCTION,
        "C_OTRO (ESPECIFICAR)": Victims.OTHER_CAPTURE,
        "M_ABUSO DE PODER": Victims.POWER,
        "M_AMENAZA": Victims.THREAT,
        "M_CONCESION O RECEPCION DE PAGOS": Victims.PAYMENT,
        "M_ENGAÑO": Victims.DECEIT,
        "M_FRAUDE": Victims.FRAUD,
        "M_PRIVACION DE LA LIBERTAD": Victims.DETENTION,
        "M_VIOLENCIA": Victims.VIOLENCE,
        "M_OTRO (ESPECIFICAR)": Victims.OTHER_MEANS,
        "T_NACIONAL": Victims.NATIONAL,
        "T_INTERNACIONAL": Victims.INTERNATIONAL,
    }.items()
}
# As the file or an agency writes them.
REGISTERS = {"": Register.RETA.value, "reta": Register.RETA.value, "sistra": Register.SISTRA.value}
OFFENCES = {
    "": Offence.TRAFFICKING.value,
    "trata": Offence.TRAFFICKING.value,
    "trata de personas": Offence.TRAFFICKING.value,
    "trafico ilicito de migrantes": Offence.SMUGGLING.value,
}

_NEVER = "no se publica ni se guarda: solo distingue las filas de una comisaría"

FILE = Specification(
    TraffickingCount,
    (
        Column(
            "AÑO",
            part_of="period_start",
            about="año de la denuncia",
            also=("ANIO",),
            required=True,
            strict=True,
        ),
        Column(
            "MES",
            part_of="missing_months",
            about="1 a 12; los meses de los que el archivo no "
            "trae nada son no reportados, nunca cero",
            required=True,
            strict=True,
        ),
        Column(
            "CCDD",
            part_of="declared_ubigeo",
            about="código del INEI de la región; se repone el cero inicial perdido",
            strict=True,
        ),
        Column(
            "lugar",
            part_of="declared_ubigeo",
            about="nombre de la región; con «LIMA METROPOLITANA» y «REGIÓN LIMA» se forma Lima",
            also=("DEPARTAMENTO",),
            required=True,
            strict=True,
        ),
        Column("PROVINCIA", about=_NEVER),
        Column("DISTRITO", about=_NEVER),
        Column("COMISARÍA", about=_NEVER),
        Column(
            "categoría",
            about="grupo de la fila; cada grupo repite a las mismas víctimas",
            required=True,
        ),
        Column(
            "Denuncias por comisión",
            part_of="category",
            about="se toman `EM_EF_TOTAL` (todas "
            "las víctimas) y las que empiezan con `F1_`, `C_`, `M_` y `T_`; los totales se "
            "cotejan con sus partes; sexo, edad y lo demás no se toman",
            required=True,
            strict=True,
        ),
        Column(
            "Valor",
            part_of="value",
            about="número de víctimas; vacío es desconocido, no cero",
            required=True,
            strict=True,
        ),
        Column(
            "registro", part_of="register", about="`RETA` o `SISTRA`; sin ella, RETA", strict=True
        ),
        Column(
            "delito",
            part_of="offence",
            about="`trata` o `tráfico ilícito de migrantes`; sin ella, trata",
            strict=True,
        ),
        Column(
            "nota",
            about=f"`{SAMPLE_NOTE}` marca una muestra, que no se puede publicar como un hecho",
            strict=True,
        ),
    ),
    commitments=(18,),
    computed=("granularity", "state"),
)
