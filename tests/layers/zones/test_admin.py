"""The administration shows nobody a draft that they don't see elsewhere."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.zones import account, client_of, planner, stored

pytestmark = pytest.mark.django_db

ZONES = reverse("admin:territory_interventionzone_changelist")
VERSIONS = reverse("admin:territory_zoneversion_changelist")


@pytest.mark.parametrize(("reviews", "sees"), [(False, False), (True, True)])
def test_who_may_look_sees_no_more_drafts_than_elsewhere(reviews: bool, sees: bool) -> None:
    stored(planner("ana"), "draft", title="Inacabada")
    stored(planner("beto"), "approved", title="Acabada")
    clerk = account("secretaria", is_staff=True)
    names = ["view_interventionzone", "view_zoneversion"]
    names += ["review_interventionzone"] if reviews else []
    clerk.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = client_of(clerk)
    page = client.get(ZONES).content.decode()
    assert "Acabada" in page
    assert ("Inacabada" in page) is sees
    versions = client.get(VERSIONS)
    assert versions.status_code == (200 if sees else 403)
    assert ("Inacabada" in versions.content.decode()) is sees
