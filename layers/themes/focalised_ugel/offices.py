"""The offices and sectors that take part in a UGEL's route and agreements; never persons.

This site's own list. An office may be told from others of its kind by its code: a UGEL's or DRE's
of six digits, a government's ubigeo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from layers.reading.cells import CellError
from layers.themes.named_list import SEPARATOR, NamedList

# Title → other spellings; what differs in accents, case or punctuation only needs no line.
OFFICES: dict[str, tuple[str, ...]] = {
    "Ministerio de Educación": ("MINEDU", "Sector educación", "Educación"),
    "DRE o GRE": (
        "DRE",
        "GRE",
        "Dirección Regional de Educación",
        "Gerencia Regional de Educación",
    ),
    "UGEL": ("Unidad de Gestión Educativa Local",),
    "Instituciones educativas": (
        "IIEE",
        "II.EE.",
        "Institución educativa",
        "Escuelas",
        "Redes educativas",
        "Directores de instituciones educativas",
        "Docentes",
    ),
    "Familias": ("APAFA", "Madres y padres de familia", "Padres de familia", "CONEI"),
    "Estudiantes": ("Municipios escolares",),
    "Consejo participativo de educación": (
        "COPALE",
        "COPARE",
        "Consejo Participativo Local de Educación",
        "Consejo Participativo Regional de Educación",
    ),
    "Gobierno nacional": ("Estado", "Ejecutivo", "PCM"),
    "Gobierno regional": ("GORE", "GR", "Gobiernos regionales"),
    "Gobierno local": (
        "GL",
        "Municipalidad",
        "Municipalidades",
        "Municipio",
        "Municipalidad provincial",
        "Municipalidad distrital",
        "Gobiernos locales",
    ),
    "Agricultura y riego": ("Agricultura", "MINAGRI", "MIDAGRI", "Sector agrario"),
    "Ambiente": ("MINAM", "Sector ambiente"),
    "Cultura": ("MINCUL", "Ministerio de Cultura", "Sector cultura"),
    "Desarrollo e inclusión social": (
        "MIDIS",
        "Ministerio de Desarrollo e Inclusión Social",
        "Qali Warma",
        "Programa Juntos",
    ),
    "Energía y minas": ("MINEM",),
    "Identidad y estado civil": ("RENIEC",),
    "Mujer y poblaciones vulnerables": (
        "MIMP",
        "Ministerio de la Mujer y Poblaciones Vulnerables",
        "Mujer",
    ),
    "Policía e interior": ("MININTER", "PNP", "Policía Nacional del Perú", "Interior"),
    "Salud": ("MINSA", "DIRESA", "GERESA", "Red de salud", "Sector salud", "Ministerio de Salud"),
    "Transportes y comunicaciones": ("MTC",),
    "Vivienda, construcción y saneamiento": ("MVCS", "Vivienda", "Saneamiento"),
    "Defensoría del Pueblo": (),
    "Academia": ("Universidad", "Universidades", "Institutos"),
    "Comunidades campesinas y pueblos indígenas": (
        "Comunidades campesinas",
        "Comunidades nativas",
        "Pueblos indígenas",
        "Pueblos originarios",
        "Organizaciones indígenas",
        "Pueblos indígenas u originarios",
    ),
    "Cooperación internacional": ("Cooperantes", "Cooperación técnica"),
    "Gremios docentes": ("SUTEP", "Sindicatos de docentes"),
    "Iglesias": ("Iglesia",),
    "Mesa de concertación": ("MCLCP", "Mesa de Concertación para la Lucha contra la Pobreza"),
    "Sector privado": ("Empresa", "Empresas", "Empresa privada"),
    "Sociedad civil": ("ONG", "ONGs", "Organizaciones de la sociedad civil"),
}
# Of these a code says which one is meant: six digits of the ministry, or a ubigeo.
_CODED = {
    "DRE o GRE": (6,),
    "UGEL": (6,),
    "Gobierno regional": (2,),
    "Gobierno local": (4, 6),
}

_LIST = NamedList(OFFICES)
_CODE = re.compile(r"(?P<office>.*\S)\s+(?P<code>\d{2,6})")
_BETWEEN = re.compile(r"[;|\n]")


@dataclass(frozen=True)
class _Named:
    """An office of the list, with its code where one is given."""

    place: int
    code: str
    title: str

    def __str__(self) -> str:
        return f"{self.title} {self.code}".strip()


def parse_offices(raw: str, *, fewest: int = 0) -> str | None:
    """The offices of a cell, each once, in this list's order; None where it is empty.

    Raises CellError, which repeats nothing of the cell, where it names anything else.
    """
    parts = list(_parts(raw))
    found = {named for part in parts if (named := _named(part))}
    unknown = sum(_named(part) is None for part in parts)
    if unknown:
        raise CellError(
            f"Nombra algo que no está en la lista de oficinas y sectores ({unknown}): sepárelos "
            "por punto y coma; nunca personas."
        )
    if len(found) < fewest:
        raise CellError(f"Nombre al menos {fewest} oficinas o sectores de la lista.")
    ordered = sorted(found, key=lambda named: (named.place, named.code))
    return SEPARATOR.join(map(str, ordered)) or None


def _parts(raw: str) -> Iterator[str]:
    """What lies between separators; a comma is one too, but within a title."""
    for part in filter(None, map(str.strip, _BETWEEN.split(raw))):
        if _named(part):
            yield part
        else:
            yield from filter(None, map(str.strip, part.split(",")))


def _named(part: str) -> _Named | None:
    if (title := _LIST.title_of(part)) is not None:
        return _Named(_PLACES[title], "", title)
    match = _CODE.fullmatch(part)
    title = _LIST.title_of(match["office"]) if match else None
    if match is None or title is None or len(match["code"]) not in _CODED.get(title, ()):
        return None
    return _Named(_PLACES[title], match["code"], title)


_PLACES = {title: place for place, title in enumerate(OFFICES)}
