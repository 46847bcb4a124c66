"""What a harvest would change: which rows are new, changed, gone and the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql

from layers.datasets.columns import Column
from layers.datasets.layer import columns_of
from layers.datasets.replacing import next_table
from layers.datasets.tables import GEOMETRY, qualified
from layers.harvest.merging import KEY
from layers.models import Dataset
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
_OBJECT_IDS = ("objectid", "oid", "fid")


def key_of(columns: tuple[Column, ...], said: str) -> Column | None:
    """The column that says which row is which: the table's, the service's own, or none."""
    wanted = [said.casefold()] if said else [KEY, *_OBJECT_IDS]
    by_name = {column.original.casefold(): column for column in columns}
    return next((by_name[name] for name in wanted if name in by_name), None)


def differences(dataset: Dataset, staged: Mapping[str, Any], key_field: str) -> dict[str, Any]:
    """``added``, ``changed``, ``gone``, ``same``, of rows that wait beside the dataset's.

    ``changed`` is None where rows have no key, or one that several share: what changed is counted
    as gone and added then.
    """
    found = {name: int(staged[name]) for name in ("added", "gone", "same")}
    key = key_of(columns_of(dataset), key_field)
    if key is None or _asked("repeated", dataset, key):
        return {**found, "changed": None}
    changed = _asked("changed", dataset, key)
    return {
        "added": found["added"] - changed,
        "changed": changed,
        "gone": found["gone"] - changed,
        "same": found["same"],
    }


def _asked(name: str, dataset: Dataset, key: Column) -> int:
    names = [GEOMETRY] if dataset.geometry_type else []
    names += [column.name for column in columns_of(dataset)]
    statement = sql.SQL(_SQL[name]).format(
        key=sql.Identifier(key.name),
        columns=sql.SQL(", ").join(map(sql.Identifier, names)),
        old=qualified(dataset.table),
        new=qualified(next_table(dataset)),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])
