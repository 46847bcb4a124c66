"""How people took part in a plan: consultations of its territory, and what was said of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from territory.models import Commitment, Consultation, Contribution, Forum, ReviewState
from tests.frontend.reading import text_of
from tests.frontend.transit.test_plan_pages import publish_measure, publish_plan

pytestmark = pytest.mark.django_db

PAGE = "/transporte/planes/PMUS-X/"
SOURCED = {"source_url": "https://example.org/acta", "cutoff_date": dt.date(2026, 1, 1)}
PUBLISHED: dict[str, Any] = {"state": ReviewState.PUBLISHED, **SOURCED}


def consult(slug: str, opens_on: dt.date, units: list[str], number: int = 10) -> None:
    commitment = Commitment.objects.get(number=number)
    forum = Forum.objects.create(
        commitment=commitment,
        slug=f"foro-{slug}",
        name=f"Foro {slug}",
        sector="transport",
        units=units,
        **PUBLISHED,
    )
    Consultation.objects.create(
        commitment=commitment,
        forum=forum,
        slug=slug,
        title=f"Consulta {slug}",
        opens_on=opens_on,
        closes_on=opens_on + dt.timedelta(days=30),
        **PUBLISHED,
    )


def test_consultations_are_of_the_drafting_or_of_the_follow_up_by_their_day(
    client: Client,
) -> None:
    publish_plan(approved_on=dt.date(2020, 6, 1))
    consult("antes", dt.date(2020, 1, 1), ["1301"])
    consult("despues", dt.date(2021, 1, 1), ["13"])
    consult("otra-ciudad", dt.date(2020, 1, 1), ["0801"])
    consult("otro-compromiso", dt.date(2020, 1, 1), ["1301"], number=9)
    text = text_of(client, PAGE)
    drafting, follow_up = text.index("Consulta antes"), text.index("Consulta despues")
    assert "en la elaboración del plan" in text[drafting:follow_up]
    assert "en el seguimiento del plan" in text[follow_up:]
    assert "otra-ciudad" not in text
    assert "otro-compromiso" not in text


def test_without_a_day_of_approval_nobody_says_which(client: Client) -> None:
    publish_plan(approved_on=None)
    consult("alguna", dt.date(2020, 1, 1), ["1301"])
    assert "no se sabe si antes o después de aprobarse el plan" in text_of(client, PAGE)


def test_a_draft_is_nobodys(client: Client) -> None:
    publish_plan()
    consult("borrador", dt.date(2020, 1, 1), ["1301"])
    Consultation.objects.filter(slug="borrador").update(state=ReviewState.DRAFT)
    text = text_of(client, PAGE)
    assert "Consulta borrador" not in text
    assert "no se sabe cómo participó la ciudadanía" in text


def test_a_plan_and_its_measures_take_comments_and_count_them(client: Client) -> None:
    plan = publish_plan()
    measure = publish_measure()
    for _time in range(2):
        Contribution.objects.create(
            code_hash=f"{_time}" * 64,
            state="published",
            commitment=Commitment.objects.get(number=10),
            text="Falta un carril",
            public_text="Falta un carril",
            published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            kind="proposal",
            feature_layer="urban_transport_projects",
            feature_fid=str(measure.pk),
            feature_name="Corredor",
        )
    html = client.get(PAGE).content.decode()
    assert f"?capa=urban_transport_projects&amp;elemento={measure.pk}" in html
    assert f"?capa=urban_transport_plans&amp;elemento={plan.pk}" in html
    assert "2 aportes" in text_of(client, PAGE)
    about = client.get(f"/participar/elemento/urban_transport_projects/{measure.pk}/")
    assert "Falta un carril" in about.content.decode()
