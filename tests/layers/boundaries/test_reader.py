"""Which unit a row of a boundary file is, and why a row or a whole file is refused."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from layers.boundaries.columns import Level
from layers.boundaries.reader import CleanBoundaries, Scheme, clean_boundaries
from layers.reading.directory import Directory
from layers.reading.results import SourceError
from layers.reading.vector import VectorTable
from territory.unit_names import reniec_department
from tests.layers.boundaries.boundary_files import CAPITALS, NAMES, square

CUSCO = {"NOMBDEP": "CUSCO", "NOMBPROV": "CUSCO"}


def clean(*rows: tuple[dict[str, str], Any], **options: Any) -> CleanBoundaries:
    frame = pd.DataFrame([row for row, _ in rows], range(1, len(rows) + 1), dtype=object)
    geometries = np.array([geometry for _, geometry in rows], dtype=object)
    table = VectorTable(frame.fillna(""), geometries, "EPSG:4326")
    return clean_boundaries(table, Directory(NAMES), CAPITALS, **options)


def refusal(*rows: tuple[dict[str, str], Any], **options: Any) -> tuple[int, str, str]:
    (error,) = clean(*rows, **options).errors
    return error.row, error.column, error.reason


@pytest.mark.parametrize(
    "properties",
    [
        {"IDDIST": "080101"},
        {"UBIGEO": "80101"},
        {"ubigeo": "80101.0"},
        {"IDDPTO": "08", "IDPROV": "0801", "IDDIST": "080101"},
        {"CCDD": "08", "CCPP": "01", "CCDI": "01"},
        {"CCDD": "8", "CCPP": "1", "CCDI": "1"},
        {"FIRST_IDDI": "080101", "NOMBDIST": "Cusco"},
        {"departamento": "CUSCO", "distrito": "", "IDDIST": "080101"},
        {**CUSCO, "NOMBDIST": "CUSCO"},
        {"departamento": "cusco", "provincia": "CUSCO", "distrito": "Cúsco"},
        {**CUSCO, "NOMBDIST": "CUSCO (QOSQO)"},
        {**CUSCO, "NOMBDIST": "CUSCO", "UBIGEO": ""},
    ],
)
def test_a_district_by_any_of_the_columns_that_files_have(properties: dict[str, str]) -> None:
    cleaned = clean((properties, square("080101")))
    assert cleaned.errors == ()
    assert cleaned.level == Level.DISTRICT
    assert list(cleaned.frame["ubigeo"]) == ["080101"]
    geometry = shapely.from_wkb(cleaned.frame.loc[1, "geom"])
    assert geometry.equals(square("080101"))
    assert shapely.get_srid(geometry) == 4326


@pytest.mark.parametrize(
    ("properties", "level", "ubigeo"),
    [
        ({"FIRST_IDPR": "0801", "FIRST_NOMB": "CUSCO", "NOMBPROV": "CUSCO"}, "province", "0801"),
        ({"IDPROV": "801"}, "province", "0801"),
        ({"CCDD": "08", "CCPP": "01"}, "province", "0801"),
        ({"UBIGEO": "801"}, "province", "0801"),
        ({"NOMBDEP": "CUSCO", "NOMBPROV": "Cusco"}, "province", "0801"),
        ({"FIRST_IDDP": "8", "NOMBDEP": "CUSCO"}, "department", "08"),
        ({"UBIGEO": "8"}, "department", "08"),
        ({"NOMBDEP": "Cusco"}, "department", "08"),
        ({"NOMBDEP": "CUSCO", "UBIGEO": "80101"}, "district", "080101"),
    ],
)
def test_the_level_is_the_finest_that_columns_say(
    properties: dict[str, str], level: str, ubigeo: str
) -> None:
    cleaned = clean((properties, square("080101")))
    assert (cleaned.level, list(cleaned.frame["ubigeo"])) == (level, [ubigeo])


def test_another_level_than_asked_for() -> None:
    with pytest.raises(SourceError, match=r"nivel «provincia».*trae unidades.*«distrito»"):
        clean(({"IDDIST": "080101"}, square("080101")), level=Level.PROVINCE)


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"OBJECTID": "1", "AREA": "3"}, "Ninguna columna dice de qué unidad.*OBJECTID, AREA"),
        ({"NOMBDIST": "CUSCO"}, "Faltan columnas: sin código, un distrito necesita"),
    ],
)
def test_columns_that_name_no_unit(properties: dict[str, str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        clean((properties, square("080101")))


@pytest.mark.parametrize(
    ("properties", "column", "reason"),
    [
        ({"IDDIST": "080199"}, "IDDIST", "no tiene un distrito 080199"),
        ({"IDDIST": "0801"}, "IDDIST", "Tiene 4 dígitos; un distrito tiene 6"),
        ({"IDDIST": "ABC"}, "IDDIST", "No es un ubigeo"),
        ({"IDDIST": ""}, "IDDIST", "no tiene código ni todos los nombres"),
        (
            {"IDDIST": "080199", **CUSCO, "NOMBDIST": "CCORCA"},
            "IDDIST",
            r"Por sus nombres sería Ccorca \(Cusco, Cusco\), 080102",
        ),
        (
            {"IDDIST": "080102", "NOMBDEP": "LA LIBERTAD"},
            "IDDIST",
            "otros nombres, los de La Libertad",
        ),
        (
            {**CUSCO, "NOMBDIST": "OROPESA", "IDDIST": ""},
            "NOMBDIST",
            "El INEI no tiene un distrito «OROPESA, CUSCO, CUSCO»",
        ),
    ],
)
def test_a_row_of_no_unit(properties: dict[str, str], column: str, reason: str) -> None:
    good = ({"IDDIST": "080101"}, square("080101"))
    number, where, why = refusal(good, (properties, square("080102")))
    assert (number, where) == (2, column)
    assert re.search(reason, why)


def test_a_code_that_names_contradict_costs_its_row() -> None:
    def row(code: str, name: str) -> tuple[dict[str, str], Any]:
        return {"IDDIST": code, **CUSCO, "NOMBDIST": name}, square(code)

    number, column, reason = refusal(
        row("080101", "CUSCO"), row("080103", "SAN JERONIMO"), row("080102", "SAN JERÓNIMO")
    )
    assert (number, column) == (3, "IDDIST")
    assert "El 080102 del INEI es Ccorca (Cusco, Cusco)" in reason
    # RENIEC numbers Cusco 07, so that a code of 08 under Cusco's name is not its.
    assert "RENIEC" not in reason


def test_a_spelling_is_only_remarked() -> None:
    cleaned = clean(({"IDDIST": "080102", **CUSCO, "NOMBDIST": "CORCA"}, square("080102")))
    assert cleaned.errors == ()
    assert cleaned.frame.loc[1, "remark"] == "El archivo escribe «CORCA»; el INEI, «Ccorca»."


def test_a_misspelt_name_without_a_code_needs_its_capital_inside() -> None:
    misspelt = {**CUSCO, "NOMBDIST": "SAN JERONYMO"}
    cleaned = clean((misspelt, square("080103")))
    assert list(cleaned.frame["ubigeo"]) == ["080103"]
    assert "se escribe casi igual y contiene su capital" in cleaned.frame.loc[1, "remark"]
    _, column, reason = refusal((misspelt, square("080102")))
    assert column == "NOMBDIST"
    assert reason == "¿Es San Jerónimo (Cusco, Cusco), 080103? Corrija el nombre."


RENIEC_NAMES = [
    ("130101", "LAMBAYEQUE", "CHICLAYO", "CHICLAYO", "140101"),
    ("120101", "LA LIBERTAD", "TRUJILLO", "TRUJILLO", "130101"),
]


def reniec_rows() -> list[tuple[dict[str, str], Any]]:
    return [
        ({"UBIGEO": code, "NOMBDEP": dep, "NOMBPROV": prov, "NOMBDIST": dist}, square(real))
        for code, dep, prov, dist, real in RENIEC_NAMES
    ]


def test_reniecs_scheme_is_recognised_and_refused() -> None:
    with pytest.raises(SourceError, match=r"son de RENIEC: 1 contradicen.*130101") as caught:
        clean(*reniec_rows())
    assert "--scheme reniec" in str(caught.value)


def test_or_read_by_its_names() -> None:
    cleaned = clean(*reniec_rows(), scheme=Scheme.RENIEC)
    assert list(cleaned.frame["ubigeo"]) == ["140101", "130101"]
    with pytest.raises(SourceError, match="faltan columnas de nombres"):
        clean(({"UBIGEO": "130101"}, square("140101")), scheme=Scheme.RENIEC)


def test_without_names_the_places_say() -> None:
    with pytest.raises(SourceError, match="de 1 unidades solo 0 están donde está su capital"):
        clean(({"UBIGEO": "130101"}, square("140101")))


def test_reniecs_departments() -> None:
    """As RENIEC lists them: Callao after the others, Ucayali last."""
    reniec = {"06": "06", "07": "24", "08": "07", "15": "14", "24": "23", "25": "25"}
    assert {inei: reniec_department(inei) for inei in reniec} == reniec


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "No tiene geometría"),
        (shapely.Polygon(), "No tiene geometría"),
        (shapely.Point(-72, -13.5), "Es Point; un límite es un polígono"),
        (shapely.LineString([(-72, -13), (-71, -13)]), "Es LineString"),
        (shapely.box(-13.6, -72.1, -13.5, -72.0), "longitud y latitud parecen intercambiadas"),
        (shapely.box(180000, 8500000, 190000, 8510000), "Cae fuera del Perú: ¿el sistema"),
        (shapely.box(-60, -13.6, -59, -13.5), "Cae fuera del Perú"),
        (shapely.Polygon([(0, 0), (float("inf"), 0), (1, 1)]), "Cae fuera del Perú"),
        (shapely.box(-78.1, -13.6, -78.0, -13.5), "Está a 65. km de la capital de Ccorca"),
    ],
)
def test_a_geometry_that_is_no_boundary_there(geometry: Any, reason: str) -> None:
    good = [({"IDDIST": code}, square(code)) for code in ("080101", "080103")]
    number, column, why = refusal(*good, ({"IDDIST": "080102"}, geometry))
    assert (number, column) == (3, "geometría")
    assert re.search(reason, why)


def test_one_part_of_several_may_be_far_from_the_capital() -> None:
    island = shapely.box(-73.0, -13.6, -72.9, -13.5)
    cleaned = clean(({"IDPROV": "0801"}, square("080101")), ({"IDPROV": "0801"}, island))
    assert cleaned.errors == ()
    assert list(cleaned.frame["ubigeo"]) == ["0801", "0801"]
