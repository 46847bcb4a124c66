"""Columns that look like data of persons, by heading and by content (Ley 29733)."""

from __future__ import annotations

import pytest

from territory.personal_columns import Personal, personal_column
from territory.refuges import names_refuge

NAMES = ["QUISPE MAMANI, JUAN CARLOS", "FLORES ROJAS, MARIA ELENA", "ROJAS DIAZ, PEDRO"]


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("DNI", ["x"], Personal.DOCUMENTS),
        ("Nro. de documento", ["12345678"], Personal.DOCUMENTS),
        ("Nro Doc", ["12345678"], Personal.DOCUMENTS),
        ("Fecha de nacimiento", ["1990-01-01"], Personal.DOCUMENTS),
        ("Teléfono", ["01 4567890"], Personal.CONTACTS),
        ("CORREO ELECTRÓNICO", ["a@b.pe"], Personal.CONTACTS),
        ("Apellidos y nombres", ["Quispe"], Personal.NAMES),
        ("DIRECTOR", ["Quispe"], Personal.NAMES),
        ("N° de víctimas", ["3"], Personal.VICTIMS),
        ("agraviada", ["x"], Personal.VICTIMS),
        ("Albergue", ["x"], Personal.VICTIMS),
        # By what they hold, whatever they are called.
        ("dato", ["45678912", "41236547", "09876543"], Personal.DOCUMENTS),
        ("dato", ["987654321", "912345678", "+51 923 456 789"], Personal.CONTACTS),
        ("dato", ["ana@x.pe", "luis@x.pe", "eva@x.pe"], Personal.CONTACTS),
        ("dato", NAMES, Personal.NAMES),
        # What only resembles them.
        ("Nombre de la institución", ["I.E. 1234"], None),
        ("Alumnos", ["25", "31"], None),
        ("Docente", ["12", "3"], None),
        ("Código de local", ["45678912", "41236547", "09876543"], None),
        ("CUI", ["2345678", "2345679", "2345680"], None),
        ("Monto", ["98765432", "1", "2"], None),
        ("Telesecundaria", ["sí"], None),
        ("DNI", [], None),
    ],
)
def test_a_column_is_known_by_heading_or_content(
    heading: str, cells: list[str], kind: Personal | None
) -> None:
    assert personal_column(heading, cells, is_known=False) is kind


def test_of_the_official_columns_only_the_heading_is_asked() -> None:
    """A school's name is a hero's often enough."""
    assert personal_column("CEN_EDU", NAMES, is_known=True) is None
    assert personal_column("DNI", ["1"], is_known=True) is Personal.DOCUMENTS


@pytest.mark.parametrize(
    ("cells", "is_known", "kind"),
    [
        (["Lineamientos de las comisiones", "Guía de las CAR"], True, None),
        (["Lineamientos de las comisiones", "45678912"], True, Personal.DOCUMENTS),
        (["DNI 45678912"], True, Personal.DOCUMENTS),
        (["Lineamientos de las comisiones"], False, Personal.DOCUMENTS),
    ],
)
def test_an_official_column_of_papers_by_their_titles_is_none_of_persons(
    cells: list[str], is_known: bool, kind: Personal | None
) -> None:
    assert personal_column("documento", cells, is_known=is_known) is kind


@pytest.mark.parametrize(
    ("text", "is_refuge"),
    [
        ("Hogar de Refugio Temporal de Cusco", True),
        ("CASA REFUGIO", True),
        ("Casa de acogida Santa Rosa", True),
        ("Albergue para mujeres víctimas de violencia", True),
        ("Centro de atención residencial de víctimas de trata", True),
        ("Albergue turístico de montaña", False),
        ("Refugio de Vida Silvestre Laquipampa", False),
        ("Instalación de agua potable", False),
    ],
)
def test_a_refuge_is_known_by_its_name(text: str, is_refuge: bool) -> None:
    assert names_refuge(text) is is_refuge
