"""Under which licence data is, said wherever its source is; also that none was declared."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from lxml import etree

from tests.datasets import dataset
from tests.ows.file_wire import take

pytestmark = pytest.mark.django_db

OPEN = "Creative Commons Atribución 4.0 (CC BY 4.0)"


def abstract(client: Client, name: str, service: str) -> str:
    """What a service's capabilities say of a layer."""
    answer = client.get(f"/ows/{service}?SERVICE={service.upper()}&REQUEST=GetCapabilities")
    tree = etree.fromstring(b"".join(answer) if answer.streaming else answer.content)
    (found,) = (
        parent
        for parent in (element.getparent() for element in tree.iter("{*}Name"))
        if parent is not None and parent.findtext("{*}Name", "").split(":")[-1] == name
    )
    return str(found.findtext("{*}Abstract", ""))


@pytest.mark.parametrize(("is_theme", "licence"), [(True, "no declarada"), (False, OPEN)])
def test_it_is_said_in_services_files_and_pages(
    client: Client, is_theme: bool, licence: str
) -> None:
    name = "rural_schools" if is_theme else dataset(state="published").name
    for service in ("wms", "wfs"):
        assert f"Licencia: {licence}." in abstract(client, name, service), service
    page = client.get(f"/catalogo/{name}/").content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert f"Licencia {licence}" in words
    assert f"Licencia: {licence}" in words
    assert json.loads(take(client, name, "geojson-file"))["licence"] == licence
