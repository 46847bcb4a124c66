"""The forms by which an agency prepares what people take part in, filled in and sent."""

from __future__ import annotations

from typing import Any

from django.test import Client

from territory.models import Commitment
from tests.processes import SOURCE

START = "/participar/procesos/"
SOURCED = {"source_url": SOURCE, "cutoff_date": "2019-01-31"}


def forum_form(**values: str) -> dict[str, str]:
    plain = {
        "commitment": str(Commitment.objects.get(number=1).pk),
        "slug": "nuevo",
        "name": "Foro nuevo",
        "sector": "open_government",
        "purpose": "Para probar",
        "civil_society": "5",
        "units": "08, 13",
        "geom": "-13,52; -71,97",
    }
    return plain | SOURCED | values


def take(client: Client, word: str, record: Any, name: str, **more: str) -> Any:
    record.refresh_from_db()
    form = {"version": str(record.version), "step": name} | more
    return client.post(f"{START}{word}/{record.pk}/paso/", form)


def publish(editor: Client, boss: Client, word: str, record: Any, **more: str) -> None:
    assert take(editor, word, record, "submit").status_code == 302
    assert take(boss, word, record, "publish", **more).status_code == 302
