"""The figures of the tracking counted a second time, in plain Python from what was written down.

The rules are those of ``docs/seguimiento.md``; nothing of the site's own counting is used.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from tests.processes import agreement, forum, session
from tests.tracking import milestone, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("untracked")]

NUMBER_OF_MILESTONES = 40
PLACES = ["", "08", "0801", "150101", "08 15", "2105 08 0803"]


@dataclass
class Row:
    """A milestone as it was written, and what was said of it last."""

    number: int
    code: str
    planned: dt.date | None
    units: list[str]
    progress: str | None
    end: dt.date | None
    as_of: dt.date
    percent: int | None
    reports: list[dict[str, Any]] = field(default_factory=list)

    def last(self) -> dict[str, Any]:
        """Of the published reports not older than the milestone's own day, the latest."""
        own = {"progress": self.progress, "end": self.end, "as_of": self.as_of}
        found = [own | {"percent": self.percent, "order": (dt.date.min, 0)}]
        found += [
            said for said in self.reports if said["is_public"] and said["as_of"] >= self.as_of
        ]
        return max(found, key=lambda said: said["order"])

    def delay(self, today: dt.date) -> tuple[str, int | None]:
        """Its name in the API and the days."""
        said = self.last()
        if said["progress"] == "abandoned":
            return "abandoned", None
        if self.planned is None or (said["progress"] == "completed" and said["end"] is None):
            return "unknown", None
        if said["progress"] == "completed":
            late = (said["end"] - self.planned).days
            return ("late", late) if late > 0 else ("on_time", None)
        if said["progress"] is not None and said["as_of"] > self.planned:
            return "overdue", (said["as_of"] - self.planned).days
        if self.planned < today:
            return "unreported", (today - self.planned).days
        return "running", None


def _said(chance: random.Random, day: dt.date) -> dict[str, Any]:
    progress = chance.choice([None, "not_started", "in_progress", "completed", "abandoned"])
    percent = chance.choice([None, 100]) if progress == "completed" else chance.randint(0, 99)
    end = day - dt.timedelta(chance.randint(0, 90)) if progress == "completed" else None
    return {"progress": progress, "end": chance.choice([end, end, None]), "percent": percent}


def _day(chance: random.Random) -> dt.date:
    return dt.date(2018, 1, 1) + dt.timedelta(chance.randint(0, 700))


def _written() -> list[Row]:
    """Milestones and reports by chance, always the same."""
    chance, rows = random.Random("figures"), []
    ahead = timezone.localdate() + dt.timedelta(30)
    for place in range(NUMBER_OF_MILESTONES):
        number, code = 1 + place % 5, f"h{place:02}"
        planned, day = chance.choice([_day(chance), _day(chance), None, ahead]), _day(chance)
        units, said = chance.choice(PLACES).split(), _said(chance, day)
        row = Row(number, code, planned, units, said["progress"], said["end"], day, said["percent"])
        made = milestone(
            number,
            code,
            state="published",
            planned_end=planned,
            cutoff_date=day,
            units=units,
            progress=row.progress,
            actual_end=row.end,
            percent=row.percent,
        )
        for order in range(1, 1 + chance.randint(0, 3)):
            day, is_public = _day(chance), chance.random() < 0.8
            said = _said(chance, day)
            state = "published" if is_public else "draft"
            told = {key: said[key] for key in ("progress", "percent")} | {"actual_end": said["end"]}
            report(made, order, reported_on=day, state=state, **told)
            said |= {"as_of": day, "order": (day, order), "is_public": is_public}
            row.reports.append(said)
        rows.append(row)
    return rows


def _cells(client: Client, address: str) -> list[list[str]]:
    """The rows of a page's tables, as words."""
    answer: Any = client.get(address)
    rows: Any = html.fromstring(answer.content.decode()).xpath("//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_delays_states_and_places_are_as_counted_by_hand(client: Client) -> None:
    rows, today = _written(), timezone.localdate()
    assert {row.delay(today)[0] for row in rows} == {
        "abandoned", "late", "on_time", "overdue", "running", "unknown", "unreported",
    }  # fmt: skip
    found: Any = client.get("/api/v1/tracking/milestones/?limit=100").json()["results"]
    by_code = {each["code"]: each for each in found}
    answer: Any = client.get("/seguimiento.csv")
    lines = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";")
    days = {line["hito"]: line["retraso_dias"] for line in lines if line["tipo"] == "hito"}
    for row in rows:
        each, last = by_code[row.code], row.last()
        assert (each["delay"], each["delay_days"]) == row.delay(today), row
        assert (each["progress"], each["percent"]) == (last["progress"], last["percent"]), row
        assert each["as_of"] == last["as_of"].isoformat()
        assert days[row.code] == str(row.delay(today)[1] or ""), row
    _board_agrees(client, rows, today)
    _places_agree(client, rows)


def _board_agrees(client: Client, rows: list[Row], today: dt.date) -> None:
    for cells in _cells(client, "/seguimiento/"):
        number = int(cells[0].split(".")[0])
        own = [row for row in rows if row.number == number]
        done = sum(row.last()["progress"] == "completed" for row in own)
        late = {row.code for row in own if row.delay(today)[0] in ("late", "overdue", "unreported")}
        if own:
            assert cells[2].startswith(f"{done} de {len(own)} concluidos"), number
        assert set(re.findall(r"h\d\d(?=:)", cells[2])) == late, number


def _places_agree(client: Client, rows: list[Row]) -> None:
    """A milestone counts once in each department that it names, or names a unit of."""
    total, done = Counter[str](), Counter[str]()
    for row in rows:
        for department in {code[:2] for code in row.units}:
            total[department] += 1
            done[department] += row.last()["progress"] == "completed"
    names = {"08": "Cusco", "15": "Lima", "21": "Puno"}
    shown = {
        cells[0]: (int(cells[1]), int(cells[2])) for cells in _cells(client, "/seguimiento/mapa/")
    }
    assert {name for name, (number, _done) in shown.items() if number} == set(names.values())
    for code, name in names.items():
        assert shown[name] == (total[code], done[code]), name


def test_agreements_are_as_counted_by_hand(client: Client) -> None:
    """Open is what is pending or under way, overdue what is open after its day."""
    chance, today = random.Random("agreements"), timezone.localdate()
    meeting = session(forum("foro", units=["21"]), units=["15"])
    total, still, late = Counter[str](), Counter[str](), Counter[str]()
    for number in range(30):
        progress = chance.choice(["pending", "in_progress", "fulfilled", "dropped"])
        due = chance.choice([None, today, today - dt.timedelta(1), today + dt.timedelta(1)])
        units = chance.choice([[], ["08"], ["0801", "0803"], ["08", "21"]])
        topic = chance.choice(["Agua", "Salud"])
        agreement(meeting, f"a{number}", progress=progress, due_on=due, units=units, topic=topic)
        # Without places of its own, those of its session.
        departments = {code[:2] for code in units or ["15"]}
        is_open = progress in ("pending", "in_progress")
        for key in (*departments, topic):
            total[key] += 1
            still[key] += is_open
            late[key] += is_open and due is not None and due < today
    shown = {
        cells[0]: tuple(map(int, cells[1:4]))
        for cells in _cells(client, "/participar/acuerdos/")
        if len(cells) > 3 and all(cell.isdigit() for cell in cells[1:4])
    }
    names = {"08": "Cusco", "15": "Lima", "21": "Puno", "Agua": "Agua", "Salud": "Salud"}
    for key, name in names.items():
        assert shown[name] == (total[key], still[key], late[key]), name
