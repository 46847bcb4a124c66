"""The accounts to try the site with, under ``make serve``: they walk their rooms, and no other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import deque

import requests

from config.cluster_place import CHECKOUT
from config.local_secrets import kept, password_file
from tests.config.processes import free_port
from tests.config.serving import read_until, serving

# A record of every kind in every state, stored by a process of its own: the site's words for
# them begin so (tests/reviewed_world.py).
_POPULATE = "import django; django.setup(); from tests.reviewed_world import populate; populate()"
WORD = re.compile(r"qz[a-z]+")
MOST_PAGES = 120
# What leads away, or to nothing that a person reads.
_ELSEWHERE = re.compile(r"^/(static|ows|ogc|admin|healthz)|\.(png|jpg|atom)$|/salir/|/cuenta/clave")
_LINK = re.compile(r'href="(/[^"#?]*)')
SOURCED = {"source_url": "https://example.org/foro", "cutoff_date": "2019-01-31"}


class Visitor:
    """A browser without a screen; signed in where it has a name."""

    def __init__(self, base: str, account: str = "") -> None:
        self.base, self.session = base, requests.Session()
        if account:
            password = kept(password_file(account), length_bytes=12)
            address = "/cuenta/ingresar/?next=/cuenta/"
            self.get(address)
            answer = self.post(address, username=account, password=password)
            assert answer.url == f"{base}/cuenta/", (account, answer.status_code)

    def get(self, path: str) -> requests.Response:
        return self.session.get(f"{self.base}{path}", timeout=60)

    def page(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def post(self, path: str, **form: str) -> requests.Response:
        """A form's own request, with its token."""
        token = {"csrfmiddlewaretoken": self.session.cookies.get("csrftoken") or ""}
        headers = {"Referer": f"{self.base}{path}"}
        return self.session.post(
            f"{self.base}{path}", data=form | token, headers=headers, timeout=60
        )

    def crawl(self, *starts: str) -> dict[str, str]:
        """The pages that lead on from these, by their addresses; at most ``MOST_PAGES``."""
        found: dict[str, str] = {}
        waiting, known = deque(starts), set(starts)
        while waiting and len(found) < MOST_PAGES:
            path = waiting.popleft()
            answer = self.get(path)
            assert answer.status_code < 500, (path, answer.status_code)
            found[path] = answer.text
            if "html" not in answer.headers.get("Content-Type", ""):
                continue
            for link in _LINK.findall(answer.text):
                if link not in known and not _ELSEWHERE.search(link):
                    known.add(link)
                    waiting.append(link)
        return found


def test_they_walk_their_rooms_and_see_no_unpublished_fact(own_database: str) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with serving(port, own_database) as process:
        said = read_until(process, "Ctrl-C")
        assert "\nlisto\n" in said, said
        editor, boss = Visitor(base, "demo_edicion"), Visitor(base, "demo_aprobacion")
        moderator = Visitor(base, "demo_moderacion")
        _rooms(editor, boss, moderator)
        _makes_an_example(editor, boss, Visitor(base))
        _store_facts(own_database)
        _sees_no_unpublished_fact(editor)
        _sees_no_unpublished_fact(boss)
        _moderates(moderator)
    # What goes wrong under the requests is on the server's own lines.
    assert "Traceback" not in said


def _rooms(editor: Visitor, boss: Visitor, moderator: Visitor) -> None:
    """Each account's own page says what it may do, in whose name, and leads there."""
    for visitor in (editor, boss):
        own = visitor.page("/cuenta/")
        assert "cuenta de demostración: lo que hace es un ejemplo" in own
        assert "/participar/procesos/" in own
        visitor.page("/participar/procesos/")
        visitor.page("/compromisos/1/seguimiento/")
        assert visitor.get("/participar/moderacion/").status_code == 403
    assert "/participar/moderacion/" in moderator.page("/cuenta/")
    moderator.page("/participar/moderacion/")
    assert moderator.get("/participar/procesos/").status_code == 403


def _makes_an_example(editor: Visitor, boss: Visitor, anybody: Visitor) -> None:
    """A forum from its draft to its page: an example, whatever was typed."""
    new = "/participar/procesos/foro/nuevo/"
    choice = re.search(r'<option value="(\d+)"[^>]*>1\.', editor.page(new))
    assert choice is not None
    form = {
        "commitment": choice[1],
        "slug": "de-demostracion",
        "name": "Foro de la demostración",
        "sector": "open_government",
        **SOURCED,
    }
    made = editor.post(new, **form)
    record = made.url.removeprefix(editor.base)
    assert re.fullmatch(r"/participar/procesos/foro/\d+/", record), made.text
    public = "/participar/espacios/de-demostracion/"
    assert anybody.get(public).status_code == 404
    _step(editor, record, "submit")
    # Who prepared it doesn't publish it.
    assert editor.post(f"{record}paso/", version="2", step="publish").status_code in (403, 412)
    _step(boss, record, "publish")
    shown = anybody.page(public)
    assert "EJEMPLO · Foro de la demostración" in shown
    _step(boss, record, "withdraw")
    assert anybody.get(public).status_code == 404


def _step(visitor: Visitor, record: str, name: str) -> None:
    version = re.search(r'name="version" value="(\d+)"', visitor.page(record))
    assert version is not None
    answer = visitor.post(f"{record}paso/", version=version[1], step=name)
    assert answer.status_code == 200, answer.text


def _store_facts(database: str) -> None:
    """Facts in every state, and contributions that wait, by a process on the same database."""
    subprocess.run(
        [sys.executable, "-c", _POPULATE],
        cwd=CHECKOUT,
        env=os.environ | {"DB_NAME": database, "DJANGO_SETTINGS_MODULE": "config.settings"},
        check=True,
    )


def _sees_no_unpublished_fact(visitor: Visitor) -> None:
    pages = visitor.crawl("/cuenta/", "/participar/procesos/", "/compromisos/1/", "/publicar/")
    seen = {word for text in pages.values() for word in WORD.findall(text)}
    assert {word for word in seen if word.endswith("published")}
    hidden = ("draft", "submitted", "withdrawn", "hidden", "received", "rejected")
    assert {word for word in seen if word.endswith(hidden)} == set()


def _moderates(visitor: Visitor) -> None:
    """Decides on what somebody sent; of what agencies prepare it sees what everybody does."""
    queue = visitor.page("/participar/moderacion/")
    waiting = re.search(r"/participar/moderacion/\d+/", queue)
    assert waiting is not None
    sheet = visitor.page(waiting[0])
    assert "qzcontributionreceived" in sheet
    version = re.search(r'name="version" value="(\d+)"', sheet)
    assert version is not None
    decided = visitor.post(
        f"{waiting[0]}decidir/", version=version[1], decision="reject", reason="off_topic"
    )
    assert decided.status_code == 200, decided.text
    assert "qzcontributionreceived" not in visitor.page("/participar/")
    pages = visitor.crawl("/cuenta/", "/participar/", "/compromisos/1/")
    seen = {word for text in pages.values() for word in WORD.findall(text)}
    hidden = ("draft", "submitted", "withdrawn", "hidden")
    assert {word for word in seen if word.endswith(hidden)} == set()
