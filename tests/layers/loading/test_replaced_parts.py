"""Files that cover what another covers: refused by name, or put in its place when asked."""

from __future__ import annotations

import pytest
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse

from layers import versions
from layers.models import Snapshot
from territory.models import EnvironmentalCommission
from tests.layers.loading.regional_files import (
    COUNTRY,
    ILO,
    LAYER,
    MOQUEGUA,
    TUMBES,
    Import,
    covered,
    current,
    facts,
)

pytestmark = pytest.mark.django_db


def test_an_overlap_is_refused_by_name(publish: Import) -> None:
    publish(*MOQUEGUA)
    for rows, options in ((ILO, ()), (ILO, ("--dry-run",)), (COUNTRY, ("--covers", "PE"))):
        with pytest.raises(CommandError, match=r"cubre Moquegua \(18\), en (Ilo|Moquegua)"):
            publish(*rows, options=options)
    assert facts() == {"CAM Nieto", "CAM Ilo"}
    assert covered() == [["18"]]


def test_a_national_file_replaces_the_parts_when_asked(publish: Import) -> None:
    publish(*TUMBES)
    kept = EnvironmentalCommission.objects.get(name="CAR Tumbes").pk
    publish(*MOQUEGUA)
    options = ("--covers", "PE", "--replace")
    out = publish(*COUNTRY, options=(*options, "--dry-run"))
    assert "Reemplaza entero al archivo que cubre Moquegua (18)." in out
    assert "1 nuevas, 0 cambiadas, 3 retiradas" in out
    assert covered() == [["18"], ["24"]]
    assert "1 nuevas, 0 cambiadas, 3 retiradas" in publish(*COUNTRY, options=options)
    assert facts() == {"CAR Tumbes", "CAM Cusco"}
    assert EnvironmentalCommission.objects.get(name="CAR Tumbes").pk == kept
    assert covered() == current() == [["PE"]]
    publish.run("--withdraw")
    assert facts() == set()


def test_a_part_that_replaces_a_larger_one_says_what_is_lost(publish: Import) -> None:
    publish(*MOQUEGUA)
    out = publish(*ILO, options=("--replace",))
    assert "Quedan sin datos: Mariscal Nieto (Moquegua) (1801), " in out
    assert facts() == {"CAM de Ilo"}
    assert covered() == [["1803"]]
    # To undo it is to return to what was replaced.
    assert "1 nuevas, 1 cambiadas, 0 retiradas" in publish.run("--roll-back")
    assert facts() == {"CAM Nieto", "CAM Ilo"}
    assert covered() == current() == [["18"]]


def test_a_snapshot_in_the_way_of_others_is_refused_too(publish: Import) -> None:
    publish(*COUNTRY, options=("--covers", "PE"))
    national = str(Snapshot.objects.get().pk)
    publish.run("--withdraw")
    publish(*MOQUEGUA)
    with pytest.raises(CommandError, match="Ya hay otro archivo publicado"):
        publish.run("--return-to", national)
    publish.run("--return-to", national, "--replace")
    assert facts() == {"CAR Tumbes", "CAM Cusco"}
    assert current() == [["PE"]]


def test_the_same_rows_for_other_units_are_another_publication(publish: Import) -> None:
    publish(*TUMBES)
    before = versions.of(LAYER)
    assert "0 nuevas, 0 cambiadas" in publish(*TUMBES, options=("--covers", "24,18", "--replace"))
    assert covered() == current() == [["18", "24"]]
    assert versions.of(LAYER) > before
    assert Snapshot.objects.count() == 2


def test_the_administration_refuses_an_overlap_and_replaces_when_asked(
    publish: Import, admin_client: Client
) -> None:
    publish(*COUNTRY, options=("--covers", "PE"))
    national = Snapshot.objects.get().pk
    publish.run("--withdraw")
    publish(*MOQUEGUA)

    def act(action: str) -> str:
        response = admin_client.post(
            reverse("admin:layers_snapshot_changelist"),
            {"action": action, "_selected_action": [str(national)]},
            follow=True,
        )
        return " ".join(str(message) for message in response.context["messages"])

    assert "Ya hay otro archivo publicado: el que cubre Moquegua (18), en Moquegua (18)" in act(
        "return_to"
    )
    assert facts() == {"CAM Nieto", "CAM Ilo"}
    assert "2 nuevas" in act("replace_by")
    assert facts() == {"CAR Tumbes", "CAM Cusco"}
