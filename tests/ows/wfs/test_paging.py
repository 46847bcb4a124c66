"""Pages: every district once, by startIndex and by the links, forwards and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from tests.ows.wfs.wire import NUMBER_OF_DISTRICTS, ask, body, equal, fes, ids, xml

pytestmark = pytest.mark.django_db


def follow(client: Client, root: etree._Element, link: str) -> list[etree._Element]:
    """The answers that ``link`` (next or previous) leads to, one after the other."""
    found = []
    while address := root.get(link):
        root = etree.fromstring(client.get(address).getvalue())
        found.append(root)
    return found


def test_start_index_reaches_every_district_once(client: Client) -> None:
    seen: list[str] = []
    for start in range(0, 2000, 250):
        root = xml(ask(client, typeNames="districts", count=250, startIndex=start))
        assert root.get("numberMatched") == str(NUMBER_OF_DISTRICTS)
        assert root.get("numberReturned") == str(len(ids(root)))
        seen += ids(root)
    assert len(seen) == len(set(seen)) == NUMBER_OF_DISTRICTS
    assert seen == sorted(seen)  # the order is the key's: ubigeos


@pytest.mark.parametrize("sort_by", ["", "department", "cutoff_date DESC"])
def test_links_reach_every_district_once(client: Client, sort_by: str) -> None:
    """Also where all rows tie in what they are sorted by."""
    first = xml(ask(client, typeNames="districts", count=400, sortBy=sort_by))
    pages = [first, *follow(client, first, "next")]
    assert [len(ids(page)) for page in pages] == [400, 400, 400, 400, 291]
    seen = [item for page in pages for item in ids(page)]
    assert len(set(seen)) == NUMBER_OF_DISTRICTS
    assert first.get("previous") is None
    assert pages[-1].get("next") is None
    backwards = follow(client, pages[-1], "previous")
    assert [ids(page) for page in backwards] == [ids(page) for page in reversed(pages[:-1])]


def test_previous_stops_at_the_start(client: Client) -> None:
    root = xml(ask(client, typeNames="districts", count=10, startIndex=4))
    (previous,) = follow(client, root, "previous")
    assert previous.get("numberReturned") == "4"
    assert ids(previous)[-1] < ids(root)[0]


def test_geojson_links(client: Client) -> None:
    seen: list[str] = []
    answer: Any = ask(client, typeNames="districts", count=700, outputFormat="json")
    while answer is not None:
        page = json.loads(body(answer))
        assert page["numberReturned"] == len(page["features"])
        seen += [item["id"] for item in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        answer = client.get(following[0]) if following else None
    assert len(seen) == len(set(seen)) == NUMBER_OF_DISTRICTS


def test_hits(client: Client) -> None:
    parameters = {"typeNames": "districts", "filter": fes(equal("department", "Cusco"))}
    root = xml(ask(client, resultType="hits", count=50, **parameters))
    assert root.get("numberMatched") == "116"
    assert root.get("numberReturned") == "0"
    assert len(root) == 0
    pages = follow(client, root, "next")
    assert [len(ids(page)) for page in pages] == [50, 50, 16]


def test_hits_with_post_and_no_match(client: Client) -> None:
    parameters = {"typeNames": "districts", "cql_filter": "name = 'Lutecia'"}
    root = xml(ask(client, resultType="hits", **parameters))
    assert root.get("numberMatched") == "0"
    assert root.get("next") is None


@pytest.mark.parametrize(
    ("count", "start", "returned"),
    [
        ("0", "0", 0),
        ("5", "1889", 2),
        ("5", "1891", 0),
        ("5", "99999999", 0),
        ("100000", "0", 1891),
    ],
)
def test_ends(client: Client, count: str, start: str, returned: int) -> None:
    root = xml(ask(client, typeNames="districts", count=count, startIndex=start))
    assert root.get("numberMatched") == str(NUMBER_OF_DISTRICTS)
    assert root.get("numberReturned") == str(returned) == str(len(ids(root)))
    assert root.get("next") is None or count == "0"


def test_the_same_first_id_never_starts_two_pages(client: Client) -> None:
    """QGIS turns its paging off where page 2 starts as page 1 did."""
    firsts = [
        ids(xml(ask(client, typeNames="districts", count=1, startIndex=start)))[0]
        for start in (0, 1, 2)
    ]
    assert len(set(firsts)) == 3


def test_max_features_of_older_clients(client: Client) -> None:
    assert len(ids(xml(ask(client, typeNames="districts", maxFeatures=3)))) == 3
