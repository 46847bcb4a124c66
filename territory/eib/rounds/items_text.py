"""The questions of an instrument as a person types them: CSV, a line for each answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from territory.eib.rounds.items import Choice, Item, Link, Respondent, items_of

COLUMNS = ("item", "eslabon", "responde", "pregunta", "respuesta", "texto", "favorable")
LINKS = {
    "formacion": Link.TRAINING,
    "materiales": Link.MATERIALS,
    "uso": Link.USE,
    "familias": Link.FAMILIES,
}
RESPONDENTS = {
    "docentes": Respondent.TEACHERS,
    "servicios": Respondent.SERVICES,
    "aulas": Respondent.CLASSROOMS,
    "familias": Respondent.FAMILIES,
}
_FAVOURABLE = {"si": True, "sí": True, "no": False}
MOST_LINES = 700


def typed_items(stored: Iterable[dict[str, Any]]) -> str:
    """What ``read_items`` reads back."""
    links = {value: word for word, value in LINKS.items()}
    respondents = {value: word for word, value in RESPONDENTS.items()}
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in items_of(stored):
        of_item = (item.code, links[Link(item.link)], respondents[Respondent(item.respondent)])
        for answer in item.answers:
            favourable = "si" if answer.favourable else "no"
            writer.writerow((*of_item, item.text, answer.code, answer.text, favourable))
    return file.getvalue()


def read_items(text: str) -> list[Item]:
    """The questions in the order of their first lines; raises ValueError, in words for people.

    What the questions themselves may be is ``items.faults_of``'s to say.
    """
    lines = csv.reader(io.StringIO(text.strip(), newline=""), delimiter=";", strict=True)
    found: dict[str, list[list[str]]] = {}
    try:
        header = [name.strip().casefold() for name in next(lines, [])]
        if tuple(header) != COLUMNS:
            raise ValueError(f"La primera línea es: {';'.join(COLUMNS)}")
        for number, cells in enumerate(lines, start=2):
            if not any(map(str.strip, cells)):
                continue
            if number > MOST_LINES:
                raise ValueError(f"Son más de {MOST_LINES} líneas.")
            if len(cells) != len(COLUMNS):
                raise ValueError(f"La línea {number} tiene {len(cells)} celdas, no {len(COLUMNS)}.")
            row = [" ".join(cell.split()) for cell in cells]
            _check_words(number, row)
            found.setdefault(row[0], []).append([str(number), *row])
    except csv.Error as error:
        raise ValueError(f"Hay comillas sin cerrar cerca de la línea {lines.line_num}.") from error
    return [_item(rows) for rows in found.values()]


def _check_words(number: int, row: list[str]) -> None:
    for at, words in ((1, LINKS), (2, RESPONDENTS), (6, _FAVOURABLE)):
        if row[at].casefold() not in words:
            listed = ", ".join(words)
            raise ValueError(f"Línea {number}, {COLUMNS[at]}: se espera una de {listed}.")


def _item(rows: list[list[str]]) -> Item:
    """The lines of one question, each with its number first."""
    number, code, link, respondent, text, *_answer = rows[0]
    for other, *cells in rows[1:]:
        if [cells[1].casefold(), cells[2].casefold(), cells[3]] != [
            link.casefold(),
            respondent.casefold(),
            text,
        ]:
            raise ValueError(f"La línea {other} cambia la pregunta de la línea {number}.")
    answers = [Choice(row[5], row[6], _FAVOURABLE[row[7].casefold()]) for row in rows]
    return Item(
        code, LINKS[link.casefold()], RESPONDENTS[respondent.casefold()], text, tuple(answers)
    )
