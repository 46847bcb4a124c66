"""``/api/v1/uploads/`` as tus 1.0.0 (tus.io/protocols/resumable-upload) has it."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.http import parse_http_date

from layers import uploads
from layers.models import Upload
from tests.stored_files import stored_files
from tests.zones import client_of, planner

pytestmark = pytest.mark.django_db

UPLOADS = "/api/v1/uploads/"
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"
CONTENT = b"ubigeo;nombre\n150101;Lima\n"


@pytest.fixture
def author() -> User:
    return planner("ana")


@pytest.fixture
def client(author: User) -> Client:
    return client_of(author)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def begun(client: Client, length: int = len(CONTENT), metadata: str = "") -> Any:
    headers = TUS | {"Upload-Length": str(length), "Upload-Metadata": metadata}
    return client.post(UPLOADS, headers=headers)


def sent(client: Client, address: str, offset: int, data: bytes, **headers: str) -> Any:
    given = TUS | {"Upload-Offset": str(offset)} | headers
    return client.patch(address, data, content_type=PIECE, headers=given)


def test_creation_then_pieces_then_the_file(client: Client) -> None:
    metadata = f"filename {encoded('distritos ñ.csv')},filetype {encoded('text/csv')}"
    response = begun(client, metadata=metadata)
    assert response.status_code == 201
    assert response["Tus-Resumable"] == "1.0.0"
    address = response["Location"]
    assert address.startswith(f"http://testserver{UPLOADS}")
    assert parse_http_date(response["Upload-Expires"])
    response = sent(client, address, 0, CONTENT[:10])
    assert (response.status_code, response["Upload-Offset"]) == (204, "10")
    response = client.head(address, headers=TUS)
    assert (response.status_code, response.content) == (200, b"")
    assert (response["Upload-Offset"], response["Upload-Length"]) == ("10", str(len(CONTENT)))
    assert "no-store" in response["Cache-Control"]
    assert sent(client, address, 10, CONTENT[10:])["Upload-Offset"] == str(len(CONTENT))
    shown = client.get(address).json()
    assert shown["name"] == "distritos ñ.csv"
    assert shown["is_complete"] is True
    assert shown["sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_options_says_what_is_spoken(client: Client) -> None:
    response = Client().options(UPLOADS)
    assert response.status_code == 204
    assert response["Tus-Version"] == "1.0.0"
    assert response["Tus-Max-Size"] == str(uploads.MAX_BYTES)
    assert set(response["Tus-Extension"].split(",")) == {
        "creation",
        "expiration",
        "checksum",
        "termination",
    }
    assert response["Tus-Checksum-Algorithm"] == "sha256,sha1"
    assert response["Allow"] == "POST, OPTIONS"


def test_another_version_is_a_failed_precondition(client: Client) -> None:
    for headers in ({"Tus-Resumable": "0.2.2"}, {}):
        response = client.post(UPLOADS, headers={"Upload-Length": "3", **headers})
        assert (response.status_code, response["Tus-Version"]) == (412, "1.0.0")
    assert not Upload.objects.exists()


def test_a_wrong_offset_is_a_conflict(client: Client) -> None:
    address = begun(client)["Location"]
    response = sent(client, address, 5, CONTENT[5:])
    assert response.status_code == 409
    assert response["Content-Type"].startswith("application/problem+json")
    assert "0 bytes" in json.loads(response.content)["detail"]


def test_a_piece_of_another_type_is_not_read(client: Client) -> None:
    address = begun(client)["Location"]
    response = client.patch(
        address, CONTENT, content_type="text/csv", headers=TUS | {"Upload-Offset": "0"}
    )
    assert response.status_code == 415


@pytest.mark.parametrize("length", ["", "-1", "1e3", "٣", "9" * 16, "1 "])
def test_a_length_that_is_no_number(client: Client, length: str) -> None:
    response = client.post(UPLOADS, headers=TUS | {"Upload-Length": length})
    assert response.status_code == 400
    assert not Upload.objects.exists()


@pytest.mark.parametrize("offset", ["", "-1", "x"])
def test_an_offset_that_is_no_number(client: Client, offset: str) -> None:
    address = begun(client)["Location"]
    response = client.patch(
        address, CONTENT, content_type=PIECE, headers=TUS | {"Upload-Offset": offset}
    )
    assert response.status_code == 400


def test_metadata_that_is_not_base64(client: Client) -> None:
    assert begun(client, metadata="filename ñ").status_code == 400


def test_too_large_is_413(client: Client) -> None:
    assert begun(client, uploads.MAX_BYTES + 1).status_code == 413
    address = begun(client, 4)["Location"]
    assert sent(client, address, 0, CONTENT).status_code == 413


def test_a_sum_that_differs_is_460_and_keeps_nothing(client: Client) -> None:
    address = begun(client)["Location"]
    right = base64.b64encode(hashlib.sha256(CONTENT[:5]).digest()).decode()
    headers = {"Upload-Checksum": f"sha256 {right}"}
    assert sent(client, address, 0, CONTENT[1:6], **headers).status_code == 460
    assert client.head(address, headers=TUS)["Upload-Offset"] == "0"
    assert sent(client, address, 0, CONTENT[:5], **headers).status_code == 204
    assert sent(client, address, 5, b"x", **{"Upload-Checksum": "md5 eA=="}).status_code == 400


@pytest.mark.usefixtures("untracked")
def test_termination(client: Client) -> None:
    address = begun(client)["Location"]
    assert client.delete(address, headers=TUS).status_code == 204
    assert not stored_files().exists()
    for response in (client.head(address, headers=TUS), sent(client, address, 0, b"x")):
        assert response.status_code == 404


def test_of_others_nothing_is_known(client: Client) -> None:
    address = begun(client)["Location"]
    other = client_of(planner("luis"))
    assert other.get(address).status_code == 404
    assert other.head(address, headers=TUS).status_code == 404
    assert sent(other, address, 0, CONTENT).status_code == 404
    assert other.delete(address, headers=TUS).status_code == 404
    assert Client().get(address).status_code == 401
    assert Client().head(address, headers=TUS).status_code == 401
    assert begun(Client()).status_code == 401
    assert begun(client_of(User.objects.create_user("member"))).status_code == 403


def test_another_site_cannot_send_in_a_visitors_name(author: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert begun(client).status_code == 403
    assert not Upload.objects.exists()


def test_methods(client: Client) -> None:
    assert client.get(UPLOADS).status_code == 405
    response = client.put(f"{UPLOADS}00000000-0000-4000-8000-000000000000/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, PATCH, DELETE, HEAD, OPTIONS"
