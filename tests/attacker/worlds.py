"""Two countries that differ in what isn't told alone, and all that an address of the site says.

Whatever they answer differently tells something of a number that is withheld.
"""

from __future__ import annotations

import io
import itertools
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pyogrio
from django.db import connection, transaction
from django.db.models import F
from django.test import Client

from layers.models import DataVersion
from tests.ows.wms.wire import INFO
from tests.site_addresses import filled, parameters, routes

# When it was published, and how often something was: the two differ in it as any two tries do.
_MOMENTS = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?"
    r"|\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT|\d\d:\d\d(:\d\d)?"
)
# What is of one answer alone: its version, what a form or a sender has to bring back.
_OWN = re.compile(
    r'(?<=updateSequence=")\d+|(?<="version": ")[0-9a-f]{16}|(?<=\bv=)[\w.-]+'
    r'|(?<=csrfmiddlewaretoken" value=")\w+|(?<="csrf_token":")\w+'
    r'|(?<=challenge":")[\w:-]+|(?<=data-challenge=")[\w:-]+'
)
_HEADERS = ("Content-Type", "Content-Disposition", "Location", "Link", "Warning")


@contextmanager
def world(number: int) -> Iterator[None]:
    """Tables as they were, whatever is done within; nothing kept of the world before is known."""
    places = _sequences()
    with transaction.atomic():
        # What is remembered of one version isn't taken for the other's.
        DataVersion.objects.update(version=F("version") + 1_000 * number)
        yield
        transaction.set_rollback(True)
    _set_sequences(places)


def _sequences() -> list[tuple[str, int, bool]]:
    query = (
        "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value),"
        " last_value IS NOT NULL FROM pg_sequences"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _set_sequences(places: list[tuple[str, int, bool]]) -> None:
    """Rows of both worlds have the same keys."""
    with connection.cursor() as cursor:
        for name, value, was_used in places:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, value, was_used])


def addresses(values: dict[str, list[str]], others: dict[str, str]) -> Iterator[str]:
    """Every address of the site that doesn't need a record's key, with these values.

    ``others`` are parameters that lead to no count, each with the reason.
    """
    for route in routes():
        found = parameters(route)
        names = [name for _form, name in found]
        unknown = {name for form, name in found if form != "uuid"} - values.keys() - others.keys()
        assert not unknown, f"say in tests/attacker what {unknown} of {route} may lead to"
        if any(form == "uuid" or name in others for form, name in found):
            continue
        for given in itertools.product(*(values[name] for name in names)):
            yield filled(route, dict(zip(names, given, strict=True)))


def questions(
    layer: str, around: str, format_names: Iterable[str], info: Iterable[str]
) -> Iterator[str]:
    """What the addresses of a layer may be asked: formats, conditions, orders, a click.

    ``around`` is the box clicked on, longitudes and latitudes.
    """
    items = f"/ogc/collections/{layer}/items"
    for name in format_names:
        yield f"{items}?{urlencode({'f': name, 'limit': 10_000})}"
    for condition in ("value < 5", "value IS NULL", "value BETWEEN 1 AND 4", "NOT (value = 3)"):
        yield f"{items}?{urlencode({'filter': condition, 'limit': 1_000})}"
    yield f"{items}?{urlencode({'sortby': '-value', 'limit': 1_000})}"
    wfs = {"SERVICE": "WFS", "VERSION": "2.0.0", "TYPENAMES": f"ta:{layer}"}
    yield f"/ows/wfs?{urlencode(wfs | {'REQUEST': 'GetFeature', 'COUNT': 1_000})}"
    yield f"/ows/wfs?{urlencode(wfs | {'REQUEST': 'GetFeature', 'RESULTTYPE': 'hits'})}"
    yield f"/ows/wfs?{urlencode(wfs | {'REQUEST': 'GetPropertyValue', 'VALUEREFERENCE': 'value'})}"
    for written in info:
        click = INFO | {"LAYERS": layer, "QUERY_LAYERS": layer, "FEATURE_COUNT": "200"}
        click |= {"CRS": "CRS:84", "BBOX": around, "WIDTH": "11", "HEIGHT": "11", "I": "5"}
        yield f"/ows/wms?{urlencode(click | {'J': '5', 'INFO_FORMAT': written})}"


def said(client: Client, address: str) -> str:
    """All of an answer, as text; a zip's members, a workbook's and a picture's content too."""
    response: Any = client.get(address)
    body: bytes = response.getvalue()
    kind = str(response.get("Content-Type", ""))
    if body.startswith(b"PK\x03\x04"):
        text = "\n".join(_members(body))
    elif body.startswith(b"SQLite format 3"):
        text = _tables(body)
    elif kind.startswith(("text/", "application/", "image/svg")) and "octet" not in kind:
        text = body.decode("utf-8", "replace")
    else:
        text = body.hex()
    headers = "\n".join(f"{name}: {response.get(name)}" for name in _HEADERS)
    plain = _MOMENTS.sub("·", f"{response.status_code}\n{headers}\n{text}")
    return _OWN.sub("·", plain)


def _members(body: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            yield name
            yield archive.read(name).decode("utf-8", "replace")


def _tables(body: bytes) -> str:
    """A GeoPackage's rows: its pages are written in any order."""
    with tempfile.NamedTemporaryFile(suffix=".gpkg") as file:
        file.write(body)
        file.flush()
        return "\n".join(
            pyogrio.read_dataframe(file.name, layer=name, read_geometry=False).to_csv()
            for name, _geometry in pyogrio.list_layers(file.name)
        )
