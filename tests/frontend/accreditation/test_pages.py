"""Which insurers answer where, and receipts verified by a person."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from frontend.views.accreditation import answering
from territory.accreditation.answering import answering as rows_of
from territory.accreditation.receipts.appending import append
from territory.accreditation.receipts.checking import written
from territory.accreditation.receipts.statements import parse_transaction
from territory.models import AccreditationDay
from tests.accreditation import Exchange
from tests.registered_parties import registered

pytestmark = pytest.mark.django_db
ROOM = "/acreditacion/"


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def send(client: Client, content: bytes) -> tuple[int, str]:
    file = SimpleUploadedFile("recibo.json", content)
    answer = client.post(f"{ROOM}verificar/", {"file": file})
    return answer.status_code, " ".join(answer.content.decode().split())


def test_the_commitment_leads_to_its_pages(client: Client) -> None:
    page = text_of(client, "/compromisos/13/")
    for path in ("", "recibos/", "verificar/"):
        assert f'href="{ROOM}{path}"' in page


def test_samples_are_marked_and_added_up_as_pandas_does(client: Client) -> None:
    page = text_of(client, f"{ROOM}?departamento=15")
    assert "EJEMPLO" in page
    columns = ["insurer_code", "declared_unit_id", "queries", "unanswered"]
    days = pd.DataFrame(AccreditationDay.objects.filter(is_sample=True).values(*columns))
    own = days[days["declared_unit_id"].str.startswith("15") & (days["insurer_code"] == "99001")]
    measured = own.dropna(subset=["queries", "unanswered"])
    share = 100 - 100 * measured["unanswered"].sum() / measured["queries"].sum()
    assert f"{share:.1f}".replace(".", ",") in page
    assert "IAFAS PÚBLICA DE EJEMPLO" in page
    assert "Cusco</th>" not in page


def test_a_long_list_is_turned_over(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "PER_PAGE", 1)
    every = [f"/acreditacion/iafas/{row.insurer_code}/" for row in rows_of("15")]
    assert len(every) > 1
    first, second = (text_of(client, f"{ROOM}?departamento=15&pagina={at}") for at in (1, 2))
    for page, shown in ((first, every[:1]), (second, every[1:2])):
        assert re.findall(r'href="(/acreditacion/iafas/[0-9]{5}/)"', page) == shown
    assert 'href="?departamento=15&amp;pagina=2#lista"' in first
    guessed = text_of(client, f"{ROOM}?departamento=15&pagina=<b>")
    assert guessed.partition("<main")[2] == first.partition("<main")[2]


def test_an_insurers_days(client: Client) -> None:
    page = text_of(client, f"{ROOM}iafas/99002/")
    for day in ("29/12/2018", "30/12/2018", "31/12/2018"):
        assert day in page
    for code in ("00001", "9900", "99002x", "٩٩٠٠٢"):
        text_of(client, f"{ROOM}iafas/{code}/", 404)


@pytest.mark.parametrize("departamento", ["99", "x", "<script>", "15' OR 1=1"])
def test_a_department_that_is_none(client: Client, departamento: str) -> None:
    answer = client.get(ROOM, {"departamento": departamento})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().split("<main")[1].split("</main>")[0]


@pytest.fixture
def receipt(db: None) -> dict[str, Any]:
    made: Exchange = registered()
    return written(append(parse_transaction(made.sent))[0])


def test_a_receipt_is_verified(client: Client, receipt: dict[str, Any]) -> None:
    status, page = send(client, json.dumps(receipt, indent=2).encode())
    assert status == 200
    assert "está como lo firmaron" in page
    assert "00002941" in page
    altered = receipt | {"answer": receipt["answer"] | {"outcome": "rejected"}}
    status, page = send(client, json.dumps(altered).encode())
    assert "No confíe en este recibo" in page
    assert "00002941" not in page


def test_a_chain_that_breaks_is_shown_where(client: Client, receipt: dict[str, Any]) -> None:
    link = {name: receipt[name] for name in ("number", "previous", "leaf", "link")}
    link |= {"key": receipt["site_key"], "signature": receipt["site_signature"]}
    status, page = send(client, json.dumps(link).encode() + b"\n")
    assert (status, "en su orden y sin un cambio" in page) == (200, True)
    broken = link | {"leaf": "0" * 64}
    status, page = send(client, f"{json.dumps(link)}\n\n{json.dumps(broken)}\n".encode())
    assert "La cadena se rompe aquí" in page
    assert "Línea 2" in page


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"x" * 8_000_001, 400),
        (b'{"query": {"nuDocumento": "45678912"}}', 400),
        (b'{"query": "<script>alert(1)</script>"}', 400),
        (b"\0\xff", 200),
        (b"[" * 15_000, 200),
    ],
    ids=["empty", "huge", "document", "script", "bytes", "deep"],
)
def test_hostile_files(client: Client, content: bytes, status: int) -> None:
    found, page = send(client, content)
    assert found == status
    for secret in ("4567", "<script>alert"):
        assert secret not in page


def test_the_keys_of_a_party(client: Client, receipt: dict[str, Any]) -> None:
    key = receipt["query"]["key"]
    assert key not in text_of(client, f"{ROOM}recibos/")
    assert key in text_of(client, f"{ROOM}recibos/?codigo=00002941")
    assert "No registró ninguna" in text_of(client, f"{ROOM}recibos/?codigo=00002942")
    text_of(client, f"{ROOM}recibos/?codigo=%00")


def test_the_pages_without_any_key_or_receipt(client: Client) -> None:
    page = text_of(client, f"{ROOM}recibos/")
    assert "Aún no hay ningún recibo" in page
    assert "registró aún su clave" in page
