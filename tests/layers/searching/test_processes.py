"""Forums, sessions, agreements and consultations are found, by who sees them, and lead to pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from layers.searching import Hit, Match, search
from territory.models import Agreement, Consultation
from territory.unaccent import Unaccented
from tests.processes import agreement, consultation, forum, member, session
from tests.zones import client_of

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


def hits(text: str, user: object = ANYBODY, kind: str = "") -> dict[str, list[Hit]]:
    found = search(text, user, 8, kind)  # type: ignore[arg-type]
    return {group.kind: list(group.hits) for group in found}


def test_each_is_found_by_its_words_and_leads_to_its_page(client: Client) -> None:
    held = session(
        forum("agua-limpia", name="Foro del Agua Limpia", units=["08"]), title="Apertura"
    )
    agreement(held, text="Publicar el catálogo de manantiales")
    consultation("lineamientos", title="Lineamientos de humedales")
    wanted = {
        "foro agua": ("participation_spaces", "/participar/espacios/agua-limpia/"),
        "agua-limpia": ("participation_spaces", "/participar/espacios/agua-limpia/"),
        "apertura": ("forum_sessions", "/participar/espacios/agua-limpia/"),
        "catalogo MANANTIALES": ("agreements", "/participar/espacios/agua-limpia/#sesion-1"),
        "humedales": ("consultations", "/participar/consultas/lineamientos/"),
    }
    for text, (kind, address) in wanted.items():
        found = hits(text)
        assert [hit.address for hit in found[kind]] == [address], text
        assert client.get(address.split("#", maxsplit=1)[0]).status_code == 200
        assert list(hits(text, kind=kind)) == [kind]
    assert hits("foro agua")["participation_spaces"][0].detail.endswith("Cusco")
    assert hits("Lineamientos de humedales")["consultations"][0].match == Match.NAME


def test_what_is_not_published_is_found_by_its_agency_alone() -> None:
    held = session(forum())
    agreement(held, text="Acuerdo reservado", state="draft")
    consultation(title="Consulta reservada", state="submitted")
    own = member("edita", "editor")
    for text, kind in (("reservado", "agreements"), ("reservada", "consultations")):
        assert kind not in hits(text)
        assert kind not in hits(text, member(f"ajena-{kind}", "editor", 6))
        assert len(hits(text, own)[kind]) == 1


def test_samples_are_found_as_such_until_there_is_a_fact() -> None:
    found = hits("balance compromiso")
    assert found["agreements"]
    assert all(hit.is_sample for hit in found["agreements"])
    agreement(session(forum()))
    assert "agreements" not in hits("balance compromiso")


def test_the_page_and_the_api_show_them(client: Client) -> None:
    agreement(session(forum()), text="Publicar <b>manantiales</b>")
    page = client.get("/buscar/?q=manantiales").content.decode()
    assert "/participar/espacios/foro/#sesion-1" in page
    assert "<b>manantiales" not in page
    found = client.get("/api/v1/search/?q=manantiales&kind=agreements").json()
    assert [hit["layer"] for hit in found["results"]] == [""]
    assert client_of(member("edita", "editor")).get("/buscar/?q=manantiales").status_code == 200


@pytest.mark.parametrize(("model", "name"), [(Agreement, "text"), (Consultation, "title")])
def test_words_are_looked_for_by_an_index(model: Any, name: str) -> None:
    """By force, so that the plan says whether the condition could use one."""
    rows = model.objects.alias(folded=Unaccented(name)).filter(folded__contains="manantiales")
    with connection.cursor() as cursor:
        # The index of words gives a bitmap; that of keys, which has the order asked for, doesn't.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    plan = rows.order_by("pk").explain()
    assert f"{model._meta.model_name}_name_trgm" in plan
