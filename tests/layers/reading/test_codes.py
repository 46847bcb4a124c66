"""Codes of digits whose leading zeros a spreadsheet dropped."""

from __future__ import annotations

import pytest

from layers.reading.codes import code_length, with_zeros


@pytest.mark.parametrize(
    ("codes", "length"),
    [
        (["010071623", "30092825", "P0100"], 9),
        (["010071623", "30092825.0"], 9),
        (["0012", "12", "512"], 4),
        (["0512", "12"], None),  # two zeros are missing, and no code has two
        (["30092825", "530012319"], None),
        (["01", "010071623"], None),  # codes of two lengths
        (["010071623", "1234567890"], None),
        (["010071623", "0", ""], 9),
        (["A0", ""], None),
    ],
)
def test_the_length_is_certain_or_none(codes: list[str], length: int | None) -> None:
    assert code_length(codes) == length


def test_zeros_are_put_before_digits_only() -> None:
    assert with_zeros("30092825", 9) == "030092825"
    assert with_zeros("30092825.0", 9) == "030092825"
    assert with_zeros("P0100", 9) == "P0100"
    assert with_zeros("30092825", None) == "30092825"
