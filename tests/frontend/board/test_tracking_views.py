"""The board, the timeline, the map of where and the feeds of what is published of the tracking."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from frontend.views.board.timeline import draw
from territory.models import Commitment, Milestone, ProgressReport, Rating, ReviewState
from territory.tracking.board import BoardLine, Standing, board_lines, published_milestones
from territory.tracking.where import by_region
from tests.frontend.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("untracked")]

ATOM = "{http://www.w3.org/2005/Atom}"
TODAY = dt.date(2026, 11, 28)


def milestone(number: int, code: str, **values: Any) -> Milestone:
    return Milestone.objects.create(
        commitment=Commitment.objects.get(number=number),
        code=code,
        **{
            "title": f"Hito {code} de la prueba",
            "state": ReviewState.PUBLISHED,
            "source_url": "https://example.org/hito",
            "cutoff_date": dt.date(2018, 1, 1),
        }
        | values,
    )


def line(number: int) -> BoardLine:
    return board_lines(TODAY)[number - 1]


def entries(client: Client, address: str) -> list[tuple[str, str]]:
    response: Any = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    return [
        (entry.findtext(f"{ATOM}title", ""), entry.findtext(f"{ATOM}summary", ""))
        for entry in feed.iter(f"{ATOM}entry")
    ]


@pytest.mark.parametrize(
    ("progress", "standing"),
    [
        ([], Standing.UNKNOWN),
        ([None], Standing.UNKNOWN),
        (["not_started"], Standing.NOT_STARTED),
        (["not_started", "completed"], Standing.IN_PROGRESS),
        (["completed", None], Standing.IN_PROGRESS),  # of one nothing is known: not all is done
        (["completed", "abandoned"], Standing.COMPLETED),
        (["abandoned"], Standing.IN_PROGRESS),
    ],
)
def test_how_a_commitment_stands_follows_from_its_milestones(
    progress: list[str | None], standing: Standing
) -> None:
    for place, value in enumerate(progress):
        milestone(2, f"{place}", progress=value)
    assert line(2).standing == standing


def test_the_board_tells_of_delay_and_of_what_is_next(client: Client) -> None:
    milestone(4, "A", planned_end=dt.date(2018, 6, 30), progress="in_progress", percent=40)
    milestone(4, "B", planned_end=dt.date(2027, 1, 31), progress="not_started")
    late = milestone(
        4,
        "C",
        planned_end=dt.date(2018, 1, 1),
        progress="completed",
        actual_end=dt.date(2018, 1, 11),
    )
    found = line(4)
    assert [each.code for each in found.delayed] == ["C", "A"]
    assert late.code == "C"
    assert found.delays[0][1] == "concluido 10 días después de lo previsto"
    assert found.next_milestone.code == "A"
    text = text_of(client, "/seguimiento/")
    assert "concluido 10 días después de lo previsto" in text
    assert "1 de 3 concluidos" in text


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("retraso=1", {4}),
        ("estado=completed", {5}),
        ("tema=environment&estado=in_progress", {4}),
        ("entidad=MINEM", {4}),
        ("tema=nada&estado=nada", set(range(1, 19))),
        ("entidad=NADIE", set()),
    ],
)
def test_the_boards_filters(client: Client, query: str, numbers: set[int]) -> None:
    milestone(4, "A", planned_end=dt.date(2018, 6, 30), progress="in_progress")
    milestone(5, "A", progress="completed")
    context = client.get(f"/seguimiento/?{query}").context
    assert {each.commitment.number for each in context["lines"]} == numbers


def test_a_sourced_rating_beside_sample_milestones_is_no_example(client: Client) -> None:
    milestone(4, "A", title="EJEMPLO · Hito", is_sample=True)
    Rating.objects.create(
        commitment=Commitment.objects.get(number=4),
        by=Rating.By.INDEPENDENT,
        scale="completion",
        value="limited",
        document="Informe de la prueba",
        source_url="https://example.org/informe",
        read_on=dt.date(2020, 1, 1),
        state=ReviewState.PUBLISHED,
    )
    text = text_of(client, "/seguimiento/")
    assert "EJEMPLO · Hitos" in text
    assert "EJEMPLO · Tablero" not in text
    assert "EJEMPLO · Evaluación" not in text
    assert "Cumplimiento: limitado" in text


@pytest.mark.parametrize("state", [ReviewState.DRAFT, ReviewState.SUBMITTED, ReviewState.WITHDRAWN])
@pytest.mark.parametrize(
    "address",
    [
        "/seguimiento/",
        "/seguimiento/cronograma/",
        "/seguimiento/mapa/",
        "/seguimiento.atom",
        "/compromisos/4.atom",
    ],
)
def test_what_is_not_published_is_on_no_view(
    client: Client, admin_client: Client, state: str, address: str
) -> None:
    milestone(4, "SECRETO", state=state, planned_end=dt.date(2018, 6, 30), units=["13"])
    for asking in (client, admin_client):
        assert "SECRETO" not in asking.get(address).content.decode()
    assert by_region(published_milestones())[1] == 0
    assert not any(count.milestones for count in by_region(published_milestones())[0])


def test_a_report_of_what_is_late_is_in_the_feeds(client: Client) -> None:
    found = milestone(4, "A", planned_end=dt.date(2018, 6, 30), progress="in_progress")
    ProgressReport.objects.create(
        milestone=found,
        number=1,
        reported_on=dt.date(2018, 7, 20),
        text="Se avanzó <b>poco</b>",
        progress="in_progress",
        state=ReviewState.PUBLISHED,
    )
    for address in ("/seguimiento.atom", "/compromisos/4.atom"):
        found_entries = dict(entries(client, address))
        report = found_entries["Compromiso 4, hito A: informe 1"]
        assert report == (
            # HTML to readers (RFC 4287, 3.1.1.2), so that what looks like a tag is written.
            "<p>Se avanzó &lt;b&gt;poco&lt;/b&gt; Informado 20 días después del fin previsto.</p>"
        )
        assert (
            "vencido: 20 días de retraso al 20/07/2018"
            in (found_entries["Compromiso 4, hito A: Hito A de la prueba"])
        )
    assert entries(client, "/compromisos/5.atom") == []
    assert client.get("/compromisos/19.atom").status_code == 404


def test_what_waits_beside_a_published_milestone_moves_no_feed(client: Client) -> None:
    found = milestone(4, "A")
    before = client.get("/seguimiento.atom")
    Milestone.objects.filter(pk=found.pk).update(proposed={"title": "SECRETO"})
    after = client.get("/seguimiento.atom")
    assert before["ETag"] == after["ETag"]
    assert (
        client.get("/seguimiento.atom", headers={"if-none-match": after["ETag"]}).status_code == 304
    )


def test_a_milestone_counts_once_in_each_department(client: Client) -> None:
    milestone(4, "A", units=["1301", "130101", "20"], progress="completed")
    milestone(4, "B", units=["13"])
    milestone(4, "C")
    counts, nowhere = by_region(published_milestones())
    named = {c.ubigeo: (c.milestones, c.completed) for c in counts if c.milestones}
    assert named == {"13": (2, 1), "20": (1, 1)}
    assert len(counts) == 25
    assert nowhere == 1
    content = client.get("/seguimiento/mapa/").content.decode()
    assert content.count("where-step ") == 25
    assert content.count("where-step-4") == 1
    assert "<title>La Libertad: 2</title>" in content
    assert "1 de 3 hitos no declaran un lugar" in text_of(client, "/seguimiento/mapa/")


def test_the_timeline_draws_known_days_alone(client: Client) -> None:
    assert "No se conoce ningún hito" in text_of(client, "/seguimiento/cronograma/")
    milestone(4, "A", planned_start=dt.date(2018, 1, 1), planned_end=dt.date(2018, 12, 31))
    milestone(4, "B", planned_end=dt.date(2019, 6, 30))
    milestone(5, "C")
    drawing = draw(list(published_milestones()), TODAY)
    assert drawing
    a, b, c = drawing.bars
    assert a.planned
    assert b.planned
    # A year's bar: 364 of the days between a month before the first and a month after the last.
    scale = 900 / (dt.date(2019, 7, 31) - dt.date(2017, 12, 1)).days
    assert a.planned == pytest.approx((90 + 31 * scale, 364 * scale), abs=0.06)
    assert b.planned[1] == 6.0  # a day alone
    assert (a.actual, c.planned, c.actual) == (None, None, None)
    assert [year for year, _x in drawing.years] == [2018, 2019]
    assert drawing.today is None
    assert client.get("/seguimiento/cronograma/").content.decode().count("timeline-planned") == 2


@pytest.mark.parametrize(
    "address",
    ["/seguimiento/", "/seguimiento/cronograma/", "/seguimiento/mapa/", "/seguimiento.atom"],
)
def test_more_milestones_ask_no_more_queries(client: Client, address: str) -> None:
    counts = []
    for number in (1, 2, 3):
        milestone(number, "A", units=["13"], planned_end=dt.date(2018, number, 1))
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert len(set(counts)) == 1
