"""Telephones, e-mails and documents within free texts (Ley 29733); other numbers stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory import personal_data
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


# What the patterns are made of, and what lies between.
_PIECES = (
    *("tel", "Teléf.", "TELEFONO", "tlfno", "fono", "cel.", "CELULAR", "móvil", "MÓVIL", "movil"),
    *("WhatsApp", "whatapp", "fax", "RPM", "rpc", "DNI", "d.n.i.", "L.E.", "pasaporte", "RUC"),
    *("carné de extranjería", "documento de identidad", "N°", "nro.", "#", ":", "=", "+51", "+ 51"),
    *("a@b.pe", "@", "9", "987", "654", "321", "12345678", "10123456789", "(01)", "123-4567"),
    *(" ", "-", ".", ",", "/", "\n", "x", "Ñ", "\u0130", "\u017f", "\u0661\u0662\u0663"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_what_is_seen_at_once_hides_nothing_that_the_patterns_find(text: str) -> None:
    has_hint = personal_data._HINT.search(text)
    expected = personal_data._PERSONAL.sub(MASK, text) if has_hint else text
    assert masked(text) == expected


def test_free_texts_are_those_that_a_file_may_fill_with_anything() -> None:
    assert {"name", "holder"} <= set(free_texts(ExtractiveSite))
    assert not {"code", "status", "source_url"} & set(free_texts(ExtractiveSite))
    assert "modular_code" not in free_texts(RuralSchool)
    assert "name" in free_texts(SanitationProject)
