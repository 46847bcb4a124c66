"""What is done at once is bounded by kind, what waits too, and the rest is refused in good form."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client

from config import busy
from config.bounded_work import KINDS, THREADS, Gate, Kind

PLACES = ("a", "b")


@pytest.mark.parametrize(
    ("path", "query", "kind"),
    [
        ("/ows/wms", "request=GetMap", "maps"),
        ("/ows", "SERVICE=WMS&request=GetMap", "maps"),
        ("/ogc/collections/departments/tiles/WebMercatorQuad/3/1/2", "", "maps"),
        ("/ows", "service=WFS", "features"),
        ("/ows", "", "features"),  # a POSTed document is WFS's
        ("/ows/wfs", "", "features"),
        ("/ogc/collections/departments/items", "", "features"),
        ("/api/v1/layers/departments/features/", "", "features"),
        ("/fhir/ValueSet/$expand", "url=a", "features"),
        ("/api/v1/commitments/", "", "pages"),
        ("/api/v1/uploads/", "", "pages"),
        ("/api/v1/uploads/7d3c/", "", "uploads"),
        ("/api/v1/zones/shapes/", "", "readings"),
        ("/api/v1/zones/7/", "", "pages"),
        ("/", "service=wms", "pages"),
        ("/healthz", "", "health"),
        ("/static/map.js", "", None),
    ],
)
def test_the_kind_of_an_address(path: str, query: str, kind: str | None) -> None:
    assert busy.kind_of(path, query) == kind


def test_every_request_that_may_wait_has_a_thread() -> None:
    assert sum(kind.at_once + kind.waiting for kind in KINDS.values()) < THREADS


def test_a_full_queue_refuses_at_once_and_places_go_in_the_order_asked() -> None:
    gate = Gate(PLACES, waiting=2)
    taken = [gate.enter(), gate.enter()]
    assert sorted(str(place) for place in taken) == list(PLACES)
    served: list[tuple[int, str | None]] = []
    waiting = []
    for number in range(2):
        thread = threading.Thread(target=lambda n=number: served.append((n, gate.enter(30))))
        thread.start()
        waiting.append(thread)
        while gate.waits() <= number:
            threading.Event().wait(0.01)
    assert gate.enter(30) is None  # without waiting: nobody will leave
    for place, thread in zip(taken, waiting, strict=True):
        assert place is not None
        gate.leave(place)
        thread.join(30)
    assert served == [(0, taken[0]), (1, taken[1])]


def test_who_waits_too_long_is_refused_and_forgotten() -> None:
    gate = Gate(["a"], waiting=1)
    assert gate.enter() == "a"
    assert gate.enter(0.01) is None
    assert gate.waits() == 0
    gate.leave("a")
    assert gate.enter() == "a"


class Site:
    """A WSGI application whose answers stay open until they are closed."""

    def __init__(self) -> None:
        self.refused = 0
        self.connections: set[int] = set()

    def __call__(self, variables: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if variables.get("territorio.is_refused"):
            self.refused += 1
            return [b"refused"]
        self.connections.add(id(connections[DEFAULT_DB_ALIAS]))
        if "fail" in variables["QUERY_STRING"]:
            raise ValueError("the site failed")
        return [b"answer"]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """What an answer that isn't closed put in the connection's place is taken out again."""
    monkeypatch.setattr(busy, "KINDS", dict.fromkeys(KINDS, Kind(2, 0)))
    before = connections[DEFAULT_DB_ALIAS]
    yield Site()
    connections[DEFAULT_DB_ALIAS] = before


def ask(application: busy.Application, query: str = "") -> Any:
    return application({"PATH_INFO": "/ows/wfs", "QUERY_STRING": query}, None)


def test_a_place_is_held_until_the_answer_is_closed(site: Site) -> None:
    application = busy.within_gates(site)
    first, second = ask(application), ask(application)
    assert list(first) == list(second) == [b"answer"]
    assert list(ask(application)) == [b"refused"]
    second.close()
    first.close()
    assert list(ask(application)) == [b"answer"]
    assert site.refused == 1


def test_a_failure_frees_its_place(site: Site) -> None:
    application = busy.within_gates(site)
    for _ in range(5):
        with pytest.raises(ValueError, match="the site failed"):
            ask(application, "fail")
    assert list(ask(application)) == [b"answer"]


def test_threads_share_as_many_connections_as_there_are_places(site: Site) -> None:
    application = busy.within_gates(site)
    before = connections[DEFAULT_DB_ALIAS]
    for _ in range(10):
        thread = threading.Thread(target=lambda: ask(application).close())
        thread.start()
        thread.join(30)
    assert 0 < len(site.connections) <= 2
    assert connections[DEFAULT_DB_ALIAS] is before


def test_a_place_plans_as_its_kind_does(
    monkeypatch: pytest.MonkeyPatch, committed_db: None
) -> None:
    """Maps are drawn without parallel workers and sort in memory; pages as the server is set."""
    shown: dict[str, tuple[str, ...]] = {}

    def site(variables: dict[str, Any], _start: Any) -> list[bytes]:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('max_parallel_workers_per_gather'), "
                "current_setting('work_mem')"
            )
            shown[variables["PATH_INFO"]] = cursor.fetchone()
            connections[DEFAULT_DB_ALIAS].close()
        return [b""]

    application = busy.within_gates(site)
    for path in ("/ows/wms", "/ows/wfs", "/compromisos/"):
        application({"PATH_INFO": path, "QUERY_STRING": ""}, None).close()  # type: ignore[attr-defined]
    assert shown == {
        "/ows/wms": ("0", "32MB"),
        "/ows/wfs": ("0", "4MB"),
        "/compromisos/": ("2", "4MB"),
    }


@pytest.mark.parametrize(
    ("path", "content_type", "words"),
    [
        ("/ows/wms?service=WMS&request=GetMap", "text/xml", "ServiceException"),
        ("/ows/wfs?service=WFS", "application/xml", "ows:ExceptionText"),
        ("/ogc/collections/departments/items", "application/problem+json", '"status": 503'),
        ("/api/v1/units/", "application/problem+json", '"status": 503'),
        ("/compromisos/", "text/html", "<h1>"),
        ("/healthz", "text/plain", "busy"),
    ],
)
def test_a_refusal_is_in_the_form_of_its_address(path: str, content_type: str, words: str) -> None:
    """RFC 9110 §15.6.4: 503, with when to come again; no cache keeps it."""
    response = Client().get(path, **{"territorio.is_refused": True})  # type: ignore[arg-type]
    assert response.status_code == 503
    assert response["Content-Type"].startswith(content_type)
    assert words in response.content.decode()
    assert response["Retry-After"] == "5"
    assert response["Cache-Control"] == "no-store"
    if not path.startswith(("/healthz", "/compromisos")):
        assert response["Access-Control-Allow-Origin"] == "*"
