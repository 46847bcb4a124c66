"""The examples of decisions: they say what they are, hold together, and are counted nowhere."""

from __future__ import annotations

import pytest
from django.test import Client

from layers.participation.processes.decision_samples import sample_decisions
from territory.models import (
    Consultation,
    ConsultationVersion,
    Contribution,
    ContributionDecision,
)
from territory.models.placed import SAMPLE_PREFIX
from territory.participation.processes.texts import compared
from territory.personal_data import masked
from tests.frontend.participation.reading import own_html_of
from tests.processes import consultation, version

pytestmark = pytest.mark.django_db

SLUGS = (
    "ejemplo-propuesta-de-foros",
    "ejemplo-plan-de-transporte",
    "ejemplo-instrumento-de-gobernanza",
)
API = "/api/v1/participation/consultations/"


@pytest.mark.parametrize("slug", SLUGS)
def test_each_points_at_a_paragraph_that_differs(slug: str) -> None:
    """Held against the stored text as the door holds a real decision."""
    of = Consultation.objects.get(slug=slug)
    texts = {
        row.number: row.paragraphs for row in ConsultationVersion.objects.filter(consultation=of)
    }
    shown = sample_decisions(of)
    assert {"accepted", "declined"} <= {str(one.outcome) for one in shown}
    for one in shown:
        assert one.paragraph in {item["number"] for item in texts[1]}
        for text in (one.text, one.reason):
            assert text.startswith(SAMPLE_PREFIX)
            assert masked(text) == text
        if one.outcome == "declined":
            assert one.change is None
            continue
        assert one.change is not None
        after, paragraph = one.change
        changed = {c.number for c in compared(texts[after - 1], texts[after]) if c.kind != "same"}
        assert paragraph in changed


@pytest.mark.parametrize("slug", SLUGS)
def test_a_fresh_machine_shows_them_marked(client: Client, slug: str) -> None:
    html = own_html_of(client, f"/participar/consultas/{slug}/")
    told = client.get(f"{API}{slug}/").json()
    shown = sample_decisions(Consultation.objects.get(slug=slug))
    for one, row in zip(shown, told["sample_decisions"], strict=True):
        assert one.text in html
        assert one.reason in html
        assert (row["text"], row["outcome"], row["is_sample"]) == (one.text, one.outcome, True)
    assert "Nadie aporta a un ejemplo" in html
    assert "?version=2#parrafo-" in html


@pytest.mark.parametrize("slug", SLUGS)
def test_they_are_counted_and_listed_nowhere(client: Client, slug: str) -> None:
    assert not Contribution.objects.exists()
    assert not ContributionDecision.objects.exists()
    told = client.get(f"{API}{slug}/").json()
    assert set(told["contributions"].values()) == {0}
    assert (told["by_paragraph"], told["changes"]) == ([], [])
    listed = client.get(f"/api/v1/contributions/?consultation={slug}").json()
    assert listed["features"] == []
    page = client.get(f"/participar/consultas/{slug}/")
    assert page.context["counts"].total == 0
    assert "Todavía no hay ninguno publicado" not in page.content.decode()
    assert client.get(f"/participar/aporte/?consulta={slug}&parrafo=1").status_code != 200


def test_a_fact_of_the_same_name_has_none(client: Client) -> None:
    Consultation.objects.filter(slug=SLUGS[0]).update(slug="otro-nombre")
    version(consultation(SLUGS[0]))
    assert "Así se ve una decisión" not in own_html_of(client, f"/participar/consultas/{SLUGS[0]}/")
    assert client.get(f"{API}{SLUGS[0]}/").json()["sample_decisions"] == []
