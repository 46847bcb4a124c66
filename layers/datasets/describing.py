"""What a person says and decides of a dataset: its description, columns, look, persons' data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db import connection
from psycopg import sql

from layers.datasets.access import Verb, may
from layers.datasets.columns import Column
from layers.datasets.layer import columns_of
from layers.datasets.personal import Decision, may_be_masked
from layers.datasets.refuges import has_places, why_no_places
from layers.datasets.states import changing
from layers.datasets.styling import Look, look_from_json, styled, suggested
from layers.datasets.tables import qualified
from layers.errors import EditNotAllowed, InvalidParameter
from layers.geometry_types import GeometryType
from layers.layer import AnyUser
from layers.models import Dataset
from layers.styles import palette
from layers.styles.stored import to_json
from territory.personal_data import masked

# What a form may change of the description.
DESCRIBED = (
    *("title", "abstract", "theme", "keywords", "commitments", "source", "source_url"),
    *("cutoff_date", "licence", "attribution"),
)
_AT_ONCE = 1_000


def describe(pk: int, by: AnyUser, values: Mapping[str, Any]) -> Dataset:
    """Say what it is; the fields of ``DESCRIBED``, checked by the caller's form.

    Raises InvalidParameter where a layer of places says that they protect victims.
    """
    with changing(pk, by, "described") as dataset:
        for name in DESCRIBED:
            if name in values:
                setattr(dataset, name, values[name])
        if has_places(dataset) and (reason := why_no_places(dataset.title, ())):
            raise InvalidParameter(reason, parameter="title")
    return dataset


def title_columns(
    pk: int, by: AnyUser, said: Mapping[str, Mapping[str, Any]], title_field: str
) -> Dataset:
    """Give columns their titles, units and descriptions; ``said`` is by the column's name."""
    with changing(pk, by, "columns") as dataset:
        columns = tuple(replace(c, **said.get(c.name, {})) for c in columns_of(dataset))
        _keep(dataset, columns)
        if title_field in {column.name for column in columns}:
            dataset.title_field = title_field
        _restyle(dataset)  # a legend has titles and units in it
    return dataset


def draw(pk: int, by: AnyUser, look: Look) -> Dataset:
    """Draw it so."""
    with changing(pk, by, "styled") as dataset:
        dataset.look = look.to_json()
        _restyle(dataset)
    return dataset


def decide(pk: int, by: AnyUser, decisions: Mapping[str, Decision]) -> Dataset:
    """Decide on columns that look like persons' data.

    Raises EditNotAllowed where a column is to stay as it is and the account isn't a second
    person's: an approver who didn't hand the file in.
    """
    detail = {name: str(decision) for name, decision in decisions.items()}
    with changing(pk, by, "decided", **detail) as dataset:
        for name, decision in decisions.items():
            if name not in dataset.personal_columns:
                raise InvalidParameter(f"La columna «{name[:50]}» no está por decidir.")
            match decision:
                case Decision.DROP:
                    _drop(dataset, name)
                case Decision.MASK:
                    _refuse_half_masked(dataset, name)
                    _mask(dataset, name)
                    dataset.personal_columns[name] = Decision.MASK.value
                case Decision.KEEP:
                    if not may_keep(by, dataset):
                        raise EditNotAllowed(
                            "Que una columna con datos de personas quede como está lo decide otra "
                            "persona, con el papel de aprobar."
                        )
                    dataset.personal_columns[name] = Decision.KEEP.value
    return dataset


def maskable(dataset: Dataset) -> set[str]:
    """The columns of which masking takes out all that is of persons."""
    return {c.name for c in columns_of(dataset) if may_be_masked(c, dataset.report)}


def _refuse_half_masked(dataset: Dataset, name: str) -> None:
    if name not in maskable(dataset):
        raise InvalidParameter(
            f"Toda la columna «{name[:50]}» es de personas: tapar teléfonos, correos y documentos "
            "dejaría lo demás. Quítela.",
            parameter=name,
        )


def may_keep(user: AnyUser, dataset: Dataset) -> bool:
    """Whether the account is the second person who may let such a column stay."""
    return user.pk != dataset.created_by_id and may(user, Verb.APPROVE, dataset)


def _keep(dataset: Dataset, columns: tuple[Column, ...]) -> None:
    dataset.fields = [column.to_json() for column in columns]


def _restyle(dataset: Dataset) -> None:
    """The style anew, by the table's values; a look that no longer fits is suggested again."""
    geometry = GeometryType(dataset.geometry_type)
    if not geometry:
        return
    columns = columns_of(dataset)
    names = {column.name for column in columns} | {""}
    look = look_from_json(dataset.look) if dataset.look else None
    if look is None or look.column not in names:
        look = suggested(dataset.table, geometry, columns, palette.THEME["transport"])
    if look.label not in names:
        look = replace(look, label="")
    dataset.look = look.to_json()
    dataset.style = to_json(styled(look, dataset.table, geometry, columns, dataset.title))


def _drop(dataset: Dataset, name: str) -> None:
    statement = sql.SQL("ALTER TABLE {} DROP COLUMN IF EXISTS {}")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(qualified(dataset.table), sql.Identifier(name)))
    _keep(dataset, tuple(c for c in columns_of(dataset) if c.name != name))
    del dataset.personal_columns[name]
    if dataset.title_field == name:
        dataset.title_field = ""
    _restyle(dataset)


def _mask(dataset: Dataset, name: str) -> None:
    """Write every telephone, e-mail and document number of a column as a mark."""
    statement = sql.SQL("UPDATE {} SET {} = %s, _version = _version + 1 WHERE id = %s")
    update = statement.format(qualified(dataset.table), sql.Identifier(name))
    for changed in _masked(dataset.table, name):
        with connection.cursor() as cursor:
            cursor.executemany(update, changed)


def _masked(table: str, name: str) -> Iterator[list[tuple[str, int]]]:
    """The texts that change, by key, some at a time; only texts that may hold any are read."""
    select = sql.SQL(
        "SELECT id, {name} FROM {table} WHERE id > %s AND {name} ~ '@|[0-9]{{3}}' "
        "ORDER BY id LIMIT %s"
    ).format(name=sql.Identifier(name), table=qualified(table))
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(select, [last, _AT_ONCE])
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [(masked(text), key) for key, text in rows if masked(text) != text]
