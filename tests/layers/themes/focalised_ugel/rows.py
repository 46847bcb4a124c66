"""Good rows of the four files, which tests change."""

from __future__ import annotations

ORIGIN = {
    "fuente": "Informe 7",
    "url_fuente": "https://www.gob.pe/informe-7",
    "fecha_corte": "2019-12-31",
}
FOCALISED = ORIGIN | {
    "codigo_ugel": "140001",
    "ugel": "UGEL Chiclayo",
    "ubigeo": "140101",
    "territorio": "Chiclayo",
    "fecha_focalizacion": "2017-05-02",
    "etapa": "en diseño",
    "fecha_etapa": "2018-01-15",
}
STEP = ORIGIN | {
    "codigo_ugel": "140001",
    "orden": "1",
    "paso": "Mesa con los actores locales",
    "estado": "realizado",
    "fecha": "2018-02-01",
    "actores": "UGEL; GORE",
}
AGREEMENT = ORIGIN | {
    "codigo_ugel": "140001",
    "codigo": "A1",
    "acuerdo": "Atender a las escuelas con un equipo de salud",
    "partes": "UGEL; Salud",
    "fecha": "2018-03-01",
    "fecha_limite": "2018-12-31",
    "estado": "pendiente",
}
VERSION = ORIGIN | {
    "documento": "Modelo de gestión",
    "version": "1.0",
    "fecha": "2017-09-01",
    "url_documento": "https://www.gob.pe/modelo-1",
}
