"""Whose a title is: firms by name, persons as persons, and nothing of who can't be told apart.

Authority: Ley 29733 (a natural person's name is personal data); Ley 26887 for the companies' forms,
D.L. 21621 for the E.I.R.L., the mining law (DS 014-92-EM, title 13) for the S.M.R.L.
"""

from __future__ import annotations

import pytest

from territory.holders import NATURAL_PERSON, publishable

FIRMS = [
    "COMPAÑÍA MINERA ANTAMINA S.A.",
    "MINERA YANACOCHA S.R.L.",
    "BUENAVENTURA SAA",
    "ANGLO AMERICAN QUELLAVECO S A",
    "ARES S. A. C.",
    "S.M.R.L. JUAN PEREZ 5",
    "S M R L EL ROSAL",
    "TORRES, MARIA E.I.R.L.",
    "PEREZ Y LOPEZ S.A.C.",
    "SAN JOSE, S.A.",
    "SAN JOSE Y SANTA MARIA S.A.",
    "MINERA ANDINA, S.A.C.",
    "INVERSIONES, SERVICIOS Y MINAS S.A.C.",
    "COOPERATIVA MINERA LOS ANDES",
    "COMUNIDAD CAMPESINA DE SAN JUAN",
    "ASOCIACIÓN DE MINEROS ARTESANALES DE LOS ANDES",
    "MINISTERIO DE ENERGÍA Y MINAS",
    "BARRICK GOLD CORPORATION",
    "VALE INC.",
    "TECK RESOURCES LTD",
    "BHP BILLITON WORLD EXPLORATION INC. SUCURSAL DEL PERU",
    "BEAR CREEK MINING COMPANY SUCURSAL DEL PERU",
]
PERSONS = [
    "PEREZ LOPEZ, JUAN CARLOS",
    "QUISPE MAMANI, WILBERT",
    "D'ANGELO O'HIGGINS, ROSA",
    "MU?OZ NUÑEZ, JUAN",
    "JUAN CARLOS PEREZ",
    "QUISPE MAMANI JUAN",
    "GOMEZ VDA. DE PEREZ, ROSA",
    "SUCESION PEREZ LOPEZ",
    "SOCIEDAD CONYUGAL PEREZ - LOPEZ",
    "DE SA, MARIA",
    "HUAMAN SAC, JUAN",
    "PEREZ LOPEZ, JUAN S. A.",
    "PEREZ LOPEZ, JUAN Y QUISPE, ANA",
    "PEREZ LOPEZ, JUAN; QUISPE, ANA",
    "JUAN PEREZ Y OTROS",
    "Persona Natural",
]


@pytest.mark.parametrize("name", FIRMS)
def test_a_firm_stays(name: str) -> None:
    assert publishable(name) == name


@pytest.mark.parametrize("name", PERSONS)
def test_a_person_is_a_natural_person(name: str) -> None:
    assert publishable(name) == NATURAL_PERSON


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("PEREZ LOPEZ, JUAN / MINERA X S.A.C.", "persona natural / MINERA X S.A.C."),
        ("PEREZ LOPEZ, JUAN Y MINERA X S.A.C.", "MINERA X S.A.C. / persona natural"),
        ("MINERA X S.A.C. - PEREZ LOPEZ JUAN", "MINERA X S.A.C. / persona natural"),
        ("PEREZ LOPEZ JUAN, MINERA X S.A.C.", "MINERA X S.A.C. / persona natural"),
        ("MINERA X S.A.C.; VALE INC.", "MINERA X S.A.C. / VALE INC."),
        ("", ""),
    ],
)
def test_several_holders_each_as_it_is(name: str, shown: str) -> None:
    assert publishable(name) == shown


@pytest.mark.parametrize("name", ["XSTRATA", "ANDES DEL SUR", "TITULAR 5", "MINERA X S.A. / ROJAS"])
def test_who_cannot_be_told_apart_is_not_published(name: str) -> None:
    assert publishable(name) is None
