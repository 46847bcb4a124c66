"""The JSON API of titles: the same answers, limits and refusals as the pages."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers.titles import asking, batch
from territory.models import TitleCheck
from territory.titles.signing import signer_of
from tests.titles import ASKED, publish

pytestmark = pytest.mark.django_db
TITLE: dict[str, Any] = {**ASKED, "year": 2017}
BATCH = {"purpose": "hiring", "titles": [TITLE]}


@pytest.fixture(autouse=True)
def published(tmp_path: Path) -> None:
    publish(tmp_path, [{}])


def post(client: Client, data: Any, address: str = "check") -> Any:
    body = data if isinstance(data, str) else json.dumps(data)
    return client.post(f"/api/v1/titles/{address}/", body, "application/json")


def test_a_title_that_is_there(client: Client) -> None:
    response = post(client, TITLE)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    found = response.json()
    assert found["found"] is True
    assert found["is_sample"] is False
    assert "no es un certificado" in found["notice"]
    (file,) = found["files"]
    assert (file["source"], file["cutoff_date"]) == ("MINEDU, registro de prueba", "2018-12-31")


def test_wrong_and_absent_are_one_answer(client: Client) -> None:
    wrong: list[dict[str, Any]] = [
        {"year": 2016},
        {"number": "9"},
        {"programme": "Otra"},
        {"institution": "9999999"},
    ]
    bodies = {post(client, TITLE | given).content for given in wrong}
    assert len(bodies) == 1
    assert json.loads(bodies.pop())["found"] is False


@pytest.mark.parametrize(
    ("data", "parameter"),
    [
        ({**TITLE, "institution": "45871236"}, "institution"),
        ({**TITLE, "institution": None}, "institution"),
        ({**TITLE, "year": True}, "year"),
        ({**TITLE, "year": 20.5}, "year"),
        ({**TITLE, "year": 10**400}, "year"),
        ({**TITLE, "number": ["1"]}, "number"),
        ({**TITLE, "number": "\x00"}, "number"),
        ({**TITLE, "dni": "45871236"}, "dni"),
        ([TITLE], "body"),
        ("null", "body"),
    ],
)
def test_bad_input_names_the_member(client: Client, data: Any, parameter: str) -> None:
    response = post(client, data)
    assert response.status_code == 400
    assert response.json()["parameter"] == parameter
    assert "45871236" not in response.content.decode()


@pytest.mark.parametrize("data", ["{", "", '{"year": NaN}', "[" * 5_000])
def test_what_is_no_json_is_refused(client: Client, data: str) -> None:
    assert post(client, data).status_code == 400


def test_the_address_takes_no_question(client: Client) -> None:
    assert client.get("/api/v1/titles/check/", {"number": "123"}).status_code == 405
    assert (
        client.post("/api/v1/titles/check/?number=1", "{}", "application/json").status_code == 400
    )


@pytest.mark.usefixtures("one_window")
def test_pages_and_api_count_together(client: Client) -> None:
    for _ in range(asking.OF_ADDRESS.most):
        client.post("/titulos/", ASKED)
    response = post(client, TITLE)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_a_batch_is_signed(client: Client) -> None:
    client.force_login(User.objects.create_user("empleadora-api"))
    other = {**TITLE, "number": "5"}
    found = post(client, {**BATCH, "titles": [TITLE, other]}, "batch").json()
    assert found["answers"] == [
        {"row": 1, "answer": "consta"},
        {"row": 2, "answer": "no consta"},
    ]
    signature = base64.b64decode(found["signature"])
    assert signer_of(found["document"].encode(), signature) is not None
    keys = client.get("/api/v1/titles/").json()["keys"]
    assert keys[0]["id"] == found["key"]


def test_a_batch_needs_an_account_a_purpose_and_titles(client: Client) -> None:
    assert post(client, BATCH, "batch").status_code == 401
    client.force_login(User.objects.create_user("empleadora-api"))
    for given, parameter in (
        ({"purpose": "x"}, "purpose"),
        ({"purpose": None}, "purpose"),
        ({"statement": "Para contratar a Juan Pérez"}, "statement"),
        ({"titles": []}, "titles"),
        ({"titles": [TITLE] * (batch.MOST_ROWS + 1)}, "titles"),
        ({"titles": [{"dni": "45871236"}]}, "titles[1].dni"),
        ({"more": 1}, "more"),
    ):
        response = post(client, BATCH | given, "batch")
        assert response.status_code == 400, given
        assert response.json()["parameter"] == parameter
    assert not TitleCheck.objects.exists()


def test_the_quota_is_the_pages_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(User.objects.create_user("empleadora-api"))
    monkeypatch.setattr(batch, "DAILY_ROWS", 1)
    assert post(client, BATCH, "batch").status_code == 200
    assert post(client, BATCH, "batch").status_code == 413
