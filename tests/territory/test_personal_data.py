"""Telephones, e-mails and documents within free texts (Ley 29733); other numbers stay."""

from __future__ import annotations

import pytest

from territory.models import ExtractiveSite, RuralSchool, SanitationProject
from territory.personal_data import MASK, free_texts, masked


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Informes: juan.perez@gmail.com", f"Informes: {MASK}"),
        ("D.N.I. N° 12345678", MASK),
        ("Documento de identidad: 12345678", MASK),
        ("RUC: 10123456789", MASK),
        ("Tel. (01) 123-4567, oficina", f"{MASK}, oficina"),
        ("celular 999 888 777", MASK),
        ("+51 987 654 321", MASK),
        ("llame al 987654321", f"llame al {MASK}"),
    ],
)
def test_it_is_taken_out(text: str, clean: str) -> None:
    assert masked(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "RUC 20100070970",
        "MEJORAMIENTO DE LA I.E. N° 0098765",
        "CUI 2456789012, SNIP 123456",
        "KM 100+000 AL KM 987+123",
        "S/ 987,654,321.00",
        "LEY 31234, 2019-2023",
        "DISTRITOS 130101 - 130102",
        "TELESUP 1234567",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text


def test_free_texts_are_those_that_a_file_may_fill_with_anything() -> None:
    assert {"name", "holder"} <= set(free_texts(ExtractiveSite))
    assert not {"code", "status", "source_url"} & set(free_texts(ExtractiveSite))
    assert "modular_code" not in free_texts(RuralSchool)
    assert "name" in free_texts(SanitationProject)
