"""The repository's pages: searched, cited, taken home, withdrawn; and an editor's whole way."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from territory.models import SanitationStudy, StudyDownloads, StudyVersion
from tests.processes import member
from tests.studies import SOURCE, kept, pdf, study, version
from tests.zones import client_of

pytestmark = pytest.mark.django_db
STUDIES = "/estudios/"


def page_of(address: str, client: Client | None = None, status: int = 200) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def with_file(of: SanitationStudy, content: bytes = b"anio;n\n2018;4\n") -> StudyVersion:
    file = kept(content, "datos.csv")
    return version(
        of,
        address=None,
        file=file.pk,
        file_name="datos.csv",
        kind="table",
        size=file.size,
        sha256=file.sha256,
    )


def test_studies_are_searched_and_what_answers_is_marked() -> None:
    study(title="Agua <b>potable</b> rural")
    study(title="Otro asunto", abstract="Nada.", year=2016, kind="evaluation", units=["1501"])
    found = page_of(f"{STUDIES}?q=potables")
    assert "Agua &lt;b&gt;<mark>potable</mark>&lt;/b&gt; rural" in found
    assert "Otro asunto" not in found
    chosen = page_of(f"{STUDIES}?anio=2016&tipo=evaluation&u=15")
    assert "Otro asunto" in chosen
    assert "rural" not in chosen.partition('role="status"')[2]
    assert "Ningún estudio responde" in page_of(f"{STUDIES}?q=ornitorrinco")
    for odd in ("?q=%00", "?q='\"<script>&pagina=9", "?anio=9&tipo=<x>&u=abc", "?q=" + "a" * 3_000):
        assert "<script>&" not in page_of(STUDIES + odd)


def test_a_version_keeps_its_address_and_its_hash() -> None:
    made = study()
    first = with_file(made)
    version(made, 2, title="Segunda")
    assert "Segunda" in page_of(f"{STUDIES}{made.pk}/")
    assert str(first.sha256) in page_of(f"{STUDIES}{made.pk}/v1/")
    StudyVersion.objects.filter(pk=first.pk).update(state="withdrawn")
    gone = page_of(f"{STUDIES}{made.pk}/v1/", status=410)
    assert str(first.sha256) in gone
    assert "se retiró" in gone
    page_of(f"{STUDIES}{made.pk}/v1/archivo/", status=404)
    for odd in ("v3/", "v0/", f"v{10**30}/", "v1/cita.exe", "cita.bib/"):
        page_of(f"{STUDIES}{made.pk}/{odd}", status=404)


def test_a_file_is_given_counted_and_nothing_of_who_took_it_is_kept() -> None:
    made = study()
    first = with_file(made)
    address = f"{STUDIES}{made.pk}/v1/archivo/"
    for _ in range(2):
        answer = Client().get(address)
        content = answer.getvalue()
        assert hashlib.sha256(content).hexdigest() == first.sha256
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert Client().head(address).status_code == 200
    (row,) = StudyDownloads.objects.all()
    assert row.times == 2
    assert {field.name for field in row._meta.fields} == {"id", "version", "day", "times"}
    assert "2 descargas" in page_of(f"{STUDIES}{made.pk}/")


@pytest.mark.parametrize("licence", ["reserved", "unknown"])
def test_without_a_licence_there_is_metadata_and_a_link(licence: str) -> None:
    made = study(licence=licence)
    first = with_file(made)
    sheet = page_of(f"{STUDIES}{made.pk}/")
    assert SOURCE in sheet
    assert "/archivo/" not in sheet
    refused = page_of(f"{STUDIES}{made.pk}/v1/archivo/", status=403)
    assert "no permite" in refused
    assert not StudyDownloads.objects.exists()
    assert str(first.sha256) in sheet


@pytest.mark.parametrize(
    ("form", "start", "media_type"),
    [
        ("txt", "Universidad que lo hizo (2018). ", "text/plain"),
        ("bib", "@techreport{estudio", "application/x-bibtex"),
        ("ris", "TY  - RPRT\r\n", "application/x-research-info-systems"),
    ],
)
def test_citations_lead_to_the_version(form: str, start: str, media_type: str) -> None:
    made = study()
    version(made)
    version(made, 2)
    answer = Client().get(f"{STUDIES}{made.pk}/cita.{form}")
    text = answer.content.decode()
    assert text.startswith(start)
    assert answer["Content-Type"].startswith(media_type)
    assert f"http://testserver{STUDIES}{made.pk}/v2/" in text
    earlier = Client().get(f"{STUDIES}{made.pk}/v1/cita.{form}").content.decode()
    assert f"{STUDIES}{made.pk}/v1/" in earlier


def test_an_editor_adds_a_study_and_a_version_and_a_second_person_publishes_both() -> None:
    editor, approver = member("edita", "editor", 15), member("aprueba", "approver", 15)
    client, second = client_of(editor), client_of(approver)
    new = "/participar/procesos/estudio/nuevo/"
    shown = page_of(new, client)
    assert 'name="abstract"' in shown
    drawn = '{"type":"Polygon","coordinates":[[[-72,-13],[-71,-13],[-71,-14],[-72,-13]]]}'
    given = {
        "title": "Cobertura en el valle",
        "abstract": "Cuántas viviendas tienen agua.",
        "institution": "Universidad que lo hizo",
        "year": "2018",
        "kind": "statistics",
        "licence": "CC-BY-4.0",
        "units": "",
        "footprint": drawn,
        "source_url": SOURCE,
        "cutoff_date": "2019-01-31",
    }
    for name, wrong in (("footprint", "[" * 5_000), ("footprint", "{}"), ("year", "x")):
        assert client.post(new, given | {name: wrong}).status_code == 422, name
    made = client.post(new, given)
    assert made.status_code == 302, made.content.decode()
    row = SanitationStudy.objects.get(is_sample=False)
    assert row.footprint is not None
    _decided(client, second, "estudio", row)
    assert "Cobertura en el <mark>valle</mark>" in page_of(f"{STUDIES}?q=valles")
    upload = SimpleUploadedFile("estudio.pdf", pdf("La palabra ornitorrinco"), "application/pdf")
    address = f"/participar/procesos/version-de-estudio/nuevo/?en={row.pk}"
    assert 'name="file"' in page_of(address, client)
    added = client.post(address, {"title": "Primera", "address": "", "file": upload})
    assert added.status_code == 302, added.content.decode()
    first = StudyVersion.objects.get(study=row)
    page_of(f"{STUDIES}{row.pk}/v1/", status=404)
    page_of(f"{STUDIES}{row.pk}/v1/archivo/", status=404)
    unsaid = second.post(
        f"/participar/procesos/version-de-estudio/{first.pk}/paso/",
        {"step": "publish", "version": first.version},
    )
    assert unsaid.status_code in (409, 422)
    _decided(client, second, "version-de-estudio", first)
    assert "página 1" in page_of(f"{STUDIES}?q=ornitorrincos")
    assert str(first.sha256) in page_of(f"{STUDIES}{row.pk}/v1/")


def _decided(client: Client, second: Client, word: str, row: Any) -> None:
    step = f"/participar/procesos/{word}/{row.pk}/paso/"
    row.refresh_from_db()
    assert client.post(step, {"step": "submit", "version": row.version}).status_code == 302
    row.refresh_from_db()
    said = {"step": "publish", "version": row.version, "cleared": "1"}
    assert second.post(step, said).status_code == 302
