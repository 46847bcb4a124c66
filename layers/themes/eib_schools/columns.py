"""The columns of the register of EIB schools (RNIIEE-EIB).

The ministry publishes it with a title above its header. How it spells its headers isn't known
here: each column takes the spellings that its other registers use.
"""

from __future__ import annotations

from layers.reading.cells import CellError, parse_text
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.rural_schools.columns import parse_annex, parse_code
from territory.languages import Match, UnknownLanguage, match_language
from territory.languages.matching import name_key
from territory.models import EibSchool
from territory.models.eib_schools import Attention

# The form has no name by which a sample could be known: its UGEL says it.
SAMPLES = SampleMark(("UGEL DE EJEMPLO",), "La UGEL de una muestra se llama «UGEL DE EJEMPLO …».")

_ATTENTION = {
    "fortalec": Attention.STRENGTHENING,
    "revitaliz": Attention.REVITALIZATION,
    "urban": Attention.URBAN,
}
# How a cell says that there is no second or third language.
_NONE = {"", "ninguna", "ninguno", "noaplica", "na", "sinlengua", "0"}
_LONGEST_LANGUAGE = 100


def parse_language(raw: str) -> Match | None:
    """The official language that a cell names, with its variety; None where it names none."""
    text = parse_text(raw, _LONGEST_LANGUAGE)
    if name_key(text) in _NONE:
        return None
    try:
        return match_language(text)
    except UnknownLanguage as error:
        raise CellError(str(error)) from error


def _parse_attention(raw: str) -> str | None:
    text = parse_text(raw, 100)
    if not text:
        return None
    key = name_key(text)
    found = {form for part, form in _ATTENTION.items() if part in key}
    if len(found) != 1:
        raise CellError("Debe decir «fortalecimiento», «revitalización» o «urbano», y solo uno.")
    return found.pop().value


def _parse_modular_code(raw: str) -> str:
    return parse_code(raw, 7)


def _parse_local_code(raw: str) -> str:
    text = raw.strip()
    return parse_code(text, 6) if text.strip("0.") else ""


CODE = Column(
    "COD_MOD",
    "modular_code",
    "7 dígitos; se reponen los ceros perdidos",
    also=("Código modular", "CODMOD", "Cod. modular", "Código modular de la IE"),
    required=True,
    strict=True,
    parse=_parse_modular_code,
)
_IDENTITY = (
    CODE,
    Column(
        "ANEXO",
        "annex",
        "un dígito. Si el archivo no lo trae se toma el 0, que es la escuela misma",
        also=("Código de anexo", "Anexo de la IE"),
        strict=True,
        parse=parse_annex,
    ),
    Column(
        "CODLOCAL",
        "local_code",
        also=("Código de local", "Código local", "COD_LOCAL", "Código de local escolar"),
        parse=_parse_local_code,
    ),
    Column(
        "CEN_EDU",
        "reported_name",
        also=(
            "Nombre de la IE",
            "Nombre IE",
            "Nombre de SS.EE.",
            "Institución educativa",
            "Nombre de la institución educativa",
        ),
    ),
    Column("DRE", "dre", also=("DRE/GRE", "DRE o GRE", "D_DRE", "Región")),
    Column(
        "UGEL",
        "reported_ugel",
        "la del archivo, tal como viene; el código es el del padrón",
        also=("D_UGEL", "Nombre de la UGEL", "D_DREUGEL", "DRE / UGEL"),
        required=True,
        strict=True,
        sample=SAMPLES,
    ),
    Column(
        "D_NIV_MOD",
        "level",
        also=("Nivel", "Nivel educativo", "Nivel / Modalidad", "Nivel o modalidad", "Modalidad"),
    ),
)
_EIB = (
    Column(
        "FORMA_ATENCION",
        "attention",
        "fortalecimiento, revitalización o ámbitos urbanos, con las palabras que lo rodeen",
        also=(
            "Forma de atención",
            "Forma de atención EIB",
            "Forma atención EIB",
            "Forma de atención del MSEIB",
            "Tipo de atención EIB",
        ),
        required=True,
        strict=True,
        parse=_parse_attention,
    ),
)


def _language(number: int, *also: str) -> Column:
    roman = "I" * number
    return Column(
        f"LENGUA_ORIGINARIA_{number}",
        part_of=f"language_{number}",
        about="una de las 48 lenguas, con cualquiera de sus grafías conocidas; si nombra una "
        "variedad se guarda también",
        also=(
            *also,
            f"Lengua {number}",
            f"Lengua originaria {roman}",
            f"Lengua {roman}",
            f"Lengua indígena {number}",
            f"Lengua indígena u originaria {number}",
            f"L.O. {number}",
        ),
        required=number == 1,
        strict=True,
    )


LANGUAGES = (
    _language(1, "Lengua originaria", "Lengua", "Primera lengua originaria"),
    _language(2, "Segunda lengua originaria"),
    _language(3, "Tercera lengua originaria"),
)

FILE = Specification(
    EibSchool,
    (*_IDENTITY, *_EIB, *LANGUAGES),
    commitments=(5,),
    computed=("variety_1", "variety_2", "variety_3"),
)
