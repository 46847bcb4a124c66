"""What another validator says of a feed: gtfs-guru, which knows the reference's every rule.

Its own sentences and the values that it quotes are left out: a value may be somebody's e-mail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from layers.reading.content import FileData
from layers.themes.transit.gtfs.archive import open_archive
from layers.themes.transit.gtfs.dataset import FILES

# It holds all of a feed, ten times its files' size in memory, and ends the process that reads the
# file where it gets none.
MAX_BYTES = 20_000_000
# Of what a kind of notice is about, the first are named.
ROWS_NAMED = 5
COLUMNS = ("code", "severity", "file", "field", "number", "rows", "checked_with", "checked_on")

_MORE_FILES = (
    "areas.txt",
    "attributions.txt",
    "booking_rules.txt",
    "fare_attributes.txt",
    "fare_leg_join_rules.txt",
    "fare_leg_rules.txt",
    "fare_media.txt",
    "fare_products.txt",
    "fare_rules.txt",
    "fare_transfer_rules.txt",
    "levels.txt",
    "location_group_stops.txt",
    "location_groups.txt",
    "locations.geojson",
    "networks.txt",
    "pathways.txt",
    "rider_categories.txt",
    "route_networks.txt",
    "stop_areas.txt",
    "timeframes.txt",
    "transfers.txt",
    "translations.txt",
)
_WANTED = (*FILES, *_MORE_FILES)
_SEVERITIES = {"ERROR": "error", "WARNING": "warning", "INFO": "info"}


def second_opinion(data: FileData, today: dt.date) -> pd.DataFrame:
    """A row for each kind of notice in a file's column, and one without code for the review.

    The latter's number is that of all notices. No row at all where the feed is larger than
    ``MAX_BYTES``, or the validator isn't there: nobody reviewed it. The day decides what has
    expired.
    """
    validator = load_validator()
    if validator is None:
        return _frame([])
    with open_archive(data, _WANTED) as files:
        if sum(path.stat().st_size for path in files.values()) > MAX_BYTES:
            return _frame([])
        result = validator.validate(str(_folder(files)), country_code="PE", date=today.isoformat())
    said = {"checked_with": f"gtfs-guru {validator.version()}", "checked_on": today}
    kinds = _by_kind(result.notices)
    whole = {
        "code": "",
        "severity": "info",
        "file": "",
        "field": "",
        "number": sum(kind["number"] for kind in kinds),
        "rows": [],
    }
    return _frame([{**row, **said} for row in (whole, *kinds)])


def load_validator() -> Any:
    """The module; None on a machine for which it isn't made.

    Loaded when a feed is there: its allocator sets a gigabyte of addresses aside at once, of which
    a process that reads has little more (``layers.sandbox.environment``).
    """
    try:
        import gtfs_guru  # noqa: PLC0415
    except ImportError:
        return None
    return gtfs_guru


def _folder(files: dict[str, Path]) -> Path:
    """The files by their own names, beside those that the archive came out as."""
    folder = next(iter(files.values())).parent / "feed"
    folder.mkdir()
    for name, path in files.items():
        path.rename(folder / name)
    return folder


def _by_kind(notices: Iterable[Any]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for notice in notices:
        said = notice.context()
        file = str(notice.file or said.get("filename") or "")[:100]
        field = str(notice.field or said.get("fieldName") or "")[:100]
        kind = found.setdefault(
            (notice.code, file, field),
            {
                "code": notice.code[:100],
                "severity": _SEVERITIES.get(notice.severity, "info"),
                "file": file,
                "field": field,
                "number": 0,
                "rows": [],
            },
        )
        kind["number"] += 1
        row = notice.row or said.get("csvRowNumber")
        if isinstance(row, int) and len(kind["rows"]) < ROWS_NAMED:
            kind["rows"].append(row)
    return [found[key] for key in sorted(found)]


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, range(1, len(rows) + 1), COLUMNS, dtype=object)
