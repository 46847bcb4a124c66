"""The repository's API: chosen, searched, as a table, and as DCAT."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from ows.rest.studies import dcat
from tests.studies import study, version

pytestmark = pytest.mark.django_db
STUDIES = "/api/v1/studies/"


def test_studies_are_chosen_and_searched(client: Client) -> None:
    one = study(title="Cloración rural")
    study(title="Otro", abstract="Nada.", units=["1501"], kind="evaluation", year=2016)
    for query in ("q=cloraciones", "unit=0801", "kind=diagnosis", "year=2018"):
        found = client.get(f"{STUDIES}?{query}").json()
        assert [row["id"] for row in found["results"]] == [one.pk], query
    text = client.get(f"{STUDIES}?unit=15&f=csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["title"] == "Otro"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("kind=x", "kind"),
        ("year=1", "year"),
        ("year=x", "year"),
        ("unit=x", "unit"),
        ("unit=123", "unit"),
        ("q=" + "a" * 300, "q"),
        ("otro=1", "otro"),
    ],
)
def test_what_cant_be_meant_is_named(client: Client, query: str, name: str) -> None:
    answer = client.get(f"{STUDIES}?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == name


def test_a_study_has_its_versions(client: Client) -> None:
    made = study()
    version(made)
    version(made, 2, title="Segunda")
    found = client.get(f"{STUDIES}{made.pk}/").json()
    assert [row["number"] for row in found["versions"]] == [2, 1]
    assert found["versions"][0]["url"] == f"/estudios/{made.pk}/v2/"
    assert client.get(f"{STUDIES}{10**30}/").status_code == 404
    assert client.get(f"{STUDIES}{study(state='draft').pk}/").status_code == 404


def test_dcat_is_paged(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dcat, "PER_PAGE", 2)
    made = [study(title=f"Estudio {number}") for number in range(3)]
    version(made[0])
    first = client.get(f"{STUDIES}dcat/")
    assert first["Content-Type"] == "application/ld+json"
    said = first.json()
    assert said["hydra:totalItems"] == 3
    second = client.get(said["hydra:next"]["@id"]).json()
    found = {one["dct:identifier"] for one in (*said["dcat:dataset"], *second["dcat:dataset"])}
    assert found == {str(one.pk) for one in made}
    assert "hydra:next" not in second
    assert client.get(f"{STUDIES}dcat/?page=0").status_code == 400
