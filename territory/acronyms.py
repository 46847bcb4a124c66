"""What the acronyms of the plan's titles and texts stand for, in the plan's words where it says."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACRONYMS: dict[str, str | Promise] = {
    "ATU": _("Autoridad de Transporte Urbano"),
    "CAM": _("Comisión Ambiental Municipal"),
    "CAR": _("Comisión Ambiental Regional"),
    "DISER": _("Dirección de Servicios Educativos en el Ámbito Rural"),
    "EIB": _("Educación Intercultural Bilingüe"),
    "FAD": _("Formas de Atención Diversificada"),
    "IES": _("Institutos de Educación Superior"),
    "IEST": _("Instituciones Educativas de Educación Superior"),
    "MINEDU": _("Ministerio de Educación"),
    "OEFA": _("Organismo de Evaluación y Fiscalización Ambiental"),
    "SINIA": _("Sistema Nacional de Información Ambiental"),
    "UGEL": _("Unidad de Gestión Educativa Local"),
}
_WORD = re.compile(r"\b[A-ZÁÉÍÓÚÑ]{2,}\b")


def acronyms_in(*texts: str) -> list[tuple[str, str | Promise]]:
    """Each acronym of the texts with what it stands for, in the order of first use."""
    words = dict.fromkeys(word for text in texts for word in _WORD.findall(text))
    return [(word, ACRONYMS[word]) for word in words if word in ACRONYMS]
