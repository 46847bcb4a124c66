"""The file of a survey's results, with the traps that such files hold."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Reading
from layers.themes.transport_surveys.source import SURVEYS

TODAY = dt.date(2026, 1, 31)
UNITS = {"07": "Callao", "15": "Lima", "1501": "Lima", "150101": "Lima", "0801": "Cusco"}
ROW = {
    "codigo_encuesta": "enc-2025",
    "encuesta": "Encuesta de prueba",
    "codigo_pregunta": "p1",
    "pregunta": "¿Cómo viaja?",
    "codigo_respuesta": "a",
    "respuesta": "En bus",
    "ubigeo": "1501",
    "territorio": "Lima",
    "periodo": "2025-06",
    "personas": "40",
    "entrevistadas": "75",
    "metodo": "En paraderos, al azar",
    "cobertura": "De 15 años a más",
    "fuente": "Informe de prueba",
    "url_fuente": "https://example.org/informe.pdf",
    "fecha_corte": "2025-07-31",
}


def read(*rows: dict[str, str], samples: bool = False) -> Reading:
    frame = pd.DataFrame([ROW | row for row in rows], dtype=str).fillna("")
    data = frame.to_csv(index=False, sep=";").encode()
    return SURVEYS.read(data, Context(Directory(UNITS), TODAY, samples))


def answers(*counts: object, **given: str) -> list[dict[str, str]]:
    """A row for each answer to one question."""
    rows = ((f"r{at}", f"Respuesta {at}", str(count)) for at, count in enumerate(counts))
    names = ("codigo_respuesta", "respuesta", "personas")
    return [dict(zip(names, row, strict=True)) | given for row in rows]


def published(reading: Reading) -> list[tuple[object, object, object]]:
    frame = reading.frames["transport_surveys"]
    return list(zip(frame["value"], frame["state"], frame["interviewed"], strict=True))


def reasons(reading: Reading) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.reason) for error in reading.errors]


def test_a_row_with_all_that_it_says() -> None:
    reading = read({})
    assert reading.errors == ()
    found = reading.frames["transport_surveys"].loc[2]
    assert (found["survey_code"], found["question_code"], found["answer_code"]) == (
        "ENC-2025",
        "P1",
        "A",
    )
    assert (found["period_start"], found["granularity"]) == (dt.date(2025, 6, 1), "month")
    assert (found["value"], found["state"], found["interviewed"]) == (40, "value", 75)
    assert found["commitments"] == [9]


@pytest.mark.parametrize(
    ("ubigeo", "territory", "commitments"),
    [("0801", "Cusco", [10]), ("07", "Callao", [9]), ("15", "Lima", [9, 10])],
)
def test_the_plan_gives_lima_and_callao_a_commitment_of_their_own(
    ubigeo: str, territory: str, commitments: list[int]
) -> None:
    found = read({"ubigeo": ubigeo, "territorio": territory}).frames["transport_surveys"]
    assert list(found["commitments"]) == [commitments]


def test_few_people_are_reserved_and_one_more_answer_with_them() -> None:
    reading = read(*answers(40, 25, 3, 7))
    assert published(reading) == [
        (40, "value", 75),
        (25, "value", 75),
        (None, "suppressed", 75),
        (None, "suppressed", 75),
    ]
    (remark,) = reading.remarks
    assert remark.startswith("2 celdas")
    # The report goes to more people than the file.
    assert " 3 " not in remark


def test_zero_and_what_nobody_reported_are_no_secrets() -> None:
    reading = read(*answers(75, 0, "no reportado", "no aplica"))
    assert [(value, state) for value, state, _ in published(reading)] == [
        (75, "value"),
        (0, "value"),
        (None, "not_reported"),
        (None, "not_applicable"),
    ]


def test_of_a_place_where_few_were_asked_nothing_is_published() -> None:
    """The other question's answers would say how many they were."""
    few = answers(2, 3, entrevistadas="5")
    other = answers(5, 0, entrevistadas="5", codigo_pregunta="p2", pregunta="¿A qué hora?")
    reading = read(*few, *other)
    assert published(reading) == [(None, "suppressed", None)] * 4


def test_a_unit_around_others_would_give_them_away() -> None:
    """150101 is inside 1501: the difference is the reserved one's."""
    inner = answers(40, 25, 3, 7, ubigeo="150101")
    outer = answers(80, 50, 33, 47, entrevistadas="210")
    reading = read(*inner, *outer)
    assert {row for row, _, _ in reasons(reading)} == {6, 7, 8, 9}
    assert all("un solo nivel" in reason for _, _, reason in reasons(reading))
    assert len(published(reading)) == 4
    whole = read(*answers(40, 35, ubigeo="150101"), *answers(80, 50, entrevistadas="130"))
    assert whole.errors == ()


def test_a_year_around_a_month_would_too() -> None:
    month, year = (
        answers(40, 25, 3, 7),
        answers(80, 50, 33, 47, entrevistadas="210", periodo="2025"),
    )
    assert {row for row, _, _ in reasons(read(*month, *year))} == {6, 7, 8, 9}


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"personas": "76"}, "personas"),
        ({"personas": "-1"}, "personas"),
        ({"personas": "3.5"}, "personas"),
        ({"personas": "María, 34 años"}, "personas"),
        ({"periodo": "2027"}, "periodo"),
        ({"periodo": "junio"}, "periodo"),
        ({"url_fuente": ""}, "url_fuente"),
        ({"metodo": ""}, "metodo"),
        ({"cobertura": " "}, "cobertura"),
        ({"territorio": "Callao"}, "territorio"),
        ({"codigo_encuesta": "enc 2025/á"}, "codigo_encuesta"),
        ({"encuesta": "ENCUESTA DE EJEMPLO 1"}, "encuesta"),
        ({"fecha_corte": ""}, "fecha_corte"),
    ],
)
def test_what_is_refused_names_its_cell(given: dict[str, str], column: str) -> None:
    reading = read(given)
    assert reasons(reading)[0][:2] == (2, column)
    assert reading.number_of_rows == 0


@pytest.mark.parametrize(
    ("second", "column"),
    [
        ({}, "codigo_respuesta"),
        ({"encuesta": "Otra", "codigo_respuesta": "b"}, "encuesta"),
        ({"pregunta": "¿Y?", "codigo_respuesta": "b"}, "pregunta"),
        ({"respuesta": "Otra", "ubigeo": "0801", "territorio": "Cusco"}, "respuesta"),
        ({"codigo_respuesta": "b", "entrevistadas": "80"}, "entrevistadas"),
    ],
)
def test_a_code_says_one_thing_in_the_whole_file(second: dict[str, str], column: str) -> None:
    reading = read({}, second)
    assert [(row, where) for row, where, _ in reasons(reading)] == [(3, column)]
