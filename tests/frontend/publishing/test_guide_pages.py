"""The guides as pages: every source's, of nothing but their words, and of no other file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from frontend import guide_pages
from layers.loading.sources import SOURCES
from layers.source import Source
from tests.submissions import SOURCE
from tests.zones import account, client_of

HOSTILE = """# Guía <script>alert(1)</script>

<img src=x onerror=alert(1)> [malo](javascript:alert(1)) [bien](https://example.org/)
![no](x.png) [otra](importar.md) [nada](decisions/sandbox.md) [fuera](../../README.md)
[ancla](publicar.md#diario)

| a | b |
| --- | --- |
| `<b>` | x |

<!-- columnas: secreto -->
```
$ orden <a>
```
"""


@pytest.fixture
def admin(db: None) -> Client:
    return client_of(account("jefa", is_staff=True, is_superuser=True))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_source_has_its_guide_and_says_what_files_it_takes(
    admin: Client, source: Source
) -> None:
    address = f"/publicar/fuentes/{source.name}/"
    page = admin.get(address).content.decode()
    assert f'href="{address}guia/"' in page
    assert source.file_kinds in page
    answer = admin.get(f"{address}guia/")
    tree = etree.HTML(answer.content.decode())
    headings: Any = tree.xpath("//h1")
    assert len(headings) == 1
    assert headings[0].getparent().get("class") == "guide"
    columns = {column.title for column in source.file.columns} if source.file else set()
    named: Any = tree.xpath("//table//td[1]//code/text()")
    assert columns <= set(named)
    links: Any = tree.xpath("//article//a/@href")
    for link in links:
        if not link.startswith("https://"):
            assert admin.get(link).status_code == 200, link


def test_a_guide_is_nothing_but_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "importar-malo.md").write_text(HOSTILE, "utf-8")
    monkeypatch.setattr(guide_pages, "FOLDER", tmp_path)
    html = guide_pages.guide("importar-malo", "/guia/{}/".format)
    assert html is not None
    tree = etree.HTML(html)
    assert not tree.xpath("//script | //img | //b | //@onerror")
    assert tree.xpath("//a/@href") == ["https://example.org/", "/guia/importar/", "/guia/publicar/"]
    assert "secreto" not in html
    assert "nada" in html
    assert tree.xpath("//th/@scope") == ["col", "col"]
    assert tree.xpath("//pre/@tabindex") == ["0"]


@pytest.mark.parametrize(
    "page", ["architecture", "configuration", "README", "importar-no-hay", "decisions", "index"]
)
def test_no_other_file_is_a_page(admin: Client, page: str) -> None:
    assert admin.get(f"{SOURCE}guia/{page}/").status_code == 404


def test_who_may_not_see_the_source_sees_no_guide(db: None) -> None:
    assert Client().get(f"{SOURCE}guia/")["Location"].startswith("/cuenta/ingresar/")
    assert client_of(account("otra")).get(f"{SOURCE}guia/").status_code == 403
    admin = client_of(account("jefa", is_staff=True, is_superuser=True))
    assert admin.get("/publicar/fuentes/no-hay/guia/").status_code == 404
