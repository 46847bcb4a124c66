"""Hostile texts in the tracking and in what people contribute: on every page, feed, popup and file.

The records are written straight into the database, as if each door had let them in; then what the
doors themselves take.
"""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import etree, html

from layers.errors import InvalidParameter
from layers.participation.processes import door as processes_door
from layers.participation.processes.kinds import FORUM
from layers.record_csv import fused
from territory.models import Contribution, Forum, Milestone, ReviewedRecord, SanitationStudy
from territory.sanitation_studies.shapes import refresh_shapes
from tests.contributions import sent
from tests.ows.wms.wire import INFO
from tests.processes import SOURCE, agency_of, member
from tests.publishers import EDITOR
from tests.reviewed_wholes import NUMBER
from tests.reviewed_world import World, populate
from tests.site_addresses import addresses, layers_of_people, routes, text_of
from tests.test_unpublished_records import ROOMS
from tests.zones import client_of

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("https://example.org")'
HOSTILE = f" {SCRIPT}\"'><img src=x onerror=alert(1)> ]]>&amp;{{{{ 7|add:7 }}}}"
ATOM = "{http://www.w3.org/2005/Atom}"
# A formula to a spreadsheet (OWASP, CSV Injection), but for a number with its sign.
RUNS = re.compile(r"[=+\-@\t\r＝＋－＠]")
NUMBERED = re.compile(r"-?\d+(?:\.\d+)?")
ALSO = ("buscar/", "catalogo/<slug:name>/", "ogc/collections/<str:name>/items")
# Who prepares sees all that the public does, and drafts; a moderator what others contributed.
READERS = {"in_charge": (*ROOMS, *ALSO), "moderator": ("participar/",)}


@pytest.fixture(scope="module")
def world(module_db: None) -> World:
    return populate(before=f"{FORMULA} ", also=HOSTILE)


def _answers(world: World, client: Client, rooms: tuple[str, ...]) -> list[tuple[str, Any]]:
    """What every address of the rooms answers to an account."""
    found = []
    for route in routes():
        if route.startswith(rooms):
            query = {"q": "Qzsecreto"} if route == "buscar/" else {}
            query |= {"f": "html"} if route.startswith("ogc") else {}
            asked = addresses(route, world)
            found += [(address, client.get(address, query)) for address in asked]
    return found


@pytest.mark.parametrize("actor", READERS)
def test_no_page_feed_or_file_runs_what_somebody_wrote(world: World, actor: str) -> None:
    shown = 0
    for address, answer in _answers(world, world.client(actor), READERS[actor]):
        kind = answer.get("Content-Type", "")
        text = text_of(answer)
        if kind.startswith("text/html"):
            assert SCRIPT not in text, address
            assert "<img src=x" not in text, address
            shown += "&lt;script&gt;" in text
        elif kind.startswith("application/atom+xml"):
            shown += _entries_run_nothing(answer.getvalue())
        elif kind.startswith("text/csv"):
            shown += _cells_run_nothing(answer.getvalue().decode("utf-8-sig"))
        elif "json" not in kind:
            assert SCRIPT not in text, (address, kind)
        if "json" in kind:
            assert answer["X-Content-Type-Options"] == "nosniff", address
    assert shown > 5


def _entries_run_nothing(body: bytes) -> bool:
    """A reader takes a summary for HTML (RFC 4287, 3.1.1.2): as such it is text alone."""
    found = False
    for summary in etree.fromstring(body).iter(f"{ATOM}summary", f"{ATOM}title"):
        if summary.get("type") == "html" and summary.text:
            tags = {str(each.tag) for each in html.fragment_fromstring(summary.text, "div").iter()}
            assert tags <= {"div", "p", "br"}
            found |= SCRIPT in html.fragment_fromstring(summary.text, "div").text_content()
    return found


def _cells_run_nothing(text: str) -> bool:
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]
    for cell in cells:
        assert not RUNS.match(cell) or NUMBERED.fullmatch(cell), cell
    return any(FORMULA in cell for cell in cells)


