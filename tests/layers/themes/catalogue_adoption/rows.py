"""Good rows of the two files, which tests change."""

from __future__ import annotations

from tests.layers.themes.focalised_ugel.rows import ORIGIN

ADOPTION = ORIGIN | {
    "codigo_establecimiento": "00002941",
    "establecimiento": "Carlos Cornejo Rosello",
    "ubigeo": "140101",
    "territorio": "Chiclayo",
    "catalogo": "Lista A",
    "uso": "en uso",
    "version": "2.0",
    "desde": "2018-06-01",
}
PRACTICE = ORIGIN | {
    "documento": "Protocolo de triaje",
    "version": "1.0",
    "fecha": "2017-09-01",
    "url_documento": "https://www.gob.pe/triaje-1",
    "tipo": "protocolo",
    "sha256": "AB" * 32,
}
CODE = ORIGIN | {
    "catalogo": "Lista de procedimientos",
    "url": "https://www.gob.pe/lista",
    "version": "1.0",
    "estado_version": "vigente",
    "fecha_version": "2018-01-01",
    "codigo": "A01",
    "denominacion": "Consulta",
    "codigo_padre": "",
    "estado": "vigente",
}
MAPPING = ORIGIN | {
    "tabla": "De una lista a otra",
    "url": "https://www.gob.pe/tabla",
    "version": "1.0",
    "estado_version": "vigente",
    "catalogo_origen": "https://www.gob.pe/lista",
    "version_origen": "1.0",
    "codigo_origen": "A01",
    "catalogo_destino": "https://www.gob.pe/otra",
    "version_destino": "1.0",
    "codigo_destino": "B01",
    "correspondencia": "es equivalente",
}
