"""Loading the official languages and their other spellings from ``territory.languages``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from layers.loading.swap import swap_rows
from territory.languages.matching import name_key
from territory.languages.table import aliases, languages, sources
from territory.models import Language, LanguageAlias

_AREAS = {"andina": Language.Area.ANDEAN, "amazónica": Language.Area.AMAZONIAN}
_LANGUAGE = (
    "name",
    "code",
    "family",
    "area",
    "iso_codes",
    "glottocodes",
    "source",
    "source_url",
    "cutoff_date",
    "classification",
    "classification_url",
)
_ALIAS = ("name", "key", "language_id", "variety", "source", "source_url", "cutoff_date")


def load_languages() -> None:
    """Make the stored languages and spellings equal to the table's."""
    with transaction.atomic():
        swap_rows(Language, _languages(), columns=_LANGUAGE, key=("name",), scope={})
        swap_rows(LanguageAlias, _aliases(), columns=_ALIAS, key=("key",), scope={})


def _languages() -> Iterator[dict[str, Any]]:
    official, linguists = sources()["bdpi"], sources()["glottolog"]
    for language in languages():
        yield {
            "name": language.name,
            "code": language.code,
            "family": language.family,
            "area": _AREAS[language.area].value,
            "iso_codes": list(language.iso_codes),
            "glottocodes": list(language.glottocodes),
            "source": official.title,
            "source_url": official.address,
            "cutoff_date": official.read_on,
            "classification": linguists.title,
            "classification_url": linguists.address,
        }


def _aliases() -> Iterator[dict[str, Any]]:
    for alias in aliases():
        yield {
            "name": alias.name,
            "key": name_key(alias.name),
            "language_id": alias.language,
            "variety": alias.variety,
            "source": alias.source.title,
            "source_url": alias.source.address,
            "cutoff_date": alias.source.read_on,
        }
