"""Rows of layers by a code or a name: one statement, whatever the number of layers.

The statement joins bounded questions, several for each layer, of which each reads an index and
stops at its limit; which rows are the best is decided among what they bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import (
    CharField,
    F,
    Func,
    IntegerField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.functional import Promise

from layers import registry
from layers.layer import AnyUser, Layer
from layers.searching.asked import Asked
from layers.searching.questions import Meant, Question, Sql, joined, questions_of
from layers.sql import sql_and_params
from territory.models.searched import Searched
from territory.sql import read_statements
from territory.vocabulary import unknown_words

_SQL = read_statements(Path(__file__).with_suffix(".sql"))

# As many districts as nearly every thing has that has several.
_ROWS_A_THING = 4

# Layer name → the layer that was read, and what it gave: to ask for a model takes making a query.
_known: dict[str, tuple[Layer, SearchedLayer | None]] = {}


# By identity, since what was written for a layer is kept.
@dataclass(frozen=True, eq=False)
class SearchedLayer:
    """A layer whose rows are found.

    ``place`` is the path of the ubigeo that a row declares, or of all of its units' as one text.
    """

    layer: Layer
    searched: Searched
    title: str | Promise
    titles: str | Promise
    place: str

    @property
    def records(self) -> str:
        """The label of its model."""
        return str(self.layer.rows(AnonymousUser()).model._meta.label_lower)


@dataclass(frozen=True)
class FoundRow:
    """A row as the statement gives it; ``longitude`` and ``latitude`` of a point inside it.

    ``place``: its ubigeos, separated by spaces. ``sheet``: the path of its own page on the site;
    None where it has none.
    Rows of one ``thing`` (an investment in several districts) are one answer.
    """

    layer: int
    match: int
    fid: str
    thing: str
    name: str
    code: str
    is_sample: bool
    place: str | None
    sheet: str | None
    longitude: float | None
    latitude: float | None


def searched_layers() -> tuple[SearchedLayer, ...]:
    """The zones, and each layer whose model says what its rows are found by."""
    found = map(_searched_layer, registry.LAYERS)
    return tuple(where for where in found if where is not None)


def find_rows(
    asked: Asked, user: AnyUser, limit: int, among: Sequence[SearchedLayer]
) -> list[FoundRow]:
    """The rows that this user may see, up to ``limit`` of each layer and way of answering.

    Of things that have several rows more are read, so that one doesn't crowd out the others.
    """
    statement, parameters = search_statement(asked, user, limit, among, meant(asked, among))
    if not statement:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [FoundRow(*row) for row in cursor.fetchall()]


def meant(asked: Asked, among: Sequence[SearchedLayer]) -> Meant:
    """Word that no long name has → words of long names that resemble it, by one query at most."""
    records = [where.records for where in among if not where.searched.resembles]
    return unknown_words(asked.words, records)


def places_of(
    things: Mapping[int, Iterable[str]], user: AnyUser, among: Sequence[SearchedLayer]
) -> dict[tuple[int, str], list[str]]:
    """(Layer, thing) → the ubigeos that its rows declare; one query, of things of several rows."""
    branches: list[QuerySet[Any]] = []
    for index, names in things.items():
        where = among[index]
        rows = where.layer.rows(user).order_by()
        branches.append(
            rows.filter(**{f"{where.searched.thing}__in": sorted(names)}).values_list(
                Value(index, IntegerField()),
                Cast(where.searched.thing, TextField()),
                Cast(where.place, TextField()),
            )
        )
    if not branches:
        return {}
    found: dict[tuple[int, str], list[str]] = {}
    for index, thing, place in branches[0].union(*branches[1:]):
        if place:
            found.setdefault((index, thing), []).append(place)
    return {key: sorted(places) for key, places in found.items()}


def search_statement(
    asked: Asked,
    user: AnyUser,
    limit: int,
    among: Sequence[SearchedLayer],
    meant: Meant | None = None,
) -> Sql:
    """The one statement and its parameters; an empty one where nothing can be asked."""
    named: list[Sql] = []
    answers: list[Sql] = []
    for index, where in enumerate(among):
        if not where.layer.visible(user):
            continue
        questions = list(questions_of(where.searched, asked, meant or {}))
        if not questions:
            continue
        rows, parameters = _rows_of(where, user)
        named.append((_SQL["source"].format(source=f"source_{index}", rows=rows), parameters))
        most = limit * _ROWS_A_THING if where.searched.thing else limit
        tried: list[str] = []
        for question in questions:
            asking = _asking(question, index, tried, most)
            if question.in_turn:
                found = f"found_{index}_{len(tried)}"
                tried.append(found)
                text = _SQL["asked_once"].format(found=found, question=asking[0])
                named.append((text, asking[1]))
                asking = (_SQL["found"].format(found=found), [])
            answers.append((f"({asking[0]})", asking[1]))
    if not answers:
        return "", []
    tables, tables_parameters = joined(named, ", ")
    union, parameters = joined(answers, " UNION ALL ")
    statement = _SQL["whole"].format(tables=tables, answers=union)
    return statement, tables_parameters + parameters


def _asking(question: Question, layer: int, tried: Sequence[str], most: int) -> Sql:
    """The rows that answer to a question, if none was found of those ``tried`` before it."""
    condition, values = question.condition
    if question.in_turn:
        nothing = [_SQL["nothing"].format(found=found) for found in tried]
        condition = " AND ".join([*nothing, f"({condition})"])
    match, said = _match(question)
    text = _SQL["question"].format(
        layer=layer,
        match=match,
        source=f"source_{layer}",
        condition=condition,
        order=question.order,
    )
    return text, [*said, *values, most]


def _match(question: Question) -> Sql:
    match = question.match
    return match if isinstance(match, tuple) else (str(int(match)), [])


def _searched_layer(layer: Layer) -> SearchedLayer | None:
    known = _known.get(layer.name)
    if known is None or known[0] is not layer:
        known = _known[layer.name] = (layer, _read_model(layer))
    return known[1]


def _read_model(layer: Layer) -> SearchedLayer | None:
    model: Any = layer.rows(AnonymousUser()).model
    searched: Searched | None = getattr(model, "searched", None)
    if searched is None:
        return None
    meta = model._meta
    spans = getattr(model, "spans", "")
    placed = "ubigeos" if spans else "declared_unit_id"
    place = searched.place or placed
    return SearchedLayer(layer, searched, meta.verbose_name, meta.verbose_name_plural, place)


def _rows_of(where: SearchedLayer, user: AnyUser) -> Sql:
    """The rows that this user may see, with what is asked and what is shown of each."""
    if where.layer.same_for_everyone:
        return _public_rows(where)
    return _rows_sql(where, user)


@cache
def _public_rows(where: SearchedLayer) -> Sql:
    # To write it takes longer than to run it.
    return _rows_sql(where, AnonymousUser())


def _rows_sql(where: SearchedLayer, user: AnyUser) -> Sql:
    codes = where.searched.codes
    empty = Value("", output_field=CharField())
    known = [NullIf(F(code.field), empty) for code in codes]
    rows = where.layer.rows(user).order_by()
    statement, parameters = sql_and_params(
        rows.values(
            found_fid=Cast("pk", TextField()),
            found_thing=Cast(where.searched.thing or "pk", TextField()),
            found_name=F(where.searched.name),
            found_code=Coalesce(*known, empty) if known else empty,
            found_sample=F("is_sample"),
            found_place=F(where.place),
            found_sheet=_sheet(where.layer),
            found_geom=_shape(where.layer.geom),
            **{f"code_{index}": F(code.field) for index, code in enumerate(codes)},
        )
    )
    return statement, list(parameters)


def _shape(path: str) -> Func:
    """The geometry, of the one type that all layers' have in a union."""
    return Func(F(path), template="%(expressions)s::geometry", output_field=TextField())


def _sheet(layer: Layer) -> Func:
    """The path of a row's own page, with its values in it; NULL where the row lacks one of them."""
    parts: list[Any] = []
    for text, name, _format, _conversion in Formatter().parse(layer.sheet):
        parts.append(Value(text, TextField()))
        if name:
            path = "pk" if name == "fid" else layer.field(name).path
            parts.append(Cast(path, TextField()))
    empty = Value("", output_field=TextField())
    whole = Func(
        *(parts or [empty, empty]),
        template="(%(expressions)s)",
        arg_joiner=" || ",
        output_field=TextField(),
    )
    return NullIf(whole, empty)
