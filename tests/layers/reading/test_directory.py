"""Units found by their codes and by the names that official files write."""

from __future__ import annotations

import pytest

from layers.reading.directory import Directory

UNITS = Directory(
    {
        "15": "Lima",
        "1501": "Lima",
        "150101": "Lima",
        "150133": "San Juan de Lurigancho",
        "07": "Callao",
        "0701": "Callao",
        "070101": "Callao",
        "22": "San Martín",
        "2202": "Bellavista",
        "220201": "Bellavista",
        "070102": "Bellavista",
    }
)


@pytest.mark.parametrize(
    ("names", "ubigeo"),
    [
        (("LIMA",), "15"),
        (("Lima", "LIMA"), "1501"),
        (("lima", "Lima", "SAN JUAN DE LURIGANCHO "), "150133"),
        (("LIMA", "LIMA", "San Juan-de  Lurigancho"), "150133"),
        (("LIMA METROPOLITANA", "LIMA", "LIMA"), "150101"),
        (("Provincia Constitucional del Callao", "Callao", "Bellavista"), "070102"),
        (("SAN MARTIN", "BELLAVISTA", "BELLAVISTA"), "220201"),
        (("SAN MARTIN", "LIMA", "BELLAVISTA"), None),
        (("",), None),
        (("Lima", "Lima", ""), None),
    ],
)
def test_finds_by_names(names: tuple[str, ...], ubigeo: str | None) -> None:
    assert UNITS.find(*names) == ubigeo


def test_knows_codes() -> None:
    assert "150133" in UNITS
    assert "150199" not in UNITS
    assert UNITS.name("22") == "San Martín"
