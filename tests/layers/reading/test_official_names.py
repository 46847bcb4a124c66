"""What official files call INEI's units, held against INEI's own directory (fixtures/units.csv).

Authorities: INEI's directory; RENIEC's list and MEF's files write the same units otherwise
(ubigeo-peru-aumentado; Invierte.pe); the census and the police divide department 15 in two.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from layers.reading.code_and_names import Contradiction, compare, compare_own
from layers.reading.directory import Directory
from layers.themes.sanitation_projects.places import Places

FIXTURE = Path(__file__).parents[3] / "fixtures" / "units.csv"


@cache
def inei() -> Directory:
    with FIXTURE.open(encoding="utf-8-sig", newline="") as file:
        return Directory.of((row["ubigeo"], row["name"]) for row in csv.DictReader(file))


def test_every_unit_is_found_by_its_own_names_and_no_other_is() -> None:
    units = inei()
    assert {code: units.find(*units.path(code)) for code in units.names} == {
        code: code for code in units.names
    }


@pytest.mark.parametrize(
    ("names", "ubigeo"),
    [
        # Callao, as MEF, the census, and people write department and province.
        (("CALLAO", "PROVINCIA CONSTITUCIONAL DEL CALLAO", "VENTANILLA"), "070106"),
        (("PROV. CONST. DEL CALLAO", "CALLAO", "CALLAO"), "070101"),
        (("PROV.CONST.DEL CALLAO",), "07"),
        (("P.C. DEL CALLAO", "PROV CONST CALLAO", "PERLA"), "070104"),
        (("Región Callao", "Callao (Prov. Const.)", "Carmen de la Legua"), "070103"),
        (("GOBIERNO REGIONAL DEL CALLAO",), "07"),
        # Department 15 by halves: Lima's province, and the others, which alone are no unit.
        (("LIMA METROPOLITANA",), "1501"),
        (("LIMA METROPOLITANA", "LIMA METROPOLITANA", "CERCADO DE LIMA"), "150101"),
        (("LIMA", "LIMA METROPOLITANA", "LIMA CERCADO"), "150101"),
        (("LIMA PROVINCIAS", "CAÑETE", "NVO. IMPERIAL"), "150510"),
        (("REGIÓN LIMA", "HUAURA"), "1508"),
        (("REGIÓN LIMA",), None),
        (("REGIÓN LIMA", "LIMA", "LIMA"), None),
        (("LIMA METROPOLITANA", "CAÑETE"), None),
        # Words for the level, articles, abbreviations, saints, initials, hyphens, apostrophes.
        (
            ("Departamento de La Libertad", "Provincia de Trujillo", "Distrito de El Porvenir"),
            "130102",
        ),
        (("LIBERTAD", "TRUJILLO", "PORVENIR"), "130102"),
        (("LIMA", "LIMA", "STA. ANITA"), "150137"),
        (("LIMA", "LIMA", "S.J. LURIGANCHO"), "150132"),
        (("LIMA", "LIMA", "San Martin de Porras"), "150135"),
        (("AREQUIPA", "AREQUIPA", "J.L. BUSTAMANTE Y RIVERO"), "040129"),
        (("AREQUIPA", "AREQUIPA", "CERCADO"), "040101"),
        (("TACNA", "TACNA", "CRNEL. GREGORIO ALBARRACIN L."), "230110"),
        (("CUSCO", "CUSCO", "STGO"), "080106"),
        (("APURIMAC", "CHINCHEROS", "ANCO HUALLO"), "030602"),
        (("PIURA", "PIURA", "26 DE OCTUBRE"), "200115"),
        # A letter that was lost: Ñ of another code page, or a question mark.
        (("LIMA", "LIMA", "BRE?A"), "150105"),
        (("LIMA", "CA¥ETE", "MALA"), "150509"),
        # Other official spellings.
        (("ICA", "NAZCA", "MARCONA"), "110304"),
        (("CUSCO", "LA CONVENCION", "QUIMBIRI"), "080907"),
        (("UCAYALI", "ATALAYA", "RAYMONDI"), "250201"),
        # No likeness is taken for a name.
        (("LA LIBERTAD", "TRUJILLO", "UN DISTRITO NUEVO"), None),
        (("LIMA", "LIMA", "SAN JUAN"), None),
        (("", "", ""), None),
    ],
)
def test_what_files_call_a_unit_at_each_level(names: tuple[str, ...], ubigeo: str | None) -> None:
    assert inei().find(*names) == ubigeo


@pytest.mark.parametrize(
    ("code", "names", "remark"),
    [
        ("070106", ("CALLAO", "PROVINCIA CONSTITUCIONAL DEL CALLAO", "VENTANILLA"), ""),
        ("15", ("REGIÓN LIMA",), ""),
        # One unknown name among those that agree: kept, and reported as a name.
        ("130101", ("LA LIBERTAD", "TRUGILLO METRO", "TRUJILLO"), "«TRUGILLO METRO»"),
        ("130101", ("NORTE", "TRUJILLO", "TRUJILLO"), "«NORTE» por «La Libertad»"),
        ("130101", ("LA LIBERTAD", "TRUJILLO", "CENTRO"), "«CENTRO» por «Trujillo»"),
        # RENIEC numbers Áncash 02 as INEI does: there the district's name has to be alike.
        ("020109", ("ANCASH", "HUARAZ", "PAMPAZ GRANDES"), "«PAMPAZ GRANDES»"),
    ],
)
def test_a_code_of_ineis_stands_where_names_agree(
    code: str, names: tuple[str, ...], remark: str
) -> None:
    said = compare(inei(), code, names)
    assert remark in said
    assert bool(said) == bool(remark)
    assert "RENIEC" not in said


@pytest.mark.parametrize(
    ("code", "names", "reason", "is_reniecs"),
    [
        # RENIEC's list: 130101 is Chiclayo, 240101 is Callao, 120101 is Trujillo.
        ("130101", ("LAMBAYEQUE", "CHICLAYO", "CHICLAYO"), "140101", True),
        ("130101", ("LAMBAYEQUE", "CHICLAYO", "UNO QUE NO HAY"), "Chiclayo", True),
        ("240101", ("CALLAO", "PROV. CONST. DEL CALLAO", "CALLAO"), "070101", True),
        ("120101", ("LA LIBERTAD", "TRUJILLO", "TRUJILLO"), "130101", True),
        # Another unit's, which RENIEC doesn't number so either.
        ("130101", ("CUSCO", "CUSCO", "CUSCO"), "080101", False),
        ("130101", ("LA LIBERTAD", "TRUJILLO", "HUANCHACO"), "130104", False),
        # Nothing known agrees: a name is unknown, and that is what is said.
        ("130101", ("X", "Y", "Z"), "que el INEI no tiene: X, Y, Z", False),
        ("020109", ("ANCASH", "HUARAZ", "UNO QUE NO HAY"), "que el INEI no tiene", False),
        ("130101", ("", "", ""), "no tiene al lado nombres", False),
    ],
)
def test_a_code_is_called_reniecs_only_where_reniec_numbers_the_named_unit_so(
    code: str, names: tuple[str, ...], reason: str, is_reniecs: bool
) -> None:
    with pytest.raises(Contradiction, match=reason) as caught:
        compare(inei(), code, names)
    assert ("RENIEC" in str(caught.value)) == is_reniecs


@pytest.mark.parametrize(
    ("cells", "ubigeo"),
    [
        # As MEF writes Callao in Invierte.pe: the zero lost, the province called constitutional.
        (("70106", "CALLAO", "PROVINCIA CONSTITUCIONAL DEL CALLAO", "VENTANILLA"), "070106"),
        (("70101", "PROV. CONST. DEL CALLAO", "CALLAO", "CALLAO"), "070101"),
        (("0701", "CALLAO", "PROV. CONST. DEL CALLAO", "- TODOS -"), "0701"),
        (("", "CALLAO", "PROV. CONST. DEL CALLAO", "-MUL.DIST-"), "0701"),
        (("1501", "LIMA METROPOLITANA", "", ""), "1501"),
        (("", "LIMA METROPOLITANA", "", ""), "1501"),
        (("150801", "REGION LIMA", "HUAURA", "HUACHO"), "150801"),
    ],
)
def test_invierte_pes_rows_of_callao_and_the_halves_of_lima(
    cells: tuple[str, ...], ubigeo: str
) -> None:
    place = Places(inei()).find(*cells)
    assert (place.ubigeo, "RENIEC" in place.doubt) == (ubigeo, False)


def test_a_single_name_beside_a_code() -> None:
    assert compare_own(inei(), "07", "Prov. Const. del Callao") == ""
    assert "«Trujilo» por «Trujillo»" in compare_own(inei(), "1301", "Trujilo")
    for code, name, is_reniecs in (("1301", "Chiclayo", True), ("1301", "Otro nombre", False)):
        with pytest.raises(Contradiction, match=f"«{name}»") as caught:
            compare_own(inei(), code, name)
        assert ("RENIEC" in str(caught.value)) == is_reniecs
