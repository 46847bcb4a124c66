"""The sectors that sit in a commission: one spelling each, and the others that files have.

This site's own list: groups of members, and the sectors of the State. Never persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from territory.names import bare_name

# Title → other spellings; what differs in accents, case or punctuation only needs no line.
SECTORS: dict[str, tuple[str, ...]] = {
    "Gobierno nacional": ("Estado", "Ejecutivo", "Entidades del gobierno nacional"),
    "Gobierno regional": ("GORE", "GR", "Región", "Gobiernos regionales"),
    "Gobierno local": (
        "GL",
        "Municipalidad",
        "Municipalidades",
        "Municipio",
        "Municipios",
        "Gobiernos locales",
    ),
    "Agricultura y riego": (
        "Agricultura",
        "Agrario",
        "Sector agrario",
        "MINAGRI",
        "MIDAGRI",
        "Desarrollo agrario y riego",
    ),
    "Ambiente": ("Sector ambiente", "MINAM", "Ambiental"),
    "Comercio exterior y turismo": ("Turismo", "MINCETUR", "Comercio y turismo"),
    "Cultura": ("MINCUL", "Sector cultura"),
    "Educación": ("MINEDU", "Sector educación", "DRE", "UGEL"),
    "Energía y minas": ("MINEM", "Minería", "Energía", "Energía y minería"),
    "Producción": ("PRODUCE", "Pesca", "Pesquería", "Industria y pesca"),
    "Salud": ("MINSA", "Sector salud", "DIRESA", "DISA", "GERESA"),
    "Transportes y comunicaciones": ("MTC", "Transporte", "Transportes"),
    "Vivienda, construcción y saneamiento": (
        "Vivienda",
        "MVCS",
        "Saneamiento",
        "Vivienda y saneamiento",
    ),
    "Academia": ("Universidad", "Universidades", "Sector académico", "Institutos"),
    "Colegios profesionales": ("Colegio profesional", "Gremios profesionales"),
    "Comunidades campesinas y pueblos indígenas": (
        "Comunidades campesinas",
        "Comunidades nativas",
        "Comunidades campesinas y nativas",
        "Pueblos indígenas",
        "Pueblos indígenas u originarios",
    ),
    "Cooperación internacional": ("Cooperantes", "Donantes", "Cooperación técnica"),
    "Sector privado": ("Empresa", "Empresas", "Empresa privada", "Empresarial", "Privado"),
    "Sociedad civil": ("ONG", "ONGs", "Organizaciones de la sociedad civil", "OSC"),
}
SEPARATOR = "; "

_BY_SPELLING = {
    bare_name(spelling): title for title, others in SECTORS.items() for spelling in (title, *others)
}
_BETWEEN = re.compile(r"[;|\n]")


def known_sectors(raw: str) -> str | None:
    """The sectors of a cell, each once, in this list's order; None where it names none."""
    named = {_BY_SPELLING[bare_name(part)] for part in _parts(raw) if _is_known(part)}
    return SEPARATOR.join(title for title in SECTORS if title in named) or None


def unknown_sectors(raw: str) -> str:
    """The remark on what the cell names and this list doesn't have; "" where it has all."""
    count = sum(not _is_known(part) for part in _parts(raw))
    if not count:
        return ""
    return (
        f"Se omite lo que no es un sector de la lista ({count}): solo se publican sectores, "
        "separados por punto y coma, nunca personas."
    )


def _parts(raw: str) -> Iterator[str]:
    """What lies between separators; a comma is one too, but within a sector's title."""
    for part in filter(None, map(str.strip, _BETWEEN.split(raw))):
        if _is_known(part):
            yield part
        else:
            yield from filter(None, map(str.strip, part.split(",")))


def _is_known(part: str) -> bool:
    return bare_name(part) in _BY_SPELLING
