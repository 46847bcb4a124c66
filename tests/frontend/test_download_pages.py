"""Taking layers home from the pages: links that give files, and large files made meanwhile."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from unittest.mock import MagicMock

import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.test import Client

from frontend.views import downloads
from layers import jobs, stored, versions
from layers.exports import making
from layers.exports.formats import FORMATS
from layers.jobs.kinds import named
from layers.models import Job, StoredFile
from layers.progress import JobCancelled, Unwatched
from tests.frontend.reading import text_of
from tests.ows.file_wire import kept, lines
from tests.ows.rest.zone_wire import created
from tests.stored_files import stored_files
from tests.zones import LAYER, client_of, planner

pytestmark = pytest.mark.django_db

_LINK = re.compile(r'href="(/catalogo/[\w-]+/descargar/\?[^"]+)"')


def links(client: Client, path: str) -> list[str]:
    html = client.get(path).content.decode()
    return [address.replace("&amp;", "&") for address in _LINK.findall(html)]


@pytest.mark.parametrize("path", ["/catalogo/rural_schools/", "/compromisos/3/"])
def test_every_format_is_linked_and_answers(client: Client, path: str) -> None:
    found = links(client, path)
    assert len(found) >= len(FORMATS)
    for address in found:
        name, content = kept(client.get(address, follow=True))
        assert content
        assert name.startswith("EJEMPLO_")


def test_a_unit_has_its_own(client: Client) -> None:
    """By the ubigeo that the rows declare, and those within."""
    answer = client.get("/catalogo/districts/descargar/?f=csv&unidad=1501", follow=True)
    name, content = kept(answer)
    assert name == "districts_seleccion_2025-06-30.csv"
    assert {line["ubigeo"][:4] for line in lines(content)} == {"1501"}
    found = [address for address in links(client, "/t/01/") if "unidad=01" in address]
    assert found
    for address in found:
        if "f=csv&" in address:
            rows = lines(kept(client.get(address, follow=True))[1])
            assert rows
            assert all(row["declared_ubigeo"].startswith("01") for row in rows)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("f=docx", "El formato «docx» no existe"),
        ("f=csv&unidad=99", "No hay unidad con el ubigeo «99»"),
        ("f=csv&unidad=%00", "No hay unidad"),
    ],
)
def test_refusals(client: Client, query: str, words: str) -> None:
    answer = client.get(f"/catalogo/districts/descargar/?{query}")
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_unknown_layer(client: Client) -> None:
    assert client.get("/catalogo/nada/descargar/").status_code == 404


def test_the_page_offers_what_there_is(client: Client) -> None:
    text = text_of(client, "/catalogo/districts/descargar/")
    assert "1\u202f891" in text or "1891" in text
    assert "Ubigeo" in text
    for item in FORMATS:
        assert str(item.title) in text


# Large files


@pytest.fixture
def small_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MOST_AT_ONCE", 10)


def start(client: Client, **parameters: str) -> Job:
    answer = client.post("/catalogo/districts/descargar/", parameters)
    assert answer.status_code == 302, answer.content
    found = re.fullmatch(r"/trabajos/([\w-]+)/", answer["Location"])
    assert found is not None
    return Job.objects.get(pk=found[1])


def done(job: Job) -> Any:
    result = named(job.kind).load()(Unwatched(), **job.arguments)
    assert result is not None
    return result


def test_a_large_file_is_offered_as_work(client: Client, small_bound: None) -> None:
    answer = client.get("/catalogo/districts/descargar/?f=gpkg")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Es un archivo grande" in text
    assert "/ogc/collections/districts/items?f=gpkg" in text  # whoever would rather wait


def test_the_work_makes_the_same_file(client: Client, small_bound: None) -> None:
    job = start(client, f="xlsx", unidad="1501")
    result = done(job)
    made = StoredFile.objects.get(pk=result["file"])
    assert made.name == "districts_1501_2025-06-30.xlsx"
    assert made.media_type.endswith("spreadsheetml.sheet")
    table = pd.read_excel(
        BytesIO(b"".join(stored.blocks(made))), engine="calamine", dtype={"ubigeo": str}
    )
    assert set(table["ubigeo"].str[:4]) == {"1501"}
    assert result["features"] == len(table)


def test_the_same_is_made_once(client: Client) -> None:
    first = start(client, f="gpkg", unidad="")
    assert start(client, f="gpkg", unidad="").pk == first.pk
    assert start(client, f="shp", unidad="").pk != first.pk
    versions.bump("districts")
    assert start(client, f="gpkg", unidad="").pk != first.pk


def test_who_asked_sees_it(client: Client) -> None:
    """Anybody with the address where nobody is signed in, else who asked."""
    ana = planner("ana")
    of_all, own = start(client, f="csv", unidad=""), start(client_of(ana), f="csv", unidad="")
    assert of_all.pk != own.pk
    assert own.by_id == ana.pk
    assert client.get(f"/trabajos/{of_all.pk}/").status_code == 200
    assert client.get(f"/trabajos/{own.pk}/").status_code == 404
    assert client_of(planner("eva")).get(f"/trabajos/{own.pk}/").status_code == 404


def test_too_many_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MOST_WAITING", 1)
    start(client, f="csv", unidad="")
    answer = client.post("/catalogo/districts/descargar/", {"f": "kml"})
    assert answer.status_code == 503


@pytest.mark.usefixtures("untracked")
def test_progress_and_cancelling(client: Client) -> None:
    """What is reported adds up to the rows; a cancelled one keeps no file."""
    job = start(client, f="gpkg", unidad="")
    progress = MagicMock()
    named(job.kind).load()(progress, **job.arguments)
    assert sum(call.args[0] for call in progress.add.call_args_list) == 1891
    for format_ in ("gpkg", "csv", "xlsx", "shp"):
        stopping = MagicMock()
        stopping.add.side_effect = JobCancelled
        arguments = job.arguments | {"format": format_}
        with pytest.raises(JobCancelled):
            making.make(stopping, **arguments)
    assert stored_files().count() == 1


# Who sees what


def test_drafts_are_in_the_files_of_who_may_see_them(client: Client) -> None:
    ana = client_of(planner("ana"))
    zone = created(ana)
    for format_ in FORMATS:
        seen = [
            zone["properties"]["title"].encode() in _bytes(asking, format_.name)
            for asking in (ana, client, client_of(planner(f"eva-{format_.name}")))
        ]
        if format_.name in ("xlsx", "shp"):
            continue
        assert seen == [True, False, False], format_.name


def _bytes(client: Client, format_: str) -> bytes:
    return kept(client.get(f"/ogc/collections/{LAYER}/items", {"f": format_}))[1]


def test_work_sees_what_its_asker_sees(client: Client) -> None:
    author = planner("ana")
    created(client_of(author))
    arguments: Any = {"layer": LAYER, "format": "csv", "unit": "", "version": 0}
    own = making.make(Unwatched(), user=author.pk, **arguments)
    of_all = making.make(Unwatched(), user=None, **arguments)
    User.objects.filter(pk=author.pk).update(is_active=False)
    gone = making.make(Unwatched(), user=author.pk, **arguments)
    assert [r["features"] for r in (own, of_all, gone)] == [1, 0, 0]
    assert jobs.own(author).count() == 0
