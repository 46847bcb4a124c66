"""``/publicar/raster/``: what each account may."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers.models import Coverage, CoverageState
from territory.models import Agency
from tests.frontend.rasters.handing_in import CELLS, DESCRIBED, NAME, ROOT, after_job, hand_in
from tests.layers.reading.rasters.test_converting import write
from tests.publishers import APPROVER, MINAM, MTC, everybody, publisher
from tests.zones import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# What each account may, of a raster of MINAM that is not published: look, change, publish.
MAY = {
    "member": (404, 404, 404),
    "planner": (404, 404, 404),
    "staff": (404, 404, 404),
    "editor": (200, 302, 302),
    "second_editor": (200, 302, 302),
    "approver": (200, 403, 302),
    "both": (200, 302, 302),
    "foreign_editor": (404, 404, 404),
    "foreign_approver": (404, 404, 404),
    "admin": (200, 302, 302),
}


def test_who_may_what(tmp_path: Path) -> None:
    accounts = everybody(MINAM, MTC)
    maker = client_of(accounts["editor"])
    made = after_job(maker, hand_in(maker, write(tmp_path / "a.tif", CELLS)))
    assert maker.post(f"{made}descripcion/", DESCRIBED).status_code == 302
    for name, allowed in MAY.items():
        client = client_of(accounts[name])
        found = (
            client.get(made).status_code,
            client.post(f"{made}descripcion/", DESCRIBED).status_code,
            client.post(f"{made}publicar/").status_code,
        )
        assert found == allowed, name
        Coverage.objects.filter(name=NAME).update(state=CoverageState.PRIVATE)
    assert Client().get(made)["Location"].startswith("/cuenta/ingresar/")
    terrain = f"{ROOT}terrain/"
    assert client_of(accounts["editor"]).get(terrain).status_code == 404
    assert client_of(accounts["admin"]).get(terrain).status_code == 200


def test_where_a_second_person_is_required_who_handed_it_in_does_not_publish(
    tmp_path: Path, editor: User
) -> None:
    Agency.objects.filter(acronym=MINAM).update(needs_approval=True)
    client = client_of(editor)
    made = after_job(client, hand_in(client, write(tmp_path / "a.tif", CELLS)))
    assert client.post(f"{made}descripcion/", DESCRIBED).status_code == 302
    assert client.post(f"{made}publicar/").status_code == 403
    other = client_of(publisher("aprueba", MINAM, APPROVER))
    assert other.post(f"{made}publicar/").status_code == 302
    assert Coverage.objects.get(name=NAME).is_public
