"""The ways in which rows answer to what is asked, as conditions of which each reads an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from layers.searching.asked import Asked
from layers.searching.hits import Match
from territory.models.searched import PREFIX_LENGTH, Searched
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))

Sql = tuple[str, list[Any]]
# Word that no long name has → words of long names that resemble it.
Meant = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Question:
    """One way in which a row may answer: what it then is, and the condition.

    ``match`` is one, or an expression that says which. ``order``: which rows are the first of those
    that answer, empty where that is all one. ``in_turn``: the questions of a layer that are so are
    asked one after the other, each only where those before it found nothing.
    """

    match: Match | Sql
    condition: Sql
    in_turn: bool = False
    order: str = ""


def questions_of(searched: Searched, asked: Asked, meant: Meant) -> Iterator[Question]:
    """Every way in which a row of a layer may answer."""
    yield from _codes(searched, asked)
    if not asked.may_be_name:
        return
    if len(asked.name) < PREFIX_LENGTH:
        yield _beginning_or_name(asked.name)
    else:
        yield Question(Match.NAME, _same_name(asked.name))
        yield Question(Match.BEGINNING, _name_beginning(asked.name))
    if searched.resembles or not meant:
        yield Question(Match.WITHIN, _all_of(asked.words), in_turn=True)
    for similar in _similar(searched, asked, meant):
        yield Question(Match.SIMILAR, similar, in_turn=True)


def _codes(searched: Searched, asked: Asked) -> Iterator[Question]:
    for index, code in enumerate(searched.codes):
        if not asked.may_be(code):
            continue
        column = f"code_{index}"
        same = _SQL["code"].format(code=column), [asked.spellings(code)]
        yield Question(Match.CODE, same)
        if asked.begins_code:
            begins = _SQL["code_beginning"].format(code=column)
            yield Question(Match.BEGINNING, (begins, [f"{_literal(asked.text)}%"]))


def _beginning_or_name(name: str) -> Question:
    """Both by one reading of an index; a statement is planned for longer than it runs."""
    which = _SQL["match_of_beginning"].format(name=int(Match.NAME), beginning=int(Match.BEGINNING))
    order = _SQL["by_beginning"].format(beginning=PREFIX_LENGTH)
    return Question((which, [name]), _name_beginning(name), order=order)


def _same_name(name: str) -> Sql:
    start = name[:PREFIX_LENGTH]
    same: Sql = _SQL["name"].format(beginning=PREFIX_LENGTH), [start]
    return joined([same, (_SQL["whole_name"], [name])], " AND ")


def _name_beginning(name: str) -> Sql:
    start = name[:PREFIX_LENGTH]
    begins: Sql = _SQL["name_beginning"].format(beginning=PREFIX_LENGTH), [f"{_literal(start)}%"]
    if len(name) <= PREFIX_LENGTH:
        return begins
    return joined([begins, (_SQL["whole_beginning"], [name])], " AND ")


def _all_of(words: Sequence[str]) -> Sql:
    return joined([(_SQL["word"], [f"%{_literal(word)}%"]) for word in words], " AND ")


def _similar(searched: Searched, asked: Asked, meant: Meant) -> Iterator[Sql]:
    """A likeness of letters; of long names the words that are meant, then all words but one."""
    if not asked.may_be_misspelt:
        return
    if searched.resembles:
        yield _SQL["resembling"], [" ".join(asked.words)]
        return
    if meant and all(meant.values()):
        yield _meant(asked, meant)
    # Without those that no name has, since none has the others with them.
    fewer = [
        words
        for words in combinations(asked.words, len(asked.words) - 1)
        if words and not meant.keys() & set(words)
    ]
    if fewer:
        yield _any_of([_all_of(words) for words in fewer])


def _meant(asked: Asked, meant: Meant) -> Sql:
    """All words, for a misspelt one any that it may be meant for."""
    return joined(
        [_any_of([_all_of([w]) for w in meant.get(word, [word])]) for word in asked.words], " AND "
    )


def _any_of(ways: Sequence[Sql]) -> Sql:
    text, values = joined([(f"({text})", values) for text, values in ways], " OR ")
    return f"({text})", values


def _literal(text: str) -> str:
    """The text as LIKE takes it for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def joined(pieces: Sequence[Sql], by: str) -> Sql:
    """The pieces with ``by`` between them, and the values of all."""
    return by.join(text for text, _ in pieces), [value for _, values in pieces for value in values]
