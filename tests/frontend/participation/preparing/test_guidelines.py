"""An agency's editor writes a version of the guidelines; a second person publishes it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from territory.models import AgencyRole, Commitment, GuidelineVersion, WrittenGuideline
from territory.models.placed import SAMPLE_PREFIX
from tests.frontend.participation.preparing.forms import START, publish, take
from tests.frontend.participation.reading import html_of, own_html_of, queries, queries_again
from tests.frontend.reading import text_of
from tests.processes import agency_of, member
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db

PAGE, NEW = "/comisiones/lineamientos/", f"{START}lineamiento/nuevo/"
ORIGIN: dict[str, Any] = {
    "commitments": [3],
    "source": "Ministerio de prueba",
    "source_url": "https://example.org/lista",
    "cutoff_date": "2019-01-31",
}


def guideline_form(**values: str) -> dict[str, str]:
    plain = {
        "commitment": str(Commitment.objects.get(number=3).pk),
        "title": "Lineamientos",
        "label": "2.0",
        "issued_on": "2018-09-01",
        "changes": "Agrega el reglamento",
        "document_url": "https://example.org/v2.pdf",
        "source": "Ministerio de prueba",
        "source_url": "https://example.org/v2",
        "cutoff_date": "2018-09-30",
    }
    return plain | values


def written(**values: Any) -> WrittenGuideline:
    given = guideline_form(**values)
    given.pop("commitment")
    made = WrittenGuideline.objects.create(
        commitment=Commitment.objects.get(number=3), state="published", **given
    )
    made.refresh_from_db()
    return made


def listed(**values: Any) -> GuidelineVersion:
    given = {
        "title": "Lineamientos",
        "version": "1.0",
        "issued_on": "2017-09-01",
        "document_url": "https://example.org/v1.pdf",
    }
    return GuidelineVersion.objects.create(**ORIGIN | given | values)


@pytest.fixture
def editor() -> Client:
    return client_of(member("edita", "editor", 3))


@pytest.fixture
def boss() -> Client:
    return client_of(member("publica", "approver", 3))


def test_a_version_is_written_published_changed_and_its_history_read(
    client: Client, editor: Client, boss: Client
) -> None:
    assert editor.post(NEW, guideline_form()).status_code == 302
    made = WrittenGuideline.objects.get()
    assert (made.state, made.is_sample, made.label) == ("draft", False, "2.0")
    # A draft is its agency's alone, and in no file.
    assert "Agrega el reglamento" not in text_of(client, PAGE)
    assert "Agrega el reglamento" not in client.get("/comisiones/lineamientos.csv").content.decode()
    publish(editor, boss, "lineamiento", made)
    text = text_of(client, PAGE)
    assert "Versión 2.0" in text
    assert "EJEMPLO ·" not in text
    made.refresh_from_db()
    address = f"{START}lineamiento/{made.pk}/"
    changed = guideline_form(changes="Agrega dos anexos", version=str(made.version))
    assert editor.post(address, changed).status_code == 302
    assert "Agrega el reglamento" in text_of(client, PAGE)
    publish(editor, boss, "lineamiento", made)
    assert "Agrega dos anexos" in text_of(client, PAGE)
    history = own_html_of(client, f"{address}historia/")
    assert "Agrega el reglamento" in history
    assert agency_of(3).acronym in history
    assert "edita" not in history.replace("editada", "")
    take(boss, "lineamiento", made, "withdraw")
    assert "Agrega dos anexos" not in text_of(client, PAGE)


def test_who_prepared_it_does_not_publish_it(editor: Client) -> None:
    editor.post(NEW, guideline_form())
    made = WrittenGuideline.objects.get()
    assert take(editor, "lineamiento", made, "submit").status_code == 302
    assert take(editor, "lineamiento", made, "publish").status_code == 403


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source_url": ""}, "source_url"),
        ({"document_url": ""}, "document_url"),
        ({"source_url": "https://example.org/" + "a" * 190}, "source_url"),
        ({"document_url": "https://example.org/" + "a" * 190}, "document_url"),
        ({"document_url": "javascript:alert(1)"}, "document_url"),
        ({"title": ""}, "title"),
        ({"title": f"{SAMPLE_PREFIX}Lineamientos"}, "title"),
        ({"label": "x" * 41}, "label"),
        ({"issued_on": "31/02/2018"}, "issued_on"),
        ({"changes": "Escriba a ana@example.org"}, "changes"),
        ({"changes": "a" * 20_001}, "changes"),
        ({"source": "DNI 12345678 de quien lo escribió, con sus señas"}, "source"),
        ({"commitment": ""}, "commitment"),
        ({"cutoff_date": ""}, "cutoff_date"),
    ],
)
def test_what_it_may_not_hold_is_named_by_its_field(
    editor: Client, values: dict[str, str], field: str
) -> None:
    response = editor.post(NEW, guideline_form(**values))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not WrittenGuideline.objects.exists()


def test_it_is_of_commitment_three_alone(editor: Client) -> None:
    other = str(Commitment.objects.get(number=1).pk)
    assert "commitment" in editor.post(NEW, guideline_form(commitment=other)).context["form"].errors
    stranger = client_of(member("ajena", "editor", 1))
    assert stranger.get(NEW).status_code == 403
    assert stranger.post(NEW, guideline_form()).status_code == 403
    assert "lineamiento/nuevo" not in html_of(stranger, START)
    assert "lineamiento/nuevo" in html_of(editor, START)
    assert Client().get(NEW).status_code == 302
    assert not WrittenGuideline.objects.exists()


def test_a_version_is_written_once(editor: Client) -> None:
    written()
    response = editor.post(NEW, guideline_form())
    assert response.status_code == 422
    assert "ya lo tiene otro registro" in str(response.context["form"].errors["label"])


def test_what_was_written_is_escaped(client: Client) -> None:
    hostile = "<script>alert(1)</script>"
    written(title=hostile, changes=hostile, source=hostile)
    html = html_of(client, PAGE)
    assert hostile not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_written_and_listed_are_one_list_and_facts_end_samples(client: Client) -> None:
    assert "EJEMPLO · Versión 3.0" in text_of(client, PAGE)
    written()
    assert "EJEMPLO ·" not in text_of(client, PAGE)
    listed()
    listed(version="3.0", issued_on="2019-01-01")
    text = text_of(client, PAGE)
    assert text.index("Versión 3.0") < text.index("Versión 2.0") < text.index("Versión 1.0")
    assert text.count("la más reciente que se conoce") == 1


@pytest.mark.parametrize(
    ("cutoff", "shown"),
    [("2018-09-29", "escrito"), ("2018-09-30", "escrito"), ("2018-10-01", "de la lista")],
)
def test_what_both_name_is_as_the_later_one_says(client: Client, cutoff: str, shown: str) -> None:
    written(changes="escrito")
    listed(title="LINEAMIENTOS", version="2.0", changes="de la lista", cutoff_date=cutoff)
    text = text_of(client, PAGE)
    assert text.count("Versión 2.0") == 1
    assert f"Qué cambió: {shown}" in text
    lines = client.get("/comisiones/lineamientos.csv").content.decode()
    (row,) = csv.DictReader(io.StringIO(lines), delimiter=";")
    assert row["cambios"] == shown


def test_a_version_of_a_file_is_corrected_here(client: Client, editor: Client) -> None:
    row = listed(changes="Con una errata")
    html = html_of(editor, PAGE)
    address = f"{NEW}?de={row.pk}"
    assert address in html
    assert address not in html_of(client, PAGE)
    form = editor.get(address).context["form"]
    assert form["label"].value() == "1.0"
    assert form["changes"].value() == "Con una errata"
    sample = GuidelineVersion.objects.filter(is_sample=True).first()
    assert sample is not None
    for wrong in (sample.pk, "999999999", "-1", "x", "9" * 30):
        assert editor.get(f"{NEW}?de={wrong}").status_code == 404


def test_the_demonstration_writes_samples_that_no_fact_stands_beside(client: Client) -> None:
    demo = account("demo")
    AgencyRole.objects.create(user=demo, agency=agency_of(3), role="editor", is_demonstration=True)
    assert client_of(demo).post(NEW, guideline_form()).status_code == 302
    made = WrittenGuideline.objects.get()
    assert (made.is_sample, made.title) == (True, f"{SAMPLE_PREFIX}Lineamientos")
    WrittenGuideline.objects.update(state="published")
    assert f"{SAMPLE_PREFIX}Lineamientos" in text_of(client, PAGE)
    listed()
    (document,) = client.get(PAGE).context["documents"]
    assert [row.is_sample for row in document[1]] == [False]


def test_the_database_holds_no_fact_without_document_or_source() -> None:
    for missing in ("document_url", "source_url"):
        with pytest.raises(IntegrityError), transaction.atomic():
            written(**{missing: None})


def test_pages_ask_the_same_queries_with_more_rows(client: Client, editor: Client) -> None:
    written()
    listed()
    before = [queries_again(asks, PAGE) for asks in (client, editor)]
    for number in range(3, 9):
        written(label=str(number))
        listed(version=f"{number}.5")
    assert [queries(asks, PAGE) for asks in (client, editor)] == before
