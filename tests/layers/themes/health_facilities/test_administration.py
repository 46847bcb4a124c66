"""A facility mended by hand: whatever shows it follows, as it does a publication."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from layers import versions
from layers.themes.health_facilities.source import FACILITIES
from territory.models import AccreditationActivity, AccreditationDay, HealthFacility
from tests.layers.themes.accreditation_activity.summary_files import table as summaries
from tests.layers.themes.admin_forms import mend, take_out
from tests.layers.themes.health_facilities.register_files import table as register
from tests.territory.accreditation.test_current import REGISTER, SUMMARIES, publish

pytestmark = pytest.mark.django_db
BOTH = (AccreditationDay, AccreditationActivity)


def test_accreditation_follows_a_facility_that_is_mended_or_taken_out(
    tmp_path: Path, admin_client: Client
) -> None:
    publish(tmp_path, REGISTER, register({}))
    publish(tmp_path, SUMMARIES, summaries({"establecimiento": "SEGÚN EL ARCHIVO"}))
    facility = HealthFacility.objects.get(code="00002941", is_sample=False)
    before = {layer: versions.of(layer) for layer in FACILITIES.layers}
    mend(admin_client, facility, name="OTRO HOSPITAL", category="II-2")
    for model in BOTH:
        row = model.objects.published().get()
        assert (row.facility_name, row.category) == ("OTRO HOSPITAL", "II-2")
        assert row.geom == facility.geom
    assert {layer for layer in before if versions.of(layer) == before[layer]} == set()
    take_out(admin_client, facility)
    for model in BOTH:
        row = model.objects.published().get()
        assert (row.facility_name, row.category) == ("SEGÚN EL ARCHIVO", None)
        assert row.geom is None
