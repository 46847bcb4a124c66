"""QGIS opens the layers of taking part, commissions, education, health and plans: all, drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.contrib.gis.geos import Polygon
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from layers import versions
from layers.participation.receiving import withdraw
from territory.models import Contribution, SevereSituation, SituationUnit
from tests.clients.test_qgis import has_qgis, qgis
from tests.contributions import moderator, point, published, sent
from tests.database import address
from tests.situations import affected

__all__ = ["has_qgis"]

# Layer → what a statement of one's own counts of its table.
_SHOWN = (
    "SELECT count(*) FROM {0} WHERE is_sample = NOT EXISTS (SELECT FROM {0} WHERE NOT is_sample)"
)
COUNTS = {
    "contributions": "SELECT count(*) FROM territory_contribution WHERE state = 'published'",
    "affected_regions": "SELECT count(*) FROM territory_situationunit",
    "participation_spaces": _SHOWN.format("territory_forum"),
    "sanitation_studies": _SHOWN.format("territory_sanitationstudy"),
    "forum_sessions": _SHOWN.format("territory_forumsession"),
    "environmental_commissions": _SHOWN.format("territory_environmentalcommission"),
    "commission_assistance": _SHOWN.format("territory_commissionassistance"),
    "commission_policies": _SHOWN.format("territory_commissionpolicy"),
    "environmental_monitoring_points": _SHOWN.format("territory_environmentalmonitoringpoint"),
    "supervised_units": _SHOWN.format("territory_supervisedunit"),
    "environmental_emergencies": _SHOWN.format("territory_environmentalemergency"),
    "environmental_measurements": _SHOWN.format("territory_environmentalmeasurement"),
    "ugel_trainings": _SHOWN.format("territory_ugeltraining"),
    "focalised_ugel": _SHOWN.format("territory_focalisedugel"),
    "urban_transport_plans": _SHOWN.format("territory_urbantransportplan"),
    "urban_transport_projects": _SHOWN.format("territory_urbantransportproject"),
    "rural_schools": _SHOWN.format("territory_ruralschool"),
    "rural_residences": _SHOWN.format("territory_ruralresidence"),
    "eib_schools": _SHOWN.format("territory_eibschool"),
    "ugel_areas": _SHOWN.format("territory_ugelarea"),
    "higher_institutes": _SHOWN.format("territory_higherinstitute"),
    "degree_counts": _SHOWN.format("territory_degreecount"),
    "health_facilities": _SHOWN.format("territory_healthfacility"),
    "emergency_beds": _SHOWN.format("territory_emergencybeds"),
    "emergency_bed_reports": _SHOWN.format("territory_emergencybedreport"),
    "catalogue_adoption": _SHOWN.format("territory_catalogueadoption"),
    "accreditation_activity": _SHOWN.format("territory_accreditationactivity"),
    "accreditation_days": _SHOWN.format("territory_accreditationday"),
    "police_stations": _SHOWN.format("territory_policestation"),
    "rural_water_systems": _SHOWN.format("territory_ruralwaterpart"),
    "resource_transfers": _SHOWN.format("territory_resourcetransfer"),
    "trafficking_counts": _SHOWN.format("territory_traffickingcount"),
    "victim_service_counts": _SHOWN.format("territory_victimservicecount"),
    "transport_surveys": _SHOWN.format("territory_transportsurveycount"),
    "transit_routes": _SHOWN.format("territory_transitroute"),
    "urban_transport_indicators": _SHOWN.format("territory_urbantransportindicator"),
}
SECRET = "Esto nadie lo revisó todavía, y no sale."


@pytest.fixture(scope="module")
def report(
    live_url: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Any]]:
    """What QGIS finds, with two contributions of which one waits, and a region that is affected."""
    with django_db_blocker.unblock():
        user = moderator("modera_qgis")
        square = Polygon.from_bbox((-72.1, -13.6, -71.9, -13.4))
        square.srid = 4326
        for geom in (point(), square):
            published(user, sent(geom=geom))
        sent(text=SECRET)
        affected("08", "21")
        connection.close()
        yield qgis(tmp_path_factory.mktemp("qgis"), "read_layers.py", live_url, *COUNTS)
        for contribution in Contribution.objects.all():
            withdraw(contribution)
        Contribution.objects.all().delete()
        SituationUnit.objects.all().delete()
        SevereSituation.objects.all().delete()
        user.delete()
        versions.bump("contributions", "affected_regions")
        connection.close()


def counted(layer: str) -> int:
    """By another connection, and no code of the site's."""
    with psycopg.connect(address(str(connection.settings_dict["NAME"]))) as reader:
        row = reader.execute(COUNTS[layer]).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("layer", COUNTS)
def test_it_reads_and_draws_every_row(report: dict[str, Any], layer: str) -> None:
    expected = counted(layer)
    assert expected > 0
    for provider in ("WFS", "OAPIF"):
        found = report[layer][provider]
        assert found["valid"], provider
        assert found["crs"] in ("EPSG:4326", "OGC:CRS84")
        assert (found["count"], len(found["rows"])) == (expected, expected), provider
        assert (found["invalid"], found["outside"]) == (0, 0)
        assert found["with_shape"] > 0
        assert found["pixels"] > 0
    assert report[layer]["WMS"]["valid"]
    assert report[layer]["WMS"]["pixels"] > 0


@pytest.mark.parametrize("layer", COUNTS)
def test_both_services_give_the_same_values(report: dict[str, Any], layer: str) -> None:
    def values(provider: str) -> list[str]:
        rows = report[layer][provider]["rows"]
        # QGIS takes lists for a type of its own in JSON alone, and yes and no for words in GML.
        hidden = {"gml_id", "id", "commitments"}
        return sorted(
            str(sorted((k, str(v)[:10].lower()) for k, v in row.items() if k not in hidden))
            for row in rows
        )

    assert values("WFS") == values("OAPIF")


def test_nothing_that_waits_is_read(report: dict[str, Any]) -> None:
    texts = [row["text"] for row in report["contributions"]["WFS"]["rows"]]
    assert len(texts) == 2
    assert SECRET not in texts
