"""Agreements and consultations by their words: no layer shows them, their pages do."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, QuerySet, SmallIntegerField, TextField, Value
from django.db.models.functions import Cast

from layers.layer import AnyUser
from layers.searching.asked import Asked
from layers.searching.hits import Hit, Match
from territory.addresses import on_site
from territory.models import Agreement, Consultation
from territory.names import fold
from territory.participation.processes.seen import seen
from territory.unaccent import Unaccented

AGREEMENTS, CONSULTATIONS = "agreements", "consultations"
TITLES = {
    CONSULTATIONS: Consultation._meta.verbose_name_plural or "",
    AGREEMENTS: Agreement._meta.verbose_name_plural or "",
}
_MOST_LETTERS = 160


def find_processes(asked: Asked, user: AnyUser, limit: int, among: set[str]) -> list[Hit]:
    """Those that have all the words, up to ``limit`` of each kind; one query, by indexes.

    None for what is too short to be looked for.
    """
    if not asked.may_be_name or not among:
        return []
    questions = []
    if CONSULTATIONS in among:
        rows = _with_words(seen(Consultation, user), "title", asked)
        nowhere = Value(0, SmallIntegerField()), Value("", TextField())
        questions.append(_listed(rows, CONSULTATIONS, "title", F("slug"), *nowhere)[:limit])
    if AGREEMENTS in among:
        rows = _with_words(seen(Agreement, user), "text", asked)
        where = F("session__forum__slug"), F("session__number"), F("session__forum__name")
        questions.append(_listed(rows, AGREEMENTS, "text", *where)[:limit])
    found = questions[0].union(*questions[1:]) if len(questions) > 1 else questions[0]
    return [_hit(asked, *row) for row in found]


def _with_words(rows: QuerySet[Any], name: str, asked: Asked) -> QuerySet[Any]:
    rows = rows.alias(folded=Unaccented(name))
    for word in asked.words:
        rows = rows.filter(folded__contains=word)
    return rows.order_by("pk")


def _listed(
    rows: QuerySet[Any], kind: str, name: str, slug: Any, number: Any, detail: Any
) -> QuerySet[Any, Any]:
    return rows.values_list(
        Value(kind, CharField()),
        Cast(name, TextField()),
        Cast(slug, TextField()),
        number,
        Cast(detail, TextField()),
        "is_sample",
    )


def _hit(
    asked: Asked, kind: str, name: str, slug: str, number: int, detail: str, is_sample: bool
) -> Hit:
    plain = fold(name)
    match = Match.WITHIN
    if plain.startswith(asked.name):
        match = Match.NAME if plain == asked.name else Match.BEGINNING
    title = name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"
    if kind == CONSULTATIONS:
        single = Consultation._meta.verbose_name or ""
        address = f"/participar/consultas/{slug}/"
    else:
        single = Agreement._meta.verbose_name or ""
        address = f"/participar/espacios/{slug}/#sesion-{number}"
    return Hit(kind, match, single, title, detail, on_site(address), is_sample)
