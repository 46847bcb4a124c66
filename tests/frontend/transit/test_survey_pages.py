"""Surveys on the pages: with method and coverage, never a small number, samples marked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from territory.models import TransportSurveyCount
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db


def publish(count: int | None, answer: str = "A", **given: Any) -> TransportSurveyCount:
    values: dict[str, Any] = {
        "declared_unit_id": "1501",
        "commitments": [9],
        "source": "Informe de prueba",
        "source_url": "https://example.org/informe.pdf",
        "cutoff_date": dt.date(2025, 7, 31),
        "survey_code": "ENC-1",
        "survey": "Encuesta de prueba",
        "question_code": "P1",
        "name": "¿Cómo viaja?",
        "answer_code": answer,
        "answer": f"Respuesta {answer}",
        "period_start": dt.date(2025, 6, 1),
        "granularity": "month",
        "value": count,
        "state": "suppressed" if count is None else "value",
        "interviewed": 75,
        "method": "En paraderos, al azar",
        "coverage": "De 15 años a más",
    }
    return TransportSurveyCount.objects.create(**(values | given))


def test_samples_are_marked_and_give_way_to_a_fact(client: Client) -> None:
    assert "EJEMPLO · ENCUESTA DE EJEMPLO" in text_of(client, "/transporte/encuestas/")
    assert "EJEMPLO" in text_of(client, "/transporte/encuestas/EJ-1501/")
    publish(40)
    page = text_of(client, "/transporte/encuestas/")
    assert "Encuesta de prueba" in page
    assert "ENCUESTA DE EJEMPLO" not in page
    assert client.get("/transporte/encuestas/EJ-1501/").status_code == 404


def test_a_commitments_page_says_how_and_whom(client: Client) -> None:
    publish(40)
    page = text_of(client, "/compromisos/9/")
    assert "Encuesta de prueba" in page
    assert "En paraderos, al azar" in page
    assert "De 15 años a más" in page
    assert "Personas entrevistadas por unidad 75" in page
    assert "Corte: 31 de julio de 2025" in page
    assert "Encuesta de prueba" not in text_of(client, "/compromisos/10/")


def test_a_surveys_page_shows_what_was_counted_and_what_was_not(client: Client) -> None:
    publish(40, "A"), publish(0, "B"), publish(None, "C")
    publish(None, "D", state="not_reported")
    publish(None, "C", declared_unit_id="0701", interviewed=None)
    page = text_of(client, "/transporte/encuestas/ENC-1/")
    assert "40 0 reservado no reportado 75" in page
    assert "– – reservado – no se publica" in page


@pytest.mark.parametrize("given", [{"value": 4}, {"value": 1}, {"interviewed": 3}])
def test_the_database_takes_no_small_number(given: dict[str, int]) -> None:
    """Whoever writes the row."""
    kept = publish(40)
    with pytest.raises(IntegrityError), transaction.atomic():
        TransportSurveyCount.objects.filter(pk=kept.pk).update(**given)
    TransportSurveyCount.objects.filter(pk=kept.pk).update(value=0)


def test_a_surveys_page_asks_no_more_for_more_answers(client: Client) -> None:
    def queries() -> int:
        client.get("/transporte/encuestas/ENC-1/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/transporte/encuestas/ENC-1/")
        return len(asked)

    publish(40)
    before = queries()
    for number in range(6):
        publish(40 + number, "B", question_code=f"P{number}")
    assert queries() == before


@pytest.mark.parametrize("code", ["NO-HAY", "enc-1"])
def test_no_such_survey_is_no_page(client: Client, code: str) -> None:
    publish(40)
    assert client.get(f"/transporte/encuestas/{code}/").status_code == 404
