"""The list of rural schools by their model of service."""

from __future__ import annotations

import pytest

from layers.themes.rural_schools.service_models_reader import read_models
from tests.layers.themes.rural_schools.register_files import context

MODELS = "COD_MOD,ANEXO,CEN_EDU,MODELO\n"


@pytest.mark.parametrize(
    ("listed", "model"),
    [
        ("CRFA", "CRFA"),
        (" sre ", "SRE"),
        ("Secundaria Tutorial", "ST"),
        ("CENTRO RURAL DE FORMACION EN ALTERNANCIA", "CRFA"),
    ],
)
def test_the_list_of_models(listed: str, model: str) -> None:
    reading = read_models(f"{MODELS}257048,0,NIÑO JESÚS,{listed}\n".encode(), context())
    assert reading.errors == ()
    row = reading.frames["education_models"].loc[2]
    assert (row["modular_code"], row["service_model"]) == ("0257048", model)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("257048,0,NIÑO JESÚS,", "modelo", "CRFA, SRE o ST"),
        ("257048,0,NIÑO JESÚS,JEC", "modelo", "CRFA, SRE o ST"),
        ("x,0,NIÑO JESÚS,ST", "cod_mod", "7 dígitos"),
        ("257048,0,,ST", "cen_edu", "vacío"),
        ("9000001,0,ESCUELA DE EJEMPLO 1,ST", "cen_edu", "fila de ejemplo"),
        ("111,0,OTRO NOMBRE,CRFA", "cod_mod", "Repite la escuela de la fila 2"),
    ],
)
def test_what_the_list_of_models_refuses(line: str, column: str, reason: str) -> None:
    reading = read_models(f"{MODELS}111,0,UNA,CRFA\n{line}\n".encode(), context())
    assert reading.number_of_rows == 1
    (error,) = reading.errors
    assert (error.row, error.column) == (3, column)
    assert reason in error.reason
