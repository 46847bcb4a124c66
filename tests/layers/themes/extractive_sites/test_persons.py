"""No natural person's name leaves the cadastre's file, and none is left of older publications."""

from __future__ import annotations

import gzip
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from layers.models import Snapshot
from layers.versions import of
from territory.models import ExtractiveSite
from tests.layers.themes.extractive_sites.cadastre_files import vertices
from tests.layers.themes.extractive_sites.test_source import publish

pytestmark = pytest.mark.django_db

PERSON, UNKNOWN, FIRM = "QUISPE ROJAS, ROSA MARIA", "ALTIPLANIA", "MINERA DEL SUR S.A.C."
ROWS = (
    {"CODIGOU": "1", "TIT_CONCES": PERSON},
    {"CODIGOU": "2", "TIT_CONCES": UNKNOWN},
    {"CODIGOU": "3", "TIT_CONCES": FIRM},
    # Refused, for its kind of substance; what is reported of it names nobody either.
    {"CODIGOU": "4", "TIT_CONCES": f"{PERSON} {'X' * 300}", "SUSTANCIA": "Z"},
    {"CODIGOU": "5", "TIT_CONCES": FIRM, "LEYENDA": "Informes: rosa@quispe.pe, cel. 987654321"},
)


def facts() -> dict[str, str | None]:
    return dict(ExtractiveSite.objects.filter(is_sample=False).values_list("code", "holder"))


IN_BLOCKS: Any = import_module("layers.migrations.0028_snapshots_in_blocks")


def everything_kept() -> str:
    """What the database keeps of the publications, in clear."""
    return "\n".join(
        gzip.decompress(bytes(snapshot.content)).decode() + json.dumps(snapshot.report)
        for snapshot in Snapshot.objects.all()
    )


def test_rows_reports_and_snapshots_hold_no_person(tmp_path: Path, client: Client) -> None:
    rejected = tmp_path / "rejected.csv"
    publish(tmp_path / "c.csv", vertices(*ROWS), "--errors", str(rejected))
    assert facts() == {
        "1": "persona natural",
        "2": None,
        "3": FIRM,
        "4": "persona natural",
        "5": FIRM,
    }
    legend = ExtractiveSite.objects.get(code="5", is_sample=False).legend
    assert legend == "Informes: [dato personal], [dato personal]"
    page = client.get("/ogc/collections/extractive_sites/items")
    answer = b"".join(page).decode() if page.streaming else page.content.decode()
    for text in (everything_kept(), rejected.read_text("utf-8-sig"), answer):
        assert "QUISPE" not in text
        assert UNKNOWN not in text
        assert "987654321" not in text
        assert "rosa@" not in text
    assert "No se sabe si el titular es una empresa o una persona" in rejected.read_text("utf-8")


def test_what_was_published_before_is_cleaned(tmp_path: Path) -> None:
    """The migrations, on rows and a snapshot as an older version left them."""
    publish(tmp_path / "c.csv", vertices(*ROWS))
    for code, holder in (("1", PERSON), ("2", UNKNOWN), ("3", FIRM)):
        ExtractiveSite.objects.filter(code=code).update(holder=holder)
    snapshot = Snapshot.objects.get(source="extractives", is_current=True)
    content = IN_BLOCKS._rewritten(bytes(snapshot.content))
    lines = [json.loads(line) for line in gzip.decompress(content).splitlines()]
    for line in lines[1:]:
        line["row"]["holder"] = PERSON if line["row"]["code"] == "1" else FIRM
    snapshot.content = gzip.compress("\n".join(map(json.dumps, lines)).encode())
    snapshot.report["notices"] = [[2, "tit_conces", PERSON, "Tiene 300 caracteres.", ""]]
    snapshot.save()
    before = of("extractive_sites")
    with connection.schema_editor() as editor:
        import_module("territory.migrations.0018_natural_persons")._clean(apps, editor)
        import_module("layers.migrations.0010_snapshots_without_persons")._clean(apps, editor)
    assert [facts()[code] for code in "123"] == ["persona natural", None, FIRM]
    kept = everything_kept()
    assert "QUISPE" not in kept
    assert kept.count("persona natural") == 1
    assert kept.count(FIRM) == 4
    assert of("extractive_sites") == before + 1
    samples = ExtractiveSite.objects.filter(is_sample=True)
    assert not samples.exclude(holder__startswith="TITULAR DE EJEMPLO ").exists()
