"""What official files call INEI's units: abbreviations, articles, level words, other spellings.

The one place where a name is compared with a unit's. INEI, RENIEC and MEF write the same unit in
different ways: "PROV. CONST. DEL CALLAO", "STA. ROSA", "PERLA" for La Perla, "NAZCA" for Nasca.
A name is read as keys, the strictest first; whoever looks for one among siblings takes the first
key that a single sibling has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from territory.names import bare_name, fold

# How alike two spellings of one name are at least (difflib's ratio).
ALIKE = 0.7
# Names that a file cut off are at least this long.
_LEAST_CUT = 10

# More than the country's units, which are some 2,100.
_UNITS_KEPT = 4_096
# As much as a national file says of them, with the units above each.
_NAMES_KEPT = 16_384

# Letters that a file lost, as what stands for one: "ICHU?A"; "¥" is Ñ of code page 850 read as
# Latin-1, "Ð" the one of code page 437.
_LOST = re.compile("[?#¥Ð\N{REPLACEMENT CHARACTER}]")
_APOSTROPHES = re.compile("['’‘`´]")
_PARENTHESIS = re.compile(r"\s*\(([^)]*)\)?")
_TOKEN = re.compile(r"[a-z0-9]+")

# Before or after a unit's own name, saying of which level it is.
_LEVEL_WORDS = frozenset(
    (
        "departamento",
        "depto",
        "dpto",
        "dep",
        "provincia",
        "prov",
        "pcia",
        "provincial",
        "constitucional",
        "const",
        "distrito",
        "dist",
        "dtto",
        "distrital",
        "region",
        "reg",
        "regional",
        "gobierno",
        "gob",
        "gore",
        "municipalidad",
    )
)
_LITTLE_WORDS = frozenset(["de", "del", "la", "las", "lo", "los", "el", "y", "e"])
_ABBREVIATIONS = {
    "sta": "santa",
    "sto": "santo",
    "sn": "san",
    "stgo": "santiago",
    "gral": "general",
    "gnral": "general",
    "crnel": "coronel",
    "cnel": "coronel",
    "cnl": "coronel",
    "crl": "coronel",
    "cmdte": "comandante",
    "cap": "capitan",
    "tnte": "teniente",
    "tte": "teniente",
    "mcal": "mariscal",
    "mscal": "mariscal",
    "pdte": "presidente",
    "dr": "doctor",
    "nva": "nueva",
    "nvo": "nuevo",
    "pto": "puerto",
    "pte": "puente",
    "va": "villa",
    "fco": "francisco",
    "ma": "maria",
    "26": "veintiseis",
    "27": "veintisiete",
}

# By ubigeo, what official files write where no rule leads to INEI's spelling. INEI's ↔ RENIEC's
# table (ubigeo-peru-aumentado), INEI's boundaries of 2017 to 2021, MEF's and MINEDU's files.
OTHER_SPELLINGS: dict[str, tuple[str, ...]] = {
    "020109": ("Pampas",),
    "030407": ("Huayllo",),
    "050707": ("San Francisco de Ravacayco",),
    "051010": ("Huaya",),
    "060506": ("Santa Cruz de Toledo",),
    "080907": ("Quimbiri",),
    "100602": ("Daniel Alomías Robles",),
    "1103": ("Nazca",),
    "110301": ("Nazca",),
    "120906": ("San Juan de Yscos",),
    "150102": ("Ancon",),
    "150118": ("Chosica", "Lurigancho Chosica"),
    "150121": ("Magdalena Vieja",),
    "150135": ("San Martín de Porras",),
    "150712": ("Laraos",),
    "151003": ("Ayauca",),
    "230110": ("Gregorio Albarracín", "Gregorio Albarracín Lanchipa"),
    "230402": ("Héroes Albarracín Chucatamani",),
    "250201": ("Raymondi",),
    "070104": ("La Perla Alta",),
    "070103": ("Carmen de la Legua",),
}

# Department 15 as the police, the census and MEF divide it: the province of Lima, and the others.
LIMA, METROPOLITAN_LIMA = "15", "1501"
METROPOLITAN, OTHER_PROVINCES = "metropolitana", "region"
_CALLAO = "callao"
_CALLAO_PREFIX = frozenset("p c pc pcc").union(_LEVEL_WORDS)


def half_of_lima(department: str) -> str:
    """``METROPOLITAN`` or ``OTHER_PROVINCES`` where a name is that of a half of department 15.

    "LIMA METROPOLITANA" is the province of Lima; "REGIÓN LIMA", "LIMA PROVINCIAS" the other nine,
    which together are no unit of INEI's. "" for every other name.
    """
    tokens = set(_tokens(department))
    if "lima" not in tokens:
        return ""
    if tokens & {"metropolitana", "metropolitano"}:
        return METROPOLITAN
    is_region = tokens & {"region", "reg", "regional", "gore", "provincias"}
    return OTHER_PROVINCES if is_region else ""


@lru_cache(maxsize=_NAMES_KEPT)
def keys_of(name: str, above: str = "") -> tuple[str, ...]:
    """What a file's name may be known by, the strictest first; ``above`` is the parent's name.

    A file says the same names again and again, in ever new company.
    """
    return tuple(dict.fromkeys(key for key in _keys_of(name, above) if key))


def _keys_of(name: str, above: str) -> Iterator[str]:
    yield bare_name(name)
    plain = _PARENTHESIS.sub("", name)
    yield bare_name(plain)
    tokens = _without_level_words(_tokens(plain))
    yield "".join(tokens)
    yield _loose(tokens)
    parent = _loose(_without_level_words(_tokens(above)))
    rest = [token for token in tokens if token not in ("cercado", "metropolitana")]
    # The district of a province's capital: "CERCADO", "CERCADO DE LIMA", "AREQUIPA CERCADO".
    if parent and len(rest) < len(tokens) and _loose(rest) in ("", parent):
        yield parent


@lru_cache(maxsize=_UNITS_KEPT)
def own_keys(ubigeo: str, name: str) -> tuple[frozenset[str], frozenset[str]]:
    """By which a unit of INEI's is known: strictly, and where no sibling is known by the same.

    A second name in parentheses, as in "Quisqui (Kichki)", is a name of its own. What has been
    worked out is kept, since each reading of a file asks it of the whole directory.
    """
    inner = (match.strip() for match in _PARENTHESIS.findall(name))
    names = [name, _PARENTHESIS.sub("", name), *inner, *OTHER_SPELLINGS.get(ubigeo, ())]
    strict = frozenset(bare_name(one) for one in names if one)
    loose = frozenset(_loose(_tokens(one)) for one in names if one)
    return strict, loose - strict


def may_abbreviate(theirs: str, ours: str) -> bool:
    """Whether "J. L. BUSTAMANTE Y RIVERO" may be "José Luis Bustamante y Rivero".

    Word by word, each is ours or its beginning, and one at least is whole.
    """
    short, whole = (_significant(_tokens(_PARENTHESIS.sub("", name))) for name in (theirs, ours))
    if not short or len(short) != len(whole):
        return False
    pairs = list(zip(short, whole, strict=True))
    return all(b.startswith(a) for a, b in pairs) and any(a == b and len(a) > 3 for a, b in pairs)


def lost_letters(theirs: str) -> re.Pattern[str] | None:
    """What a bare name has to be where the file lost letters of it; None where it lost none."""
    if not _LOST.search(theirs):
        return None
    pieces = (re.escape(bare_name(piece)) for piece in _LOST.split(theirs))
    return re.compile("[a-z0-9]".join(pieces))


def resembles(theirs: str, ours: str, least: float = ALIKE) -> bool:
    """Whether a name may be another spelling of ours, or ours cut off: no proof by itself."""
    one, other = bare_name(theirs), bare_name(ours)
    if len(one) >= _LEAST_CUT and other.startswith(one):
        return True
    return SequenceMatcher(None, other, one).ratio() >= least


def reniec_department(inei: str) -> str:
    """RENIEC's number of a department, from INEI's.

    RENIEC keeps the alphabetical order of the 24 departments and puts Callao, INEI's 07, after
    them as 24; Ucayali, made later, is 25 for both.
    """
    if inei == "07":
        return "24"
    return f"{int(inei) - 1:02d}" if "08" <= inei <= "24" else inei


def _tokens(name: str) -> list[str]:
    return _TOKEN.findall(fold(_APOSTROPHES.sub("", name)))


def _without_level_words(tokens: list[str]) -> list[str]:
    """The unit's own words: ``provincia constitucional del callao`` → ``callao``."""
    if tokens[-1:] == [_CALLAO] and set(tokens[:-1]) <= _CALLAO_PREFIX | _LITTLE_WORDS:
        return tokens[-1:]
    kept = list(tokens)
    while len(kept) > 1 and kept[0] in _LEVEL_WORDS:
        kept.pop(0)
    if len(kept) < len(tokens):
        while len(kept) > 1 and kept[0] in ("de", "del"):
            kept.pop(0)
    while len(kept) > 1 and kept[-1] in _LEVEL_WORDS:
        kept.pop()
    return kept


def _significant(tokens: Iterable[str]) -> list[str]:
    return [_ABBREVIATIONS.get(token, token) for token in tokens if token not in _LITTLE_WORDS]


def _loose(tokens: list[str]) -> str:
    """Abbreviations written out, articles and little words left out."""
    return "".join(_significant(tokens)) or "".join(tokens)
