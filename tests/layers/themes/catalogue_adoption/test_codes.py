"""The files of codes and of what they are mapped to: what is refused, with row, column, reason."""

from __future__ import annotations

import random

import pytest

from layers.reading.results import Cleaned
from layers.themes.catalogue_adoption import codes_file, maps_file
from layers.themes.catalogue_adoption.hierarchy import in_circles, without_parent
from tests.layers.themes.catalogue_adoption.rows import CODE, MAPPING
from tests.layers.themes.environmental_commissions.rows import cleaned, reasons


def codes(*changes: dict[str, str], samples: bool = False) -> Cleaned:
    return cleaned(codes_file.clean_codes, codes_file.FILE, CODE, *changes, samples=samples)


def maps(*changes: dict[str, str]) -> Cleaned:
    return cleaned(maps_file.clean_maps, maps_file.FILE, MAPPING, *changes)


def test_a_good_row_of_each_is_read() -> None:
    found = codes({"codigo": "00ab"}, {"codigo": "00AB", "codigo_padre": "00ab"})
    assert found.errors == ()
    assert list(found.frame["code"]) == ["00ab", "00AB"]
    assert list(found.frame["parent"]) == [None, "00ab"]
    assert list(found.frame["position"]) == [0, 1]
    assert list(found.frame["edition_state"]) == ["active", "active"]
    (row,) = maps({}).frame.to_dict("records")
    assert (row["source_code"], row["target_code"], row["equivalence"]) == (
        "A01",
        "B01",
        "equivalent",
    )


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"catalogo": ""}, "catalogo", "vacío"),
        ({"catalogo": "Catálogo de ejemplo A"}, "catalogo", "de ejemplo"),
        ({"url": "lista"}, "url", "dirección canónica"),
        ({"url": "javascript:alert(1)"}, "url", "dirección canónica"),
        ({"url": "https://www.gob.pe/lista|1"}, "url", "dirección canónica"),
        ({"url": "urn:example:lista"}, "url", "de ejemplo"),
        ({"version": ""}, "version", "vacío"),
        ({"estado_version": "publicado"}, "estado_version", "vigente"),
        ({"fecha_version": "2050-01-01"}, "fecha_version", "futur"),
        ({"codigo": ""}, "codigo", "vacío"),
        ({"codigo": "A  01"}, "codigo", "espacios dobles"),
        ({"codigo": "A" * 101}, "codigo", "100"),
        ({"denominacion": ""}, "denominacion", "vacío"),
        ({"denominacion": "D" * 501}, "denominacion", "500"),
        ({"codigo_padre": "Z99"}, "codigo_padre", "«Z99» no está en esa versión"),
        ({"codigo_padre": "A01"}, "codigo_padre", "vuelve sobre sí misma: A01 → A01"),
        ({"estado": "viejo"}, "estado", "vigente"),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
    ],
)
def test_what_is_refused_of_a_code(change: dict[str, str], column: str, reason: str) -> None:
    found = codes(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)


def test_a_code_is_there_once_in_a_version() -> None:
    found = codes({}, {}, {"version": "2.0"})
    assert reasons(found) == [(3, "codigo", "Repite el código de la fila 2.")]
    assert len(found.frame) == 2


def test_a_circle_is_refused_whole_and_named() -> None:
    found = codes(
        {"codigo": "A", "codigo_padre": "C"},
        {"codigo": "B", "codigo_padre": "A"},
        {"codigo": "C", "codigo_padre": "B"},
        {"codigo": "D", "codigo_padre": "C"},
        {"codigo": "E", "codigo_padre": "D"},
        {"codigo": "F"},
        # In another version the same codes make none.
        {"codigo": "A", "version": "2.0"},
    )
    assert reasons(found) == [
        (2, "codigo_padre", "La jerarquía vuelve sobre sí misma: A → C → B → A."),
        (3, "codigo_padre", "La jerarquía vuelve sobre sí misma: B → A → C → B."),
        (4, "codigo_padre", "La jerarquía vuelve sobre sí misma: C → B → A → C."),
        (5, "codigo_padre", "Depende de «C», cuya fila no se toma."),
        (6, "codigo_padre", "Depende de «D», cuya fila no se toma."),
    ]
    assert list(found.frame["code"]) == ["F", "A"]


