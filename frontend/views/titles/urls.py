"""The addresses below ``/titulos/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.methods import offering, read_only
from frontend.views.titles import batch, keys, lookup

_form = offering("GET", "HEAD", "POST")

TITLES: list[URLPattern | URLResolver] = [
    path("", _form(lookup.index), name="titles"),
    path("lote/", _form(batch.index), name="titles-batch"),
    path("clave/", read_only(keys.keys), name="titles-keys"),
    path("clave.pem", read_only(keys.key_file), name="titles-key-file"),
    path("verificar/", _form(keys.verify), name="titles-verify"),
]