def test_no_popup_runs_what_somebody_wrote(world: World) -> None:
    """What WMS says of a point, in each of its formats, and the layers' CSV files."""
    for layer in layers_of_people():
        model = layer.rows(world.users["others"]).model
        record = next(world.records[w] for w in world.public if w in world.of(model))
        record.refresh_from_db()
        if isinstance(record, SanitationStudy):
            refresh_shapes()  # what publishing it does
            record.refresh_from_db()
        geometry: Any = (
            record.public_geom if isinstance(record, Contribution) else getattr(record, layer.geom)
        )
        place = geometry.point_on_surface
        box = (place.x - 0.02, place.y - 0.02, place.x + 0.02, place.y + 0.02)
        given = {"LAYERS": layer.name, "QUERY_LAYERS": layer.name, "CRS": "CRS:84"}
        given |= {"BBOX": ",".join(map(str, box)), "WIDTH": "200", "HEIGHT": "200"}
        given |= {"I": "100", "J": "100", "FEATURE_COUNT": "50"}
        for form in ("text/html", "text/plain", "application/geo+json"):
            answer: Any = Client().get("/ows/wms", INFO | given | {"INFO_FORMAT": form})
            text = text_of(answer)
            assert answer.status_code == 200, text
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert form != "text/html" or SCRIPT not in text
            assert "alert(1)" in text
        file: Any = Client().get(f"/ogc/collections/{layer.name}/items", {"f": "csv"})
        assert _cells_run_nothing(file.getvalue().decode("utf-8-sig"))


def test_what_is_defused_for_spreadsheets_is_the_text_once_it_comes_back(world: World) -> None:
    content: Any = world.client("in_charge").get("/seguimiento.csv")
    rows = csv.DictReader(io.StringIO(content.getvalue().decode("utf-8-sig")), delimiter=";")
    written = {fused(row["titulo"]) for row in rows}
    assert {row.title for row in world.records.values() if isinstance(row, Milestone)} <= written


# NUL, escape, a mark that turns the writing around (UAX #9), one that isolates, one without width.
UNSEEN = {"NUL": "\x00", "ESC": "\x1b", "RLO": "\u202e", "LRI": "\u2066", "BOM": "\ufeff"}


@pytest.mark.parametrize("name", UNSEEN)
def test_no_door_keeps_what_nobody_sees(name: str) -> None:
    """It is refused, or goes: what is stored is what is read."""
    unseen = UNSEEN[name]
    text = f"Hito{unseen}otih de la prueba"
    client = client_of(member("prepara", EDITOR, NUMBER))
    form = {
        "codigo": "1.1",
        "titulo": text,
        "fuente_url": "https://example.org/plan",
        "fecha": "2018-12-31",
    }
    answer = client.post(f"/compromisos/{NUMBER}/seguimiento/hito/", form)
    assert answer.status_code in (302, 422)
    assert isinstance(answer, HttpResponse)
    assert (answer.status_code == 422) == (name in ("NUL", "ESC"))
    values = {
        "commitment_id": agency_of(NUMBER).led_commitments.get(number=NUMBER).pk,
        "slug": "foro-x",
        "name": text,
        "sector": "open_government",
        "source_url": SOURCE,
        "cutoff_date": "2018-12-31",
        "units": [],
    }
    with suppress(InvalidParameter):
        processes_door.create(member("prepara2", EDITOR, NUMBER), FORUM, values)
    contributed = sent(text=text, commitment=NUMBER).contribution
    stored = [
        *Milestone.objects.values_list("title", flat=True),
        *Forum.objects.values_list("name", flat=True),
        contributed.text,
    ]
    assert not [found for found in stored if unseen in found]
    assert len(stored) > 1 or name in ("NUL", "ESC")


def test_every_kind_that_is_reviewed_was_asked_for(world: World) -> None:
    assert {type(record) for record in world.records.values()} == {
        *ReviewedRecord.__subclasses__(),
        Contribution,
    }
