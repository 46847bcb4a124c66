"""The ways in which rows answer to what is asked, as conditions of which each reads an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from layers.searching.asked import Asked
from layers.searching.hits import Match
from territory.models.searched import PREFIX_LENGTH, Searched
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))

Sql = tuple[str, list[Any]]
# Misspelt word → words of names that resemble it.
Meant = Mapping[str, Sequence[str]]


def questions_of(
    searched: Searched, asked: Asked, source: str, meant: Meant
) -> Iterator[tuple[Match, Sql]]:
    """Every way in which a row of ``source`` may answer: what it then is, and the condition."""
    for index, code in enumerate(searched.codes):
        if not asked.may_be(code):
            continue
        column = f"code_{index}"
        yield Match.CODE, (_SQL["code"].format(code=column), [asked.spellings(code)])
        if asked.begins_code:
            begins = _SQL["code_beginning"].format(code=column)
            yield Match.BEGINNING, (begins, [f"{_literal(asked.text)}%"])
    if not asked.may_be_name:
        return
    start = asked.name[:PREFIX_LENGTH]
    same = _SQL["name"].format(beginning=PREFIX_LENGTH)
    yield Match.NAME, (same, [start, asked.name])
    begins = _SQL["name_beginning"].format(beginning=PREFIX_LENGTH)
    yield Match.BEGINNING, (begins, [f"{_literal(start)}%", f"{_literal(asked.name)}%"])
    within = _all_of(asked.words)
    yield Match.WITHIN, within
    tried = [within]
    for similar in _similar(searched, asked, meant):
        yield Match.SIMILAR, _unless(tried, similar, source)
        tried.append(similar)


def _unless(tried: Sequence[Sql], condition: Sql, source: str) -> Sql:
    """The condition, where no row answers to those tried before it."""
    first = [(_SQL["unless"].format(source=source, condition=text), v) for text, v in tried]
    return joined([*first, (f"({condition[0]})", condition[1])], " AND ")


def _all_of(words: Sequence[str]) -> Sql:
    return joined([(_SQL["word"], [f"%{_literal(word)}%"]) for word in words], " AND ")


def _similar(searched: Searched, asked: Asked, meant: Meant) -> Iterator[Sql]:
    """A likeness of letters; of long names the words that are meant, then all words but one."""
    if not asked.may_be_misspelt:
        return
    if searched.resembles:
        yield _SQL["resembling"], [" ".join(asked.words)]
        return
    if meant:
        yield _meant(asked, meant)
    if len(asked.words) > 1:
        fewer = combinations(asked.words, len(asked.words) - 1)
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
