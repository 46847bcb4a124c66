"""A good row of the file of trainings, which tests change."""

from __future__ import annotations

GOOD = {
    "codigo_sesion": "S1",
    "fecha": "2018-05-10",
    "tema": "Uso del censo educativo",
    "organiza": "MINEDU",
    "ubigeo": "140101",
    "territorio": "Chiclayo",
    "local": "Auditorio de la DRE",
    "codigo_oficina": "140001",
    "oficina": "UGEL Chiclayo",
    "participantes": "30",
    "de_dre": "6",
    "de_ugel": "12",
    "de_instituciones_educativas": "12",
    "de_gobierno_regional": "0",
    "de_gobiernos_locales": "0",
    "de_otros_sectores": "0",
    "de_sociedad_civil": "0",
    "fuente": "Informe 9",
    "url_fuente": "https://www.gob.pe/informe-9",
    "fecha_corte": "2019-12-31",
}
EMPTY = dict.fromkeys((name for name in GOOD if name.startswith("de_")), "")
