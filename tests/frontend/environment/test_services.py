"""The pages and the API of the federated catalogue: what is offered, who answers, since when."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from layers.models import FederatedService, OfferedCount, OfferedItem

pytestmark = pytest.mark.django_db
SEEN = dt.datetime(2026, 1, 15, 15, 0, tzinfo=dt.UTC)
GONE = dt.datetime(2026, 2, 20, 15, 0, tzinfo=dt.UTC)
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def federation() -> None:
    FederatedService.objects.all().delete()
    values = {"owner_name": "Entidad de prueba", "protocol": "csw"}
    answering = FederatedService.objects.create(
        key="uno",
        platform="sinia",
        title="Catálogo uno",
        address="https://example.org/csw",
        is_answering=True,
        state_since=SEEN,
        checked_at=GONE,
        **values,
    )
    FederatedService.objects.create(
        key="dos",
        platform="oefa",
        title="Catálogo dos",
        address="https://example.org/otro",
        is_answering=False,
        state_since=GONE,
        checked_at=GONE,
        message="El servidor respondió 500.",
        **values,
    )
    FederatedService.objects.create(
        key="tres", platform="geoservidor", title="Catálogo tres", owner_name="Entidad de prueba"
    )
    for number, (title, gone) in enumerate(
        (("Calidad del agua", None), ("Ríos y 100 % lagunas", None), ("Retirado", GONE)), start=1
    ):
        OfferedItem.objects.create(
            service=answering,
            name=f"n{number}",
            title=title,
            abstract=HOSTILE,
            address="https://example.org/a?b=1&c=2",
            first_seen_at=SEEN,
            gone_since=gone,
        )
    for month, number in ((1, 3), (2, 2)):
        OfferedCount.objects.create(
            service=answering, month=dt.date(2026, month, 1), number=number, counted_at=GONE
        )


def page(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def api(client: Client, name: str, **query: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/environment/{name}/", query)
    assert answer.status_code == 200, answer.content
    return list(answer.json()["results"])


def test_each_service_says_whether_it_answers_and_since_when(client: Client) -> None:
    told = page(client, "/ambiente/servicios/")
    assert "Responde, desde el 15/01/2026" in told
    assert "No responde, desde el 20/02/2026" in told
    assert "No se conoce la dirección de su servicio" in told
    found = {one["key"]: one for one in api(client, "services")}
    assert (found["uno"]["is_answering"], found["uno"]["offered"]) == (True, 2)
    assert (found["dos"]["is_answering"], found["dos"]["offered"]) == (False, 0)
    # Nobody asked it: neither is known, and nothing is no number.
    assert (found["tres"]["is_answering"], found["tres"]["offered"]) == (None, None)


def test_a_service_tells_what_it_offers_and_offered(client: Client) -> None:
    told = page(client, "/ambiente/servicios/uno/")
    assert "Ofrece 2 conjuntos" in told
    assert "(ya no se ofrece desde el 20/02/2026)" in told
    assert "enero 2026" in told.lower()
    assert HOSTILE not in told
    assert "&lt;script&gt;" in told
    assert "No responde, desde el 20/02/2026" in page(client, "/ambiente/servicios/dos/")
    assert "a este servicio no se le preguntó" in page(client, "/ambiente/servicios/tres/")
    assert client.get("/ambiente/servicios/nada/").status_code == 404


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("RIOS", ["Ríos y 100 % lagunas"]),
        ("agua calidad", ["Calidad del agua"]),
        ("100 %", ["Ríos y 100 % lagunas"]),
        ("_", []),  # a letter like any other, not LIKE's
        ("\x00agua", ["Calidad del agua"]),
        ("'; DROP TABLE x; --", []),
    ],
)
def test_words_find_whatever_their_accents(client: Client, words: str, titles: list[str]) -> None:
    if "\x00" not in words:  # which the API refuses, naming the parameter
        assert [one["title"] for one in api(client, "offered", q=words)] == titles
    told = page(client, "/ambiente/servicios/", q=words)
    assert all(title in told for title in titles)
    if not titles:
        assert "Ningún servicio que haya respondido ofrece eso." in told


def test_a_platform_chooses(client: Client) -> None:
    assert len(api(client, "offered", platform="sinia")) == 3
    assert api(client, "offered", platform="oefa") == []
    assert client.get("/api/v1/environment/offered/?platform=otra").status_code == 400
    assert client.get("/api/v1/environment/offered/?x=1&f=csv").status_code == 400
    # A page of the site takes what it knows.
    assert "Calidad" not in page(client, "/ambiente/servicios/", plataforma="otra")


def test_a_table_of_each(client: Client) -> None:
    answer = client.get("/api/v1/environment/offered/?f=csv&service=uno")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    at = next(index for index, line in enumerate(lines) if "gone_since" in line)
    rows = [dict(zip(lines[at], line, strict=True)) for line in lines[at + 1 :] if line]
    assert sorted(row["title"] for row in rows) == [
        "Calidad del agua",
        "Retirado",
        "Ríos y 100 % lagunas",
    ]
    # Lines without a cut-off date are a workbook too.
    for name in ("services", "offered", "standard", "use", "emissions"):
        assert client.get(f"/api/v1/environment/{name}/?f=xlsx").status_code == 200, name


def test_queries_do_not_grow_with_services(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    page(client, "/ambiente/servicios/")
    with django_assert_max_num_queries(8):
        page(client, "/ambiente/servicios/", q="agua")
