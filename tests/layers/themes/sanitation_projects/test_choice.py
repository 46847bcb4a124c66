"""Which investments are of sanitation: by their function, or by their name."""

from __future__ import annotations

import pytest

from layers.themes.sanitation_projects.choice import is_sanitation
from layers.themes.sanitation_projects.columns import FILE
from tests.layers.themes.sanitation_projects.invierte_files import GOOD, read, records


def test_other_functions_are_left_aside() -> None:
    reading = read({}, {"FUNCION": "TRANSPORTE"}, {"FUNCION": ""}, {"FUNCION": "SALUD"})
    assert len(records(reading)) == 1
    assert reading.remarks[0] == "3 filas no son de saneamiento."
    assert reading.errors == ()


WITHOUT_FUNCTION = tuple(column for column in GOOD if column != "FUNCION")


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("MEJORAMIENTO DEL SERVICIO DE AGUA POTABLE", True),
        ("Ampliación de la red de ALCANTARILLADO", True),
        ("INSTALACION DE AGUA Y DESAGÜE", True),
        ("SISTEMA DE SANEAMIENTO BASICO", True),
        ("CONSTRUCCION DE LETRINAS EN EL ANEXO", True),
        ("PLANTA DE TRATAMIENTO DE AGUAS RESIDUALES", True),
        ("DISPOSICION SANITARIA DE EXCRETAS", True),
        ("AGUA PARA CONSUMO HUMANO", True),
        ("SANEAMIENTO FISICO LEGAL DE INMUEBLES", False),
        ("SANEAMIENTO DE LIMITES Y ORGANIZACION TERRITORIAL", False),
        ("SANEAMIENTO TECNICO LEGAL DE TERRENO", False),
        ("MEJORAMIENTO DEL DESAGUE PLUVIAL", False),
        ("DRENAJES Y EVACUACION DE DESAGUE DE RIEGO AGRICOLA", False),
        ("SISTEMA DE AGUA PARA RIEGO", False),
        ("SERVICIO DE EDUCACION", False),
    ],
)
def test_without_the_function_the_name_decides_and_the_source_says_so(
    name: str, chosen: bool
) -> None:
    reading = read({"NOMBRE_INVERSION": name}, columns=WITHOUT_FUNCTION)
    assert [record["selected_by"] for record in records(reading)] == ["name"] * chosen
    assert any("FUNCION" in remark for remark in reading.remarks)
    for record in records(reading):
        expected = "MEF, Invierte.pe (saneamiento según el nombre de la inversión)"
        assert record["source"] == expected


def test_a_file_of_no_sanitation_gives_no_row() -> None:
    reading = read({"FUNCION": "TRANSPORTE"})
    assert reading.number_of_rows == 0
    assert list(reading.frames["sanitation_projects"].columns) == list(FILE.fields)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("REPARACION DE PTAR; EN LA LOCALIDAD GRAU", True),
        ("RENOVACION DE EQUIPO HIDRAULICO EN EL(LA) PTAP N° 02", True),
        ("INSTALACION DE 40 UBS CON ARRASTRE HIDRAULICO", True),
        ("AMPLIACION DE REDES DE AGUA Y CONEXIONES DOMICILIARIAS", True),
        ("AMPLIACION DEL SISTEMA DE AGUA EN EL CASERIO", True),
        ("MEJORAMIENTO DE LA CAPTACION Y LINEA DE CONDUCCION", True),
        ("CONSTRUCCION DE LETRINAS", True),
        ("MEJORAMIENTO DEL ALCANTRILLADO", True),
        ("CONSTRUCCION DE LAGUNA DE OXIDACION", True),
        ("REHABILITACION DEL COLECTOR GRAU", True),
        ("REPARACION DE CANAL DE RIEGO Y CAPTACION", False),
        ("LINEA DE CONDUCCION; EN EL(LA) SISTEMA DE RIEGO DEL CANAL", False),
        ("SERVICIO DE AGUA PARA RIEGO", False),
        ("DRENAJE PLUVIAL EN EL DISTRITO DE AGUAS VERDES", False),
        ("ALCANTARILLADO PLUVIAL DE LA AV. PERU", False),
        ("PISTAS EN EL DISTRITO DE AGUAS VERDES", False),
        ("SANEAMIENTO FISICO LEGAL DE PREDIOS", False),
        ("SERVICIOS HIGIENICOS Y/O VESTIDORES DE LA LOSA DEPORTIVA", False),
        ("SISTEMA DE CAPTACION DE LA IRRIGACION PUERTO EL CURA", False),
        ("TRANSITABILIDAD HASTA EL DREN COLECTOR", False),
        ("REDES DE AGUA CONTRA INCENDIO DEL HOSPITAL", False),
        ("CAPTACION DE RECURSOS TRIBUTARIOS", False),
        ("SUBESTACION Y CONEXIONES DOMICILIARIAS DE ALUMBRADO PUBLICO", False),
    ],
)
def test_the_services_of_the_sector_by_name(name: str, is_one: bool) -> None:
    """D.L. 1280, art. 2: drinking water, sewers, waste water, excreta; rain is D.L. 1356's."""
    assert is_sanitation(name) is is_one
