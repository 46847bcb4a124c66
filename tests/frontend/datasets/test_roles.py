"""``/publicar/capa/``: who may do what with an agency's layer, and what that takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers.models import Dataset
from territory.models import Agency
from tests.datasets import dataset
from tests.frontend.datasets.handing_in import ROOT, handed_in
from tests.layers.datasets.files import (
    frame,
    written,
)
from tests.publishers import APPROVER, EDITOR, MINAM, MTC, everybody, publisher
from tests.zones import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize(
    ("step", "may"),
    [
        ("", {"editor", "second_editor", "approver", "both", "admin"}),
        ("descripcion/", {"editor", "second_editor", "both", "admin"}),
        ("campos/", {"editor", "second_editor", "both", "admin"}),
        ("estilo/", {"editor", "second_editor", "both", "admin"}),
        ("publicar/", {"editor", "second_editor", "approver", "both", "admin"}),
        ("borrar/", {"editor", "second_editor", "both", "admin"}),
    ],
)
def test_who_may_do_what(step: str, may: set[str]) -> None:
    """A row a verb: what others' agencies get is what a layer that isn't there gives."""
    accounts = everybody()
    for who, user in accounts.items():
        made = dataset("Lugares")
        client = Client() if who == "inactive" else client_of(user)
        address = f"{ROOT}{made.name}/{step}"
        status = (client.post(address, {}) if step else client.get(address)).status_code
        if who in may:
            assert status in (200, 302, 400), (who, status)
        elif who == "approver":
            assert status == 403, who
        else:
            assert status in (404, 302), who
            assert client.get(f"{ROOT}{made.name}/").status_code in (404, 302)
        Dataset.objects.filter(pk=made.pk).update(state="deleted")


def test_a_second_person_publishes_where_one_is_required(editor: User) -> None:
    Agency.objects.filter(acronym=MINAM).update(needs_approval=True)
    second = publisher("aprueba", MINAM, APPROVER)
    made = dataset("Lugares", created_by=editor)
    assert client_of(editor).post(f"{ROOT}{made.name}/publicar/").status_code == 403
    assert client_of(second).post(f"{ROOT}{made.name}/publicar/").status_code == 302
    made.refresh_from_db()
    assert made.state == "published"


def test_what_is_missing_is_said_and_nothing_published(editor: User) -> None:
    made = dataset("Lugares", source="")
    answer = client_of(editor).post(f"{ROOT}{made.name}/publicar/")
    assert answer.status_code == 409
    assert "Falta la fuente." in answer.content.decode()


def test_deleted_and_kept(editor: User) -> None:
    client, made = client_of(editor), dataset("Lugares")
    page = f"{ROOT}{made.name}/"
    client.post(f"{page}borrar/")
    assert "Nadie la ve. Se borra desde" in client.get(page).content.decode()
    assert client.get(f"/catalogo/{made.name}/").status_code == 404
    client.post(f"{page}recuperar/")
    assert client.get(f"/catalogo/{made.name}/").status_code == 200


def test_visitors_are_asked_to_sign_in() -> None:
    for address in (ROOT, f"{ROOT}nueva/", f"{ROOT}algo/"):
        assert "/cuenta/ingresar/" in Client().get(address)["Location"]


def test_who_prepares_for_nobody_hands_nothing_in(tmp_path: Path) -> None:
    client = client_of(publisher("aprueba", MTC, APPROVER))
    assert "no prepara capas" in client.get(ROOT).content.decode()
    assert client.get(f"{ROOT}nueva/").status_code == 403


def test_a_form_without_a_file(editor: User) -> None:
    agency = Agency.objects.get(acronym=MINAM).pk
    answer = client_of(editor).post(f"{ROOT}nueva/", {"title": "x", "agency": agency})
    assert answer.status_code == 400
    assert "Elija un archivo." in answer.content.decode()


def test_another_agency_s_file_is_nobody_s(tmp_path: Path, editor: User) -> None:
    page = handed_in(client_of(editor), written(tmp_path, frame(), "a.gpkg"))
    other = client_of(publisher("ajena", MTC, EDITOR))
    assert other.get(page).status_code == 404
    assert other.post(f"{page}descartar/").status_code == 404
    assert client_of(editor).post(f"{page}descartar/").status_code == 302
