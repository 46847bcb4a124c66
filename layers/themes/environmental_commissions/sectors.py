"""The sectors that sit in a commission: one spelling each, and the others that files have.

This site's own list: groups of members, and the sectors of the State. Never persons.
"""

from __future__ import annotations

from layers.themes.named_list import NamedList

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
_LIST = NamedList(SECTORS)


def known_sectors(raw: str) -> str | None:
    """The sectors of a cell, each once, in this list's order; None where it names none."""
    return _LIST.known(raw)


def unknown_sectors(raw: str) -> str:
    """The remark on what the cell names and this list doesn't have; "" where it has all."""
    count = _LIST.number_unknown(raw)
    if not count:
        return ""
    return (
        f"Se omite lo que no es un sector de la lista ({count}): solo se publican sectores, "
        "separados por punto y coma, nunca personas."
    )
