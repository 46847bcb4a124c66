"""Samples of which catalogues facilities use, of the sample facilities, and of practices."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.catalogue_adoption.adoption_file import SAMPLE_CATALOGUE
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
# A sample has no address: none is invented.
_PROVENANCE = (SOURCE, None, CUTOFF_DATE)
_CATALOGUES = (f"{SAMPLE_CATALOGUE} A", f"{SAMPLE_CATALOGUE} B")
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
