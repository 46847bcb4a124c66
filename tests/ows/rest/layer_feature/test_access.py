"""Who may write the features of agencies' layers, and what of any layer is read."""

from __future__ import annotations

import base64

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers.models import Dataset
from tests.datasets import dataset
from tests.ows.rest.layer_feature.features import address, feature, sent
from tests.publishers import EDITOR, MTC, everybody, publisher
from tests.zones import PASSWORD, client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("needs_approval", [True, False])
@pytest.mark.parametrize("verb", ["POST", "PATCH", "PUT", "DELETE"])
def test_who_may(verb: str, public: bool, needs_approval: bool) -> None:
    """Whoever may prepare the layer, and of a published one who may publish it alone."""
    made = dataset(state="published" if public else "private")
    made.agency.needs_approval = needs_approval
    made.agency.save()
    editors = {"editor", "second_editor", "both", "admin"}
    allowed = set() if public and needs_approval else editors
    seeing = editors | {"approver"}
    clients = {"anonymous": Client()}
    for name, user in everybody().items():
        clients[name] = client_of(user)
    for name, client in clients.items():
        fid = 1
        if verb == "DELETE" and name in allowed:
            fid = sent(client, "POST", address(made), feature()).json()["id"]
        read = client.get(address(made, fid))
        version = read.headers.get("ETag", '"1"').strip('"')
        assert (read.status_code == 200) == (public or name in seeing), name
        path = address(made) if verb == "POST" else address(made, fid)
        body = None if verb == "DELETE" else feature()
        status = sent(client, verb, path, body, version).status_code
        if name in allowed:
            assert status in (200, 201, 204), name
        elif name in ("anonymous", "inactive"):
            assert status == 401, name
        else:
            assert status == (403 if public or name in seeing else 404), name


def test_basic_and_a_session_with_its_token(editor: User, made: Dataset) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    body = {"properties": {"nombre": "Otra"}}
    refused = sent(strict, "PATCH", address(made, 1), body, 1)
    assert (refused.status_code, "X-CSRFToken" in refused.json()["detail"]) == (403, True)
    key = base64.b64encode(f"edita:{PASSWORD}".encode()).decode()
    stranger = Client(enforce_csrf_checks=True, headers={"Authorization": f"Basic {key}"})
    assert sent(stranger, "PATCH", address(made, 1), body, 1).status_code == 200


def test_of_a_layer_that_is_to_go_nothing_changes(client: Client, made: Dataset) -> None:
    Dataset.objects.filter(pk=made.pk).update(state="deleting")
    other = client_of(publisher("ajena", MTC, EDITOR))
    for method, path in (("POST", address(made)), ("DELETE", address(made, 1))):
        answer = sent(client, method, path, feature() if method == "POST" else None, 1)
        assert (answer.status_code, answer.json()["code"]) == (409, "WrongState")
        assert sent(other, method, path, feature(), 1).status_code == 404


@pytest.mark.parametrize("name", ["departments", "intervention_zones", "contributions"])
def test_layers_of_the_site_itself_are_read_alone(client: Client, name: str) -> None:
    for method, path in (("POST", ""), ("PUT", "1/"), ("PATCH", "1/"), ("DELETE", "1/")):
        answer = sent(client, method, f"/api/v1/layers/{name}/features/{path}", feature(), 1)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_one_feature_of_any_layer_is_read(client: Client) -> None:
    page = client.get("/api/v1/layers/departments/features/?limit=2").json()
    for one in page["features"]:
        found = client.get(f"/api/v1/layers/departments/features/{one['id']}/")
        assert found.json() == one
    for wrong in ("99999", "0x1", "%00", "9" * 40):
        found = client.get(f"/api/v1/layers/departments/features/{wrong}/")
        assert (found.status_code, found["Content-Type"]) == (404, "application/problem+json")
    assert client.get("/api/v1/layers/no_hay/features/1/").status_code == 404
    assert client.get("/api/v1/layers/departments/features/15/?que=1").status_code == 400
