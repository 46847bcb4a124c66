"""The columns of Invierte.pe's files, under the names of both of its downloads.

``DETALLE_INVERSIONES`` has one line of codes (CODIGO_UNICO, NOMBRE_INVERSION …), the public
search's spreadsheet has words ("Código único de inversión") and fewer columns, among them
neither the function nor coordinates.
"""

from __future__ import annotations

REQUIRED_COLUMNS = (
    "codigo_unico",
    "nombre_inversion",
    "departamento",
    "provincia",
    "distrito",
    "ubigeo",
)
OPTIONAL_COLUMNS = (
    "codigo_snip",
    "funcion",
    "estado",
    "situacion",
    "marco",
    "nivel",
    "sector",
    "entidad",
    "ejecutora",
    "des_modalidad",
    "monto_viable",
    "costo_actualizado",
    "pia_anio_actual",
    "pim_anio_actual",
    "dev_anio_actual",
    "deven_acumul_anio_ant",
    "avance_fisico",
    "avance_ejecucion",
    "tiene_f8",
    "tiene_f9",
    "tiene_f12b",
    "fecha_registro",
    "fecha_viabilidad",
    "num_habitantes_benef",
    "latitud",
    "longitud",
)
# The other header → the column's name here.
ALIASES = {
    "codigo_unico_de_inversion": "codigo_unico",
    "cui": "codigo_unico",
    "cod_snip": "codigo_snip",
    "nombre_de_la_inversion": "nombre_inversion",
    "estado_de_la_inversion": "estado",
    "nombre_uep": "ejecutora",
    "fecha_de_registro": "fecha_registro",
    "fecha_de_viabilidad": "fecha_viabilidad",
    "beneficiarios": "num_habitantes_benef",
}
