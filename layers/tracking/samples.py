"""Milestones, reports, evidence and ratings that show the tracking before there is any fact.

The file is in the one form (``columns``); evidence and ratings follow from its rows. All of it
says that it is an example, and is hidden once a fact is published.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from layers.themes.sample_places import CUTOFF_DATE
from layers.tracking.cells import read_code, read_number
from layers.tracking.columns import COLUMNS, KEYS, MILESTONE, REPORT
from layers.tracking.sample_files import example_of_evidence, forget_files
from layers.tracking.table import as_csv
from layers.tracking.values import Known, known, read_values
from territory.models import Commitment, Evidence, Milestone, ProgressReport, Rating, ReviewState
from territory.models.placed import SAMPLE_PREFIX
from territory.models.ratings import OF_SCALE

FILE = "tracking.csv"

# Some, so that a page without any milestone is seen as well.
_COMMITMENTS = (1, 3, 5, 9, 10, 14)
_DEPARTMENTS = [f"{code:02}" for code in range(1, 26)]
_NOTHING = "Texto de ejemplo: no es un hecho."


def write() -> dict[str, str]:
    """The file, always the same."""
    chance = random.Random("tracking")  # noqa: S311 - the same for ever, not secret
    rows = (row for number in _COMMITMENTS for row in _commitment(number, chance))
    text = b"".join(as_csv(rows)).decode("utf-8-sig")
    kept = [*KEYS, *(column.name for column in COLUMNS)]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, kept, delimiter=";", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(reader)
    return {FILE: out.getvalue()}


def _commitment(number: int, chance: random.Random) -> Iterator[dict[str, str]]:
    """Done with delay, overdue by its report, due without any report, and still to come."""
    late = {"estado": "concluido", "avance": "100", "inicio_real": "2018-02-01"}
    plans = [
        ("1", "2018-06-30", late | {"fin_real": "2018-07-20"}),
        ("2", "2018-10-31", {"estado": "en curso", "avance": "60", "inicio_real": "2018-05-02"}),
        ("3", "2019-06-30", {"estado": "no iniciado", "avance": "0"}),
    ]
    for code, due, progress in plans:
        keys = {"compromiso": str(number), "hito": code, "es_ejemplo": "sí"}
        places = {"lugares": " ".join(sorted(chance.sample(_DEPARTMENTS, 2)))}
        yield (
            keys
            | places
            | {
                "tipo": MILESTONE,
                "titulo": f"{SAMPLE_PREFIX}Hito {code} del compromiso {number}",
                "inicio_previsto": "2018-01-15",
                "fin_previsto": due,
                "fecha": "2018-03-31",
            }
        )
        if code != "3":
            yield (
                keys
                | places
                | progress
                | {
                    "tipo": REPORT,
                    "informe": "1",
                    "texto": SAMPLE_PREFIX + _NOTHING,
                    "proximos_pasos": _NOTHING if code == "2" else "",
                    "fecha": CUTOFF_DATE,
                }
            )


def load(folder: Path) -> None:
    """Make the stored samples equal to the file; rows that are equal aren't written."""
    with transaction.atomic(), (folder / FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
        plan = {found.number: found for found in Commitment.objects.all()}
        refers_to = known()
        kept = [_load_row(row, plan, refers_to) for row in rows]
        _remove(kept)
        # What an account of the demonstration rated has an address, unlike those below.
        Rating.objects.filter(is_sample=True, source_url__isnull=False).delete()
        for number in sorted({int(row["compromiso"]) for row in rows}):
            _rate(plan[number])


def _load_row(
    row: Mapping[str, str], plan: Mapping[int, Commitment], refers_to: Known
) -> Milestone | ProgressReport:
    checked = read_values(row["tipo"], row, refers_to)
    values = checked.values | {"state": ReviewState.PUBLISHED}
    # A sample has no address, since it was read nowhere.
    if set(checked.errors) - {"fuente_url"}:
        raise ValueError(f"{FILE}: {checked.errors}")
    place: dict[str, Any] = {
        "commitment": plan[int(row["compromiso"])],
        "code": read_code(row["hito"]),
    }
    if row["tipo"] == MILESTONE:
        found, _ = Milestone.objects.update_or_create(**place, is_sample=True, defaults=values)
        return found
    milestone = Milestone.objects.get(**place, is_sample=True)
    report, _ = ProgressReport.objects.update_or_create(
        milestone=milestone,
        number=read_number(row["informe"]),
        defaults=values | {"is_sample": True},
    )
    if not report.evidence.exists():
        _support(report)
    return report


def _support(report: ProgressReport) -> None:
    Evidence.objects.create(
        report=report, state=ReviewState.PUBLISHED, is_sample=True, **example_of_evidence()
    )


def _rate(commitment: Commitment) -> None:
    """What it says of itself, and what others would: two values that differ."""
    for scale, values in OF_SCALE.items():
        for by, value in ((Rating.By.SELF, values[3]), (Rating.By.INDEPENDENT, values[2])):
            Rating.objects.update_or_create(
                commitment=commitment,
                by=by,
                scale=scale,
                is_sample=True,
                defaults={
                    "value": value,
                    "document": f"{SAMPLE_PREFIX}Evaluación que no es un hecho",
                    "read_on": dt.date.fromisoformat(CUTOFF_DATE),
                    "state": ReviewState.PUBLISHED,
                },
            )


def remove() -> int:
    """Take the samples away; gives how many rows there were. Their history stays."""
    with transaction.atomic():
        ratings, _ = Rating.objects.filter(is_sample=True).delete()
        return ratings + _remove([])


def _remove(kept: list[Any]) -> int:
    milestones = [row.pk for row in kept if isinstance(row, Milestone)]
    reports = [row.pk for row in kept if isinstance(row, ProgressReport)]
    gone = ProgressReport.objects.filter(is_sample=True).exclude(pk__in=reports)
    evidence = Evidence.objects.filter(is_sample=True, report__in=gone)
    forget_files(evidence)
    old = Milestone.objects.filter(is_sample=True).exclude(pk__in=milestones)
    return sum(rows.delete()[0] for rows in (evidence, gone, old))
