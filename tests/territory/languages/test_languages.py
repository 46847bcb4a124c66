"""The table of official languages, and what texts mean among them.

Authorities: the Base de Datos de Pueblos Indígenas u Originarios for the 48 names (as many
republish them), Glottolog for families, codes and extinct languages.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import pytest

from territory.languages import (
    Match,
    UnknownLanguage,
    aliases,
    families,
    languages,
    match_language,
)
from territory.languages.matching import name_key, nearest
from territory.languages.table import not_matched, sources

OFFICIAL = [
    "Achuar",
    "Aimara",
    "Amahuaca",
    "Arabela",
    "Ashaninka",
    "Asheninka",
    "Awajún",
    "Bora",
    "Cashinahua",
    "Chamikuro",
    "Ese eja",
    "Harakbut",
    "Ikitu",
    "Iñapari",
    "Iskonawa",
    "Jaqaru",
    "Kakataibo",
    "Kakinte",
    "Kandozi-Chapra",
    "Kapanawa",
    "Kawki",
    "Kukama Kukamiria",
    "Madija",
    "Maijɨki",
    "Matsés",
    "Matsigenka",
    "Matsigenka Montetokunirira",
    "Munichi",
    "Murui-Muinanɨ",
    "Nahua",
    "Nomatsigenga",
    "Ocaina",
    "Omagua",
    "Quechua",
    "Resígaro",
    "Secoya",
    "Sharanahua",
    "Shawi",
    "Shipibo-Konibo",
    "Shiwilu",
    "Taushiro",
    "Ticuna",
    "Urarina",
    "Wampis",
    "Yagua",
    "Yaminahua",
    "Yanesha",
    "Yine",
]


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def test_the_table_holds_the_48_official_languages_in_their_own_spelling() -> None:
    assert [language.name for language in languages()] == OFFICIAL
    assert len({language.code for language in languages()}) == 48
    andean = {language.name for language in languages() if language.area == "andina"}
    assert andean == {"Aimara", "Jaqaru", "Kawki", "Quechua"}


@pytest.mark.parametrize("name", OFFICIAL)
def test_each_is_found_by_its_name_however_it_is_written(name: str) -> None:
    for text in (
        name,
        name.upper(),
        _unaccented(name).lower(),
        name.replace("-", " – "),
        name.replace(" ", "-"),
        f"  {name.replace(' ', '  ')}. ",
        unicodedata.normalize("NFD", name),
    ):
        assert match_language(text) == Match(name), text


def test_each_is_found_by_every_other_spelling_with_its_variety() -> None:
    for alias in aliases():
        for text in (alias.name, alias.name.upper(), _unaccented(alias.name)):
            assert match_language(text) == Match(alias.language, alias.variety), text


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("Aguaruna", "Awajún"),
        ("AGUARUNA (O AWAJUN)", "Awajún"),
        ("Huambisa", "Wampis"),
        ("Culina", "Madija"),
        ("Machiguenga", "Matsigenka"),
        ("Nanti", "Matsigenka Montetokunirira"),
        ("Cauqui", "Kawki"),
        ("Orejón", "Maijɨki"),
        ("Mayoruna", "Matsés"),
        ("Piro", "Yine"),
        ("Amuesha", "Yanesha"),
        ("Chayahuita", "Shawi"),
        ("Jebero", "Shiwilu"),
        ("Capanahua", "Kapanawa"),
        ("Candoshi-Shapra", "Kandozi-Chapra"),
        # The barred i doesn't exist in CP1252: spreadsheets write a question mark.
        ("MAIJ?KI", "Maijɨki"),
        ("Murui-Muinan?", "Murui-Muinanɨ"),
        ("MURUI-MUINANƗ", "Murui-Muinanɨ"),
    ],
)
def test_spellings_of_other_lists(written: str, language: str) -> None:
    assert match_language(written).language == language


@pytest.mark.parametrize(
    ("written", "variety"),
    [
        ("Quechua", ""),
        ("QUICHUA", ""),
        ("QUECHUA CHANKA", "Quechua Chanka"),
        ("Quechua Cusco Collao", "Quechua Collao"),
        ("Kichwa", "Kichwa amazónico"),
        ("QUECHUA LAMBAYEQUE (INKAWASI KAÑARIS)", "Quechua Inkawasi Kañaris"),
    ],
)
def test_quechua_is_one_language_and_keeps_the_variety_that_is_said(
    written: str, variety: str
) -> None:
    """The official list has one Quechua, Glottolog some thirty: none is deduced."""
    assert match_language(written) == Match("Quechua", variety)


@pytest.mark.parametrize(
    ("written", "match"),
    [
        ("Awajún (Aguaruna)", Match("Awajún")),
        ("HUAMBISA / WAMPIS", Match("Wampis")),
        ("Culina o Madija", Match("Madija")),
        ("Yine (o Piro)", Match("Yine")),
        ("QUECHUA (CHANKA) / Quechua Chanka", None),
        ("Quechua / Quechua Chanka", Match("Quechua", "Quechua Chanka")),
        ("Quechua Chanka / Quechua Collao", Match("Quechua")),
    ],
)
def test_several_spellings_of_one_language_are_that_language(
    written: str, match: Match | None
) -> None:
    """A name that isn't known beside one that is leaves doubt, and is refused."""
    if match is None:
        with pytest.raises(UnknownLanguage, match="Las más parecidas: Quechua"):
            match_language(written)
    else:
        assert match_language(written) == match


