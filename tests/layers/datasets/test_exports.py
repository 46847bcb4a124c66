"""A dataset is taken home in every format, with what its agency said of it inside."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from layers.exports.formats import FORMATS
from tests.datasets import dataset

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", [format_.name for format_ in FORMATS])
def test_every_format(client: Client, name: str) -> None:
    made = dataset(state="published")
    asked = {"service": "WFS", "version": "2.0.0", "request": "GetFeature"}
    answer: Any = client.get("/ows/wfs", {**asked, "typeNames": made.name, "outputFormat": name})
    body = answer.getvalue()
    assert answer.status_code == 200, body[:500]
    assert made.name in answer["Content-Disposition"]
    assert len(body) > 100
    if name == "csv":
        assert "Otro" in body.decode("utf-8-sig")


def test_the_catalogue_links_them(client: Client) -> None:
    made = dataset(state="published")
    page = client.get(f"/catalogo/{made.name}/").content.decode()
    assert "Descarga" in page