def test_what_is_below_a_refused_code_is_refused() -> None:
    found = codes(
        {"codigo": "A", "denominacion": ""},
        {"codigo": "B", "codigo_padre": "A"},
        {"codigo": "C", "codigo_padre": "B"},
    )
    assert reasons(found)[1:] == [
        (3, "codigo_padre", "Depende de «A», cuya fila no se toma."),
        (4, "codigo_padre", "Depende de «B», cuya fila no se toma."),
    ]


def test_a_version_is_one_thing_in_all_its_rows() -> None:
    found = codes(
        {},
        {"codigo": "B", "catalogo": "Otra lista"},
        {"codigo": "C", "estado_version": "retirado"},
        {"codigo": "D", "fecha_version": "2018-02-02"},
    )
    assert reasons(found) == [
        (3, "catalogo", "La fila 2 da a esa dirección otro nombre de catálogo."),
        (4, "estado_version", "La fila 2 da a la versión otro estado."),
        (5, "fecha_version", "La fila 2 da a la versión otra fecha."),
    ]


def _walk(parents: dict[str, str | None], start: str) -> list[str]:
    way, at = [start], parents.get(start)
    while at is not None and at in parents and at not in way:
        way.append(at)
        at = parents[at]
    return way if at is None or at not in parents else [*way, at]


def test_circles_are_those_that_a_walk_by_hand_finds() -> None:
    draw = random.Random(3)
    for _time in range(200):
        names = [chr(65 + n) for n in range(draw.randint(1, 12))]
        plain = {name: draw.choice([None, *names, "?"]) for name in names}
        keyed = {("", "", n): None if p is None else ("", "", p) for n, p in plain.items()}
        by_hand = {n for n in names if _walk(plain, n)[-1] == n and len(_walk(plain, n)) > 1}
        found = {key[-1]: [k[-1] for k in circle] for key, circle in in_circles(keyed).items()}
        assert set(found) == by_hand
        for name, circle in found.items():
            assert [*circle, name] == _walk(plain, name)
        lost = {key[-1] for key in without_parent(keyed, {("", "", n) for n in by_hand})}
        ends = {n: _walk(plain, n) for n in names}
        assert lost == {
            n
            for n, way in ends.items()
            if n not in by_hand and (plain[way[-1]] == "?" or way[-1] in by_hand)
        }


def test_a_deep_hierarchy_is_no_recursion() -> None:
    keys = [("", "", str(number)) for number in range(20_000)]
    parents = dict(zip(keys, [None, *keys], strict=False))
    assert in_circles(parents) == {}
    assert len(without_parent(parents, {keys[0]})) == len(keys) - 1


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"tabla": "Correspondencia de ejemplo"}, "tabla", "de ejemplo"),
        ({"codigo_origen": ""}, "codigo_origen", "vacío"),
        ({"codigo_destino": ""}, "codigo_destino", "Falta el código de destino"),
        ({"correspondencia": "no tiene correspondencia"}, "codigo_destino", "y trae un código"),
        ({"correspondencia": "parecido"}, "correspondencia", "es equivalente"),
        ({"catalogo_destino": "otra"}, "catalogo_destino", "dirección canónica"),
        ({"version_destino": ""}, "version_destino", "vacío"),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
    ],
)
def test_what_is_refused_of_a_mapping(change: dict[str, str], column: str, reason: str) -> None:
    found = maps(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)


def test_a_pair_is_there_once_and_none_is_a_target_too() -> None:
    none = {"codigo_destino": "", "correspondencia": "no tiene correspondencia"}
    found = maps({}, {}, {"codigo_destino": "B02"}, {"codigo_origen": "A02"} | none)
    assert reasons(found) == [(3, "codigo_destino", "Repite la correspondencia de la fila 2.")]
    assert list(found.frame["target_code"]) == ["B01", "B02", ""]
