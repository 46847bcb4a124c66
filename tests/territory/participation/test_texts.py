"""Texts by numbered paragraphs: typed, kept, compared."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.participation.processes.texts import (
    MOST_PARAGRAPHS,
    compared,
    paragraphs_of,
    typed,
)


def numbered(*texts: str) -> list[dict[str, object]]:
    return [{"number": n, "text": text} for n, text in enumerate(texts, start=1)]


def test_blank_lines_part_paragraphs_and_numbers_stay() -> None:
    text = "[2] Segundo\r\nsigue\r\n\r\nNuevo\n \n[1] Primero"
    assert paragraphs_of(text, highest=4) == [
        {"number": 2, "text": "Segundo\nsigue"},
        {"number": 5, "text": "Nuevo"},
        {"number": 1, "text": "Primero"},
    ]


def test_a_number_that_was_taken_away_is_not_given_again() -> None:
    assert paragraphs_of("[1] Uno\n\nOtro", highest=7)[1]["number"] == 8


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n\n ", "Falta el texto"),
        ("[1] a\n\n[1] b", "dos párrafos"),
        ("[0] a", "desde [1]"),
        ("[3]", "está vacío"),
        ("[1] " + "a" * 5001, "5001 caracteres"),
        ("\n\n".join("a" * (MOST_PARAGRAPHS + 1)), "se admiten 300"),
    ],
)
def test_what_is_no_text_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        paragraphs_of(text)


@given(
    st.lists(
        st.text("abc def.\n", min_size=1).map(lambda text: " ".join(text.split())).filter(bool),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_written_is_read_again(texts: list[str]) -> None:
    assert paragraphs_of(typed(numbered(*texts))) == numbered(*texts)


def test_versions_are_compared_word_by_word() -> None:
    before = numbered("El foro se reúne", "Queda igual", "Se va")
    after = [*numbered("El foro sesiona", "Queda igual"), {"number": 4, "text": "Llega"}]
    kinds = {item.number: item.kind for item in compared(before, after)}
    assert kinds == {1: "changed", 2: "same", 4: "new", 3: "gone"}
    pieces = compared(before, after)[0].pieces
    assert "".join(p.text for p in pieces if p.kind != "new") == "El foro se reúne"
    assert "".join(p.text for p in pieces if p.kind != "gone") == "El foro sesiona"


def test_a_very_long_paragraph_is_compared_whole() -> None:
    """Word by word takes the product of both: bounded, not left to grow."""
    pieces = compared(numbered("a " * 2000), numbered("b " * 2000))[0].pieces
    assert [piece.kind for piece in pieces] == ["gone", "new"]
