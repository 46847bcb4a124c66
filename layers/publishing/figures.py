"""The figures of before and after: what pages would show once a file is published."""

from __future__ import annotations

from typing import Any

from layers.loading import importing
from layers.loading.candidates import Candidate
from layers.loading.trial import undone
from layers.progress import Progress
from layers.publishing.counted import counted
from layers.publishing.previewing import Place
from layers.source import Source
from layers.themes import THEMES
from territory.figures import tables_for_commitment
from territory.models.counts import CountRecord, label_of
from territory.series import COUNTRY, Cell, read_cells

# Commitment, group, figure; and where it is a count, the day on which its period begins.
_Key = tuple[int, str, str, str]


def figures_before_and_after(
    source: Source, candidate: Candidate, place: Place, progress: Progress
) -> list[dict[str, Any]]:
    """The figures of the commitments that the source's tables count for, as pages show them.

    Those of counts in place and time are the country's in the latest period that is known before
    or after, None where not all parts have a number. Published and counted within a transaction
    that is undone: what can't be published is found out here. Raises what publishing raises.
    """
    before = _figures(source)
    with undone():
        rows = counted(candidate, progress)
        importing.put_in_place(source, rows, covers=place.covers, replace_others=True)
        after = _figures(source)
    return [
        {
            "commitment": key[0],
            "group": (after.get(key) or before[key])["group"],
            "title": (after.get(key) or before[key])["title"],
            "unit": (after.get(key) or before[key])["unit"],
            "before": before.get(key, {}).get("value"),
            "after": after.get(key, {}).get("value"),
            "was_sample": before.get(key, {}).get("is_sample", False),
        }
        for key in _of_latest_periods(before, after)
    ]


def _of_latest_periods(*figures: dict[_Key, dict[str, Any]]) -> list[_Key]:
    keys = list(dict.fromkeys(key for found in figures for key in found))
    latest: dict[tuple[int, str], str] = {}
    for commitment, group, _name, start in keys:
        latest[commitment, group] = max(start, latest.get((commitment, group), ""))
    return [key for key in keys if key[3] == latest[key[:2]]]


def _figures(source: Source) -> dict[_Key, dict[str, Any]]:
    filled = {table.model for table in source.tables}
    found: dict[_Key, dict[str, Any]] = {}
    for theme in THEMES:
        models = [model for model in theme.records if model in filled]
        for number in theme.commitments if models else ():
            for table in tables_for_commitment(number, models):
                for figure in table.total:
                    found[number, str(table.title), figure.name, ""] = {
                        "group": str(table.title),
                        "title": str(figure.title),
                        "unit": str(figure.unit),
                        "value": float(figure.value),
                        "is_sample": figure.is_sample,
                    }
        counts = [model for model in theme.counts if model in filled]
        for cell in read_cells([model.objects.published() for model in counts], [COUNTRY]):
            for number in theme.commitments:
                key = _key_of(cell)
                found[number, str(cell.model._meta.verbose_name_plural), *key] = _count(cell)
    return found


def _key_of(cell: Cell) -> tuple[str, str]:
    return ("\x1f".join((cell.category, *cell.dimensions)), cell.period.start.isoformat())


def _count(cell: Cell) -> dict[str, Any]:
    model: type[CountRecord] = cell.model
    codes = zip(("category", *model.dimensions), (cell.category, *cell.dimensions), strict=True)
    return {
        "group": f"{model._meta.verbose_name_plural}, {cell.period}",
        "title": ", ".join(label_of(model, name, code) for name, code in codes),
        "unit": "",
        "value": None if cell.value is None else float(cell.value),
        "is_sample": cell.is_sample,
    }
