"""The options that say what of a file is meant, alike in every command that reads one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from layers.reading.context import Choice
from layers.reading.text_form import ENCODINGS, SEPARATORS
from layers.reading.utm import ZONES, Datum

_HELP = {
    "sheet": "hoja del libro, si varias tienen las columnas",
    "layer": "capa del archivo, si tiene varias",
    "crs": "sistema de coordenadas de un archivo que no lo dice o lo dice mal: EPSG:32718",
    "zone": "zona UTM de las filas que no la dicen",
    "datum": "datum de las filas que no lo dicen",
    "encoding": "codificación de un texto o de un DBF, si no es la que parece",
    "separator": "separador de las celdas de un CSV, si no es el que parece",
}
_ALLOWED: dict[str, dict[str, Any]] = {
    "zone": {"type": int, "choices": ZONES},
    "datum": {"choices": [datum.value for datum in Datum]},
    "encoding": {"choices": list(ENCODINGS), "default": ""},
    "separator": {"choices": list(SEPARATORS), "default": ""},
}


def add_choices(parser: ArgumentParser, *names: str) -> None:
    """An option for each of the names of ``Choice``."""
    for name in names:
        parser.add_argument(f"--{name}", help=_HELP[name], **_ALLOWED.get(name, {"default": ""}))


def choice_of(options: dict[str, Any]) -> Choice:
    """What was given of them."""
    return Choice(**{name: options[name] for name in _HELP if options.get(name)})
