"""Samples of which catalogues facilities use, of the sample facilities, and of practices."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.catalogue_adoption.adoption_file import SAMPLE_CATALOGUE
from layers.themes.catalogue_adoption.codes_file import SAMPLE_URL
from layers.themes.health_facilities.sample import sample_facilities
from layers.themes.sample_places import CUTOFF_DATE, SOURCE, SamplePlaces, written

_FROM = ("fuente", "url_fuente", "fecha_corte")
_ADOPTION_HEADER = (
    "codigo_establecimiento",
    "establecimiento",
    "ubigeo",
    "territorio",
    "catalogo",
    "uso",
    "version",
    "desde",
    *_FROM,
)
_PRACTICES_HEADER = (
    "documento",
    "version",
    "fecha",
    "cambios",
    "url_documento",
    "tipo",
    "sha256",
    *_FROM,
)
_CODES_HEADER = (
    "catalogo",
    "url",
    "version",
    "estado_version",
    "fecha_version",
    "codigo",
    "denominacion",
    "definicion",
    "codigo_padre",
    "estado",
    *_FROM,
)
_MAPS_HEADER = (
    "tabla",
    "url",
    "version",
    "estado_version",
    "catalogo_origen",
    "version_origen",
    "codigo_origen",
    "catalogo_destino",
    "version_destino",
    "codigo_destino",
    "correspondencia",
    "nota",
    *_FROM,
)
# A sample has no address: none is invented.
_PROVENANCE = (SOURCE, None, CUTOFF_DATE)
_CATALOGUES = (f"{SAMPLE_CATALOGUE} A", f"{SAMPLE_CATALOGUE} B")
_LETTERS = ("A", "B")
_EDITIONS = (("1.0", "retirado", "2017-01-01"), ("2.0", "vigente", "2018-01-01"))
_GROUPS, _IN_GROUP = 5, 6
# What is known of a facility's use of a catalogue; None: nobody said, so there is no row.
_KNOWN = (
    ("en uso", "2.0", "2018-06-01"),
    ("en uso", "1.0", "2017-03-01"),
    None,
    ("en uso", None, None),
    ("no lo usa", None, None),
    None,
    ("en uso", "2.0", None),
)
_KINDS = ("protocolo", "buena práctica")


def write(places: SamplePlaces) -> dict[str, str]:
    """Most of the sample register's facilities, and three versions of two documents."""
    return {
        "catalogue_adoption.csv": written(_ADOPTION_HEADER, _adoption(places), ";"),
        "health_practices.csv": written(_PRACTICES_HEADER, _practices(), ";"),
        "health_codes.csv": written(_CODES_HEADER, _codes(), ";"),
        "health_code_maps.csv": written(_MAPS_HEADER, _maps(), ";"),
    }


def _adoption(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    for one in sample_facilities(places):
        for at, catalogue in enumerate(_CATALOGUES):
            known = _KNOWN[(one.number + 3 * at) % len(_KNOWN)]
            if known is not None:
                yield (
                    one.code,
                    one.name,
                    one.place.ubigeo,
                    one.place.name,
                    catalogue,
                    *known,
                    *_PROVENANCE,
                )


def _practices() -> Iterator[tuple[object, ...]]:
    for number, kind in enumerate(_KINDS, 1):
        for edition in range(1, number + 2):
            yield (
                f"PROTOCOLO DE EJEMPLO {number}",
                f"{edition}.0",
                f"2018-{3 * edition:02}-01",
                f"CAMBIO DE EJEMPLO {edition}" if edition > 1 else None,
                None,
                kind,
                # Nor is there a document of which it would be the hash.
                None,
                *_PROVENANCE,
            )


def _codes() -> Iterator[tuple[object, ...]]:
    """Two invented catalogues in two versions: the second adds, retires, renames and moves."""
    for letter, catalogue in zip(_LETTERS, _CATALOGUES, strict=True):
        for edition, state, day in _EDITIONS:
            for code, display, parent, code_state in _of_edition(letter, edition):
                yield (
                    catalogue,
                    f"{SAMPLE_URL}catalogo-{letter.lower()}",
                    edition,
                    state,
                    day,
                    code,
                    display,
                    None,
                    parent,
                    code_state,
                    *_PROVENANCE,
                )


def _of_edition(letter: str, edition: str) -> Iterator[tuple[str, str, str | None, str]]:
    is_new = edition == _EDITIONS[-1][0]
    for group in range(1, _GROUPS + 1):
        above = f"EJ-{letter}{group}"
        yield (above, f"Grupo inventado {group}", None, "vigente")
        for number in range(1, _IN_GROUP + (2 if is_new else 1)):
            display = f"Código inventado {group}.{number}"
            parent, state = above, "vigente"
            if is_new and number == 1:
                display = f"Código inventado {group}.{number}, con otro nombre"
            if is_new and number == 2:
                state = "fuera de uso"
            if is_new and number == 3:
                parent = f"EJ-{letter}{group % _GROUPS + 1}"
            yield (f"{above}{number:02}", display, parent, state)


def _maps() -> Iterator[tuple[object, ...]]:
    edition = _EDITIONS[-1][0]
    one, other = _LETTERS
    for group in range(1, _GROUPS + 1):
        for number in range(1, _IN_GROUP + 1):
            is_none = number == _IN_GROUP
            yield (
                "CORRESPONDENCIA DE EJEMPLO",
                f"{SAMPLE_URL}correspondencia",
                "1.0",
                "vigente",
                f"{SAMPLE_URL}catalogo-{one.lower()}",
                edition,
                f"EJ-{one}{group}{number:02}",
                f"{SAMPLE_URL}catalogo-{other.lower()}",
                edition,
                None if is_none else f"EJ-{other}{group}{number:02}",
                "no tiene correspondencia" if is_none else "es equivalente",
                None,
                *_PROVENANCE,
            )
