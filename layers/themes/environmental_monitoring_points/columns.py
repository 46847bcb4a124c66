"""The columns of OEFA's values: of supervision, and of evaluations (IPASH), by both headings."""

from __future__ import annotations

from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from territory.models import EnvironmentalMeasurement

COMMITMENT = 2
SAMPLE_POINTS = SampleMark(("PUNTO DE EJEMPLO",))
# In which a file of supervision has its values: a column for each way of analysing.
WIDE = (
    Column(
        "Metales.Totales",
        part_of="value",
        about="valor; el encabezado queda como tipo de análisis",
    ),
    Column(
        "Metales.Disueltos.por.ICP.MS.incluido.Hg",
        part_of="value",
        about="valor; el encabezado queda como tipo de análisis",
    ),
)

FILE = Specification(
    EnvironmentalMeasurement,
    (
        Column(
            "PUNTO_MUESTREO",
            "point_code",
            "código del punto",
            also=("Nombre del punto", "PUNTO", "CODIGO_PUNTO", "Punto de muestreo"),
            required=True,
            strict=True,
            sample=SAMPLE_POINTS,
        ),
        Column(
            "FECHA_PTO",
            part_of="sampled_on",
            about="`17/3/2019`, `1/14/19`: qué número es el día lo dicen las demás fechas de esa "
            "misma forma; si no lo dicen, no se adivina",
            also=("Fecha", "FECHA_MUESTRA", "FECHA_MUESTREO"),
            required=True,
            strict=True,
        ),
        Column(
            "HORA",
            part_of="sampled_time",
            about="de 24 o de 12 horas (`5:54:00 PM`)",
            also=("HORA_MUESTRA",),
        ),
        Column(
            "MATRIZ",
            part_of="matrix",
            about="agua superficial, sedimento, suelo …",
            also=("Componente ambiental", "TXMATRIZ"),
            required=True,
            strict=True,
        ),
        Column(
            "PROCEDENCIA",
            part_of="matrix",
            about="precisa la matriz",
            also=("Procedencia de la Muestra",),
        ),
        Column(
            "PROCEDENCIA_ESPECIFICA",
            "place_kind",
            "con las palabras del archivo",
            also=("Procedencia Especifica de la Muestra",),
        ),
        Column(
            "PARAMETRO",
            "parameter",
            also=("Parámetro medido",),
            required=True,
            strict=True,
        ),
        Column("SIGNO", part_of="state", about="`<` o `>`: el número es un límite, no el valor"),
        Column(
            "VALOR",
            part_of="value",
            about="`<0.100` queda como menor que su límite; `sin valor` no es cero. El decimal de "
            "los límites y el de los valores se reconocen por separado",
            also=("RESULTADO",),
        ),
        *WIDE,
        Column(
            "UNIDAD",
            "original_unit",
            "la del archivo queda; el valor se da en mg/L, mg/kg, µg/m³ o µS/cm",
            also=("Unidad de medida",),
            required=True,
            strict=True,
        ),
        Column(
            "TIPO_ANALISIS",
            part_of="analysis",
            about="total, disuelto, in situ …",
            also=("Tipo de análisis",),
        ),
        Column("METODO", "method", also=("Metodología", "METODOLOGIA_ANALISIS")),
        Column("COORD_ESTE", part_of="geom", about="metros UTM", also=("Este",)),
        Column("COORD_NORTE", part_of="geom", about="metros UTM", also=("Norte",)),
        Column("TXZONA", part_of="geom", about="17, 18 o 19, fila por fila", also=("Zona",)),
        Column(
            "DATUM", part_of="geom", about="WGS84 o PSAD56; si falta la columna, el que se diga"
        ),
        Column("ALTITUD", part_of="geom", about="metros; del punto", also=("COTA",)),
        Column(
            "DESCRIPCION",
            part_of="geom",
            about="dónde está el punto",
            also=("Descripción de ubicación",),
        ),
        Column(
            "TXUBIGEO",
            part_of="declared_ubigeo",
            about="texto «DEPARTAMENTO, PROVINCIA, DISTRITO»",
        ),
        Column(
            "CUC",
            part_of="place_key",
            about="código de la supervisión: distingue puntos que se llaman igual",
        ),
        Column(
            "CATEGORIA",
            part_of="water_category",
            about="la del cuerpo de agua en el estándar (`1-A1`); sin ella nada se compara",
            also=("CATEGORIA_ECA", "ESTANDARCATEGORIA"),
        ),
        Column("INFORME", "report", also=("Número de informe", "ID_INFORME")),
        Column("ETAPA", "stage"),
    ),
    commitments=(COMMITMENT,),
    computed=("feed", "parameter_key", "result_key", "limit_value", "unit", "original_value"),
)
# A point's own, once for all its rows.
POINT_FIELDS = (
    "feed",
    "place_key",
    "code",
    "name",
    "matrix",
    "place_kind",
    "water_category",
    "description",
    "altitude_m",
    "geom",
    "declared_ubigeo",
    "commitments",
    "source",
    "source_url",
    "cutoff_date",
    "is_sample",
)
