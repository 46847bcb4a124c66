"""The text of strangers' PDFs, read in the sandbox: what is kept, what is refused."""

from __future__ import annotations

import contextlib
import json
import zlib
from pathlib import Path
from typing import Any, cast

import pytest

from layers import sandbox
from layers.reading.results import SourceError
from layers.sandbox.tasks.pdf_text import MOST_OF_A_PAGE, PAGES, plain, read_text
from tests.layers.tracking.test_evidence import Silent
from tests.studies import pdf


def read(content: bytes, folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    path = folder / "file"
    path.write_bytes(content)
    said = read_text({"file": path}, {}, folder, cast(Any, Silent()))
    lines = (folder / PAGES).read_text("utf-8").splitlines()
    return said, [json.loads(line) for line in lines]


def test_each_page_is_read_with_its_number(tmp_path: Path) -> None:
    said, pages = read(pdf("Cobertura de agua", "", "Diagnóstico del año"), tmp_path)
    assert said == {"pages": 3, "read": 2, "is_whole": True}
    assert pages == [
        {"number": 1, "text": "Cobertura de agua"},
        {"number": 3, "text": "Diagnóstico del año"},
    ]


def test_it_works_where_nothing_may_be_done(tmp_path: Path) -> None:
    path, output = tmp_path / "file", tmp_path / "output"
    path.write_bytes(pdf("Cobertura de agua"))
    output.mkdir()
    said = sandbox.run("read_pdf_text", {"file": path}, {}, output)
    assert said["read"] == 1
    assert "Cobertura" in (output / PAGES).read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf("x", trailer="/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(x)/P -4>>"), "clave"),
        (pdf("x", catalogue="/OpenAction<</S/JavaScript/JS(app.alert)>>"), "programas"),
        (pdf("x", catalogue="/AA<</WC<</S/Launch>>>>"), "programas"),
        (pdf("x", catalogue="/Names<</JavaScript<</Names[]>>>>"), "programas"),
        (b"%PDF-1.4\n%%EOF\n", "dañado"),
        (b"%PDF-1.4\n" + b"x" * 5_000 + b"\n%%EOF\n", "dañado"),
        (pdf("x").replace(b"/Root 1 0 R", b"/Root 9 0 R"), "dañado"),
        (pdf(), "dañado"),
    ],
)
def test_what_is_shut_active_or_broken_is_refused(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=reason):
        read(content, tmp_path)


def test_a_tree_of_pages_that_is_its_own_child_ends(tmp_path: Path) -> None:
    content = pdf("x", "y").replace(b"/Kids[4 0 R 6 0 R]", b"/Kids[2 0 R 6 0 R]")
    with contextlib.suppress(SourceError):
        assert read(content, tmp_path)[0]["pages"] <= 2


def test_a_page_that_unpacks_to_much_is_left_out_or_cut(tmp_path: Path) -> None:
    packed = zlib.compress(b"BT /F1 12 Tf (" + b"A" * 60_000_000 + b") Tj ET")
    drawn = b"BT /F1 12 Tf 72 700 Td (x) Tj ET"
    content = pdf("x").replace(
        b"<</Length %d>>stream\n%s" % (len(drawn), drawn),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s" % (len(packed), packed),
    )
    assert packed in content
    _said, pages = read(content, tmp_path)
    assert sum(len(page["text"]) for page in pages) <= MOST_OF_A_PAGE


def test_text_is_on_one_line_without_what_nobody_reads() -> None:
    assert plain("sanea-\nmiento\tru\u00adral \x00\ue000\u202eán") == "saneamiento rural án"