@pytest.mark.parametrize("written", ["Quechua / Aimara", "AIMARA O QUECHUA", "Aymara (Quechua)"])
def test_several_languages_in_one_cell_are_refused(written: str) -> None:
    with pytest.raises(UnknownLanguage, match="Nombra varias lenguas"):
        match_language(written)


def test_no_spelling_is_of_two_languages() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for language in languages():
        owners[name_key(language.name)].add(language.name)
    for alias in aliases():
        owners[name_key(alias.name)].add(alias.language)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}
    assert not owners.keys() & {name_key(name.name) for name in not_matched()}
    assert "" not in owners


def test_every_name_has_a_source_with_the_day_on_which_it_was_read() -> None:
    assert {alias.language for alias in aliases()} <= set(OFFICIAL)
    origins = {each.source for each in aliases()} | {each.source for each in not_matched()}
    for source in origins:
        assert len(source.title) > 20
        assert source.read_on.year >= 2026
    assert sources()["glottolog"].licence == "CC BY 4.0"


@pytest.mark.parametrize(
    ("name", "year"),
    [(each.name, each.last_year) for each in not_matched() if each.reason == "extinct"],
)
def test_an_extinct_language_is_never_matched(name: str, year: str) -> None:
    """Glottolog's last year of documentation."""
    for text in (name, name.upper(), _unaccented(name)):
        with pytest.raises(UnknownLanguage, match=year):
            match_language(text)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("Yora", "Puede ser Nahua, Amahuaca, Sharanahua o Yaminahua"),
        ("CAMPA", "Puede ser Ashaninka, Asheninka, Kakinte o Nomatsigenga"),
        ("Jíbaro", "Puede ser"),
        ("Castellano", "No es una lengua originaria"),
        ("Awajum", "Las más parecidas: Awajún"),
        ("Shipivo", "Shipibo-Konibo"),
        ("Mashco Piro", "No se conoce esa lengua"),
        ("xyz", "ninguna de las 48"),
        ("", "ninguna de las 48"),
        ("日本語", "ninguna de las 48"),
        ("Q" * 10_000, "ninguna de las 48"),
    ],
)
def test_what_names_none_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(UnknownLanguage, match=reason):
        match_language(written)


def test_the_nearest_names_are_at_most_three_and_each_once() -> None:
    assert nearest("Matsiguengua")[0] == "Matsigenka"
    assert len(nearest("Yaminahuas")) <= 3
    assert len(set(nearest("Ashaninca"))) == len(nearest("Ashaninca"))


def test_families_are_glottologs_with_its_isolates() -> None:
    """Fifteen families; Candoshi, Muniche, Taushiro and Urarina are Glottolog's isolates."""
    assert len(families()) == 16
    isolates = {language.name for language in languages() if language.family == "Aislada"}
    assert isolates == {"Kandozi-Chapra", "Munichi", "Taushiro", "Urarina"}
    codes = {language.name: language.iso_codes for language in languages()}
    assert codes["Awajún"] == ("agr",)
    assert codes["Kawki"] == ()
    assert len(codes["Quechua"]) > 25
    every = [code for language in languages() for code in language.iso_codes]
    assert len(every) == len(set(every))
