"""A feed's second opinion on its page: sentences in Spanish, the gravest first, paged."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from frontend.feed_review import KINDS_PER_PAGE, sentences
from layers.themes.transit.gtfs.second_opinion import load_validator
from territory.models import TransitNotice
from tests.frontend.reading import text_of
from tests.territory import peopled

PAGE = "/transporte/redes/prueba/"


@pytest.mark.skipif(load_validator() is None, reason="gtfs-guru is not made for this machine")
def test_every_notice_of_the_validator_has_a_sentence_in_spanish() -> None:
    """Its own list of codes is the authority: a new version brings a failure here."""
    assert set(load_validator().notice_codes()) <= set(sentences())
    assert len(set(sentences().values())) > 185
    assert not any(sentence.endswith(".") for sentence in sentences().values())


def notice(code: str, severity: str, number: int = 1, **given: object) -> None:
    TransitNotice.objects.create(
        feed="prueba",
        code=code,
        severity=severity,
        number=number,
        checked_with="gtfs-guru 1.0.0",
        checked_on=dt.date(2026, 1, 20),
        **given,
    )


@pytest.fixture
def reviewed(db: None) -> None:
    peopled.make_stops([(-79.045, -8.11)])
    notice("", "info", 45)
    notice("unused_shape", "warning", 41, file="shapes.txt", rows=[2, 3, 4, 5, 6])
    notice("missing_required_field", "error", 1, file="stops.txt", field="stop_name", rows=[9])
    notice("of_tomorrow", "info", 3)


@pytest.mark.usefixtures("reviewed")
def test_the_page_says_what_where_and_how_often(client: Client) -> None:
    text = text_of(client, PAGE)
    assert "El revisor gtfs-guru 1.0.0 miró el archivo" in text
    assert "anotó 45 observaciones" in text
    gravest, other = text.index("Falta un valor obligatorio"), text.index("Ningún viaje usa un")
    assert gravest < other
    assert "stops.txt, columna stop_name, fila 9" in text
    assert "shapes.txt, filas 2, 3, 4, 5, 6 …" in text
    assert "«of_tomorrow», que este sitio no traduce" in text


@pytest.mark.usefixtures("reviewed")
def test_many_kinds_are_paged(client: Client) -> None:
    for number in range(KINDS_PER_PAGE):
        notice("unknown_column", "info", file="stops.txt", field=f"c{number:02}")
    assert "Página 1 de 2" in text_of(client, PAGE)
    assert f"columna c{KINDS_PER_PAGE - 1}" in text_of(client, f"{PAGE}?revision=2")


def test_a_feed_that_nobody_reviewed_says_so(db: None, client: Client) -> None:
    peopled.make_stops([(-79.045, -8.11)])
    assert "Ningún revisor ajeno lo miró" in text_of(client, PAGE)
