"""Every source's pages, walked through with its own example: handed in, checked, read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from layers.loading.sources import SOURCES
from layers.models import Submission
from layers.source import Source
from tests.submissions import checked, page
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db

SAID = {"origin": "Fuente de la prueba", "cutoff": "2019-06-30", "feed": "ejemplo", "unit": "1501"}


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# Files that name persons are no page's to take (test_titles_source).
HANDED_IN = [source for source in SOURCES if not source.stays_away]


@pytest.mark.parametrize("source", HANDED_IN, ids=lambda source: source.name)
def test_its_example_is_handed_in_and_every_row_is_refused_as_one(source: Source) -> None:
    """An example shows the form: none of its rows is a fact, nor anything of it of persons."""
    client = client_of(account("jefa", is_staff=True, is_superuser=True))
    address = f"/publicar/fuentes/{source.name}/"
    assert str(source.title) in words(client.get(address))
    example: Any = client.get(f"{address}ejemplo/")
    name = re.search(r'filename="([^"]+)"', example["Content-Disposition"])
    assert name is not None
    file = SimpleUploadedFile(name[1], example.getvalue())
    answer: Any = client.post(f"{address}entregar/", SAID | {"file": file})
    assert answer.status_code == 302, words(answer)
    held = checked(Submission.objects.latest("created_at"))
    assert held.state == Submission.State.CHECKED, held.message
    shown = words(client.get(page(held)))
    assert held.comparison == {}
    assert "números de documentos de identidad" not in shown
    assert client.get(page(held, "filas/")).status_code == 200
    assert "fila de ejemplo" in words(client.get(page(held, "celdas/")))
