"""A publication's rows are kept whole, however many pieces they are sent in."""

from __future__ import annotations

import pytest

from layers.loading import snapshots
from layers.models import Snapshot
from tests.layers.loading.regional_files import MOQUEGUA, TUMBES, Import, current, facts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_it_is_the_same_in_many_pieces(
    publish: Import, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(snapshots, "BLOCK", size)
    publish(*TUMBES)
    publish(*MOQUEGUA)
    kept = Snapshot.objects.get(covers=["24"])
    assert len(kept.content) > 100
    rows = [row["name"] for row in snapshots.rows_of(kept)["environmental_commissions"]]
    assert sorted(rows) == ["CAM Villar", "CAR Tumbes"]
    publish.run("--withdraw", "--covers", "24")
    publish.run("--return-to", str(kept.pk))
    assert {"CAM Villar", "CAR Tumbes"} < facts()
    assert current() == [["18"], ["24"]]
