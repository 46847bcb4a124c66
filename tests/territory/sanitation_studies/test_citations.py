"""Citations: what each format takes for its own is written so that it is text."""

from __future__ import annotations

import re

import pytest

from territory.sanitation_studies.citations import Citation, as_bibtex, as_ris, as_text, tex

SAID = Citation(
    title="Agua & saneamiento: 100% de {cobertura}_rural",
    institution="Universidad de Prueba",
    year=2018,
    version=2,
    address="https://example.org/estudios/7/v2/",
    key="estudio7v2",
    abstract="Mide.",
)


def test_a_sentence() -> None:
    assert as_text(SAID) == (
        "Universidad de Prueba (2018). Agua & saneamiento: 100% de {cobertura}_rural (versión 2). "
        "https://example.org/estudios/7/v2/"
    )


def test_bibtex_is_balanced_and_escaped() -> None:
    found = as_bibtex(SAID)
    assert found.startswith("@techreport{estudio7v2,")
    assert r"Agua \& saneamiento: 100\% de \{cobertura\}\_rural" in found
    plain = re.sub(r"\\[{}]", "", found)
    assert plain.count("{") == plain.count("}")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\\", r"\textbackslash{}"),
        ("\\input{x}", r"\textbackslash{}input\{x\}"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("$#", r"\$\#"),
        ("ñandú", "ñandú"),
    ],
)
def test_what_is_latexs_own_is_printed(text: str, written: str) -> None:
    assert tex(text) == written


def test_ris_has_a_tag_a_line_and_ends() -> None:
    lines = as_ris(SAID).split("\r\n")
    assert lines[0] == "TY  - RPRT"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert "UR  - https://example.org/estudios/7/v2/" in lines
