"""The admin: in Spanish, and what is saved there makes the published layers go stale."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from layers import versions
from layers.models import SourceSetting
from territory.models import (
    AdminUnit,
    Agency,
    AgencyRole,
    Commitment,
    CommitmentTerritory,
    EnvironmentalCommission,
    SanitationProject,
)

pytestmark = pytest.mark.django_db

COMMISSION = {
    "declared_unit": "0801",
    "commitments": "3",
    "source": "Oficio 1",
    "source_url": "",
    "cutoff_date": "31/12/2020",
    "kind": "CAM",
    "name": "CAM Cusco",
    "created_by": "",
    "created_on": "",
}


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", password="x"))
    return client


@pytest.mark.parametrize(
    "model",
    [
        "adminunit",
        "plan",
        "agency",
        "agencyrole",
        "commitment",
        "environmentalcommission",
        "sanitationproject",
    ],
)
def test_lists_and_searches_open(staff: Client, model: str) -> None:
    url = reverse(f"admin:territory_{model}_changelist")
    assert staff.get(url).status_code == 200
    assert staff.get(url, {"q": "Cusco"}).status_code == 200


@pytest.mark.parametrize(
    ("model", "pk"), [("adminunit", "080101"), ("commitment", None), ("plan", None)]
)
def test_forms_open(staff: Client, model: str, pk: str | None) -> None:
    if pk is None:
        commitment = Commitment.objects.select_related("plan").get(number=9)
        pk = str(commitment.pk if model == "commitment" else commitment.plan.pk)
    answer = staff.get(reverse(f"admin:territory_{model}_change", args=[pk]))
    assert answer.status_code == 200


def test_an_agency_gets_an_editor_and_a_source_its_second_person(staff: Client) -> None:
    agency = Agency.objects.get(acronym="MTC")
    person = get_user_model().objects.create_user("edita")
    form = {"user": person.pk, "agency": agency.pk, "role": "editor"}
    assert staff.post(reverse("admin:territory_agencyrole_add"), form).status_code == 302
    assert [str(role.agency) for role in AgencyRole.objects.filter(user=person)] == ["MTC"]
    add = reverse("admin:layers_sourcesetting_add")
    assert "Comisiones ambientales" in staff.get(add).content.decode()
    answer = staff.post(add, {"source": "inventada", "needs_approval": "on"})
    assert answer.status_code == 200
    assert not SourceSetting.objects.exists()
    answer = staff.post(add, {"source": "transport", "needs_approval": "on"})
    assert answer.status_code == 302
    assert SourceSetting.objects.get().source == "transport"


def test_units_are_to_look_at(staff: Client) -> None:
    assert staff.get(reverse("admin:territory_adminunit_add")).status_code == 403
    url = reverse("admin:territory_adminunit_delete", args=["080101"])
    assert staff.post(url, {"post": "yes"}).status_code == 403


def test_a_commission_saved_or_deleted_raises_its_layers_version(staff: Client) -> None:
    before = versions.of("environmental_commissions")
    answer = staff.post(reverse("admin:territory_environmentalcommission_add"), COMMISSION)
    assert answer.status_code == 302
    saved = EnvironmentalCommission.objects.get(is_sample=False)
    assert versions.of("environmental_commissions") == before + 1
    url = reverse("admin:territory_environmentalcommission_delete", args=[saved.pk])
    assert staff.post(url, {"post": "yes"}).status_code == 302
    assert versions.of("environmental_commissions") == before + 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "CAR"}, "Una CAR corresponde a un departamento"),
        ({"declared_unit": "08"}, "Una CAM corresponde a una provincia o un distrito"),
        ({"kind": ""}, "Este campo es requerido"),
        ({"source": ""}, "Este campo es requerido"),
        ({"cutoff_date": ""}, "Este campo es requerido"),
        ({"declared_unit": ""}, "Indique la unidad de la comisión"),
    ],
)
def test_what_the_database_would_refuse_is_reported_at_the_form(
    staff: Client, changes: dict[str, str], message: str
) -> None:
    url = reverse("admin:territory_environmentalcommission_add")
    answer = staff.post(url, COMMISSION | changes)
    assert answer.status_code == 200
    assert message in answer.content.decode()


def test_a_sample_cannot_be_ticked_into_a_fact(staff: Client) -> None:
    sample = EnvironmentalCommission.objects.filter(kind="CAM", is_sample=True).first()
    assert sample is not None
    url = reverse("admin:territory_environmentalcommission_change", args=[sample.pk])
    staff.post(url, COMMISSION | {"declared_unit": sample.declared_unit_id, "is_sample": ""})
    sample.refresh_from_db()
    assert sample.is_sample


def test_a_territory_added_by_hand_gets_its_polygon(staff: Client) -> None:
    commitment = Commitment.objects.get(number=1)
    form = {
        "plan": commitment.plan_id,
        "number": 1,
        "theme": commitment.theme,
        "short_title": commitment.short_title,
        "title": commitment.title,
        "text": commitment.text,
        "lead_agencies": [agency.pk for agency in commitment.lead_agencies.all()],
        "territories-TOTAL_FORMS": 2,
        "territories-INITIAL_FORMS": 0,
        "territories-0-unit": "08",
        "territories-0-quote": "Cusco",
        "territories-1-unit": "13",
        "territories-1-quote": "",
        "agencies_source": "",
    }
    before = versions.of("commitment_territories")
    url = reverse("admin:territory_commitment_change", args=[commitment.pk])
    answer = staff.post(url, form)
    assert answer.status_code == 302, answer.context["errors"]
    assert CommitmentTerritory.objects.get(commitment=commitment, unit="08").geom
    # A box left empty is unknown, not a text.
    assert CommitmentTerritory.objects.get(commitment=commitment, unit="13").quote is None
    assert Commitment.objects.get(number=1).agencies_source is None
    assert versions.of("commitment_territories") > before


PROJECT = {
    "cui": "2000001",
    "name": "AGUA POTABLE",
    "declared_unit": "0801",
    "commitments": "14",
    "selected_by": "function",
    "status": "ACTIVO",
    "source": "Oficio 1",
    "source_url": "",
    "cutoff_date": "31/12/2020",
}


def test_a_project_saved_or_deleted_puts_the_map_in_order(staff: Client) -> None:
    add = reverse("admin:territory_sanitationproject_add")
    assert staff.get(add).status_code == 200
    for cui in ("2000001", "2000002"):
        answer = staff.post(add, PROJECT | {"cui": cui})
        assert answer.status_code == 302, answer.content
    first, second = SanitationProject.objects.filter(is_sample=False).order_by("cui")
    assert first.place == "0801"
    assert first.map_point == AdminUnit.objects.get(pk="0801").capital_point
    assert (first.drawn_here, second.drawn_here) == (2, None)
    before = versions.of("sanitation_projects")
    change = reverse("admin:territory_sanitationproject_change", args=[first.pk])
    assert staff.get(change).status_code == 200
    assert staff.post(change, PROJECT | {"declared_unit": "13"}).status_code == 302
    first.refresh_from_db()
    assert first.place == "13"
    assert first.map_point == AdminUnit.objects.get(pk="13").capital_point
    delete = reverse("admin:territory_sanitationproject_delete", args=[first.pk])
    assert staff.post(delete, {"post": "yes"}).status_code == 302
    assert versions.of("sanitation_projects") == before + 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "Este CUI ya tiene una fila en esa unidad"),
        ({"physical_advance_pct": "120", "declared_unit": "08"}, "porcentaje"),
        ({"updated_cost_pen": "-1", "declared_unit": "08"}, "negativo"),
    ],
)
def test_a_project_that_cannot_be_is_refused_at_the_form(
    staff: Client, changes: dict[str, str], message: str
) -> None:
    add = reverse("admin:territory_sanitationproject_add")
    assert staff.post(add, PROJECT).status_code == 302
    answer = staff.post(add, PROJECT | changes)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert SanitationProject.objects.filter(is_sample=False).count() == 1
