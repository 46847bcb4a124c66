"""The values that a person writes of a zone, checked field by field."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from layers.errors import InvalidParameter
from territory.models import Commitment
from territory.models.placed import SAMPLE_PREFIX

MAX_TITLE = 200
MAX_DESCRIPTION = 4000
MAX_REMARK = 2000
# Line breaks belong into a description; other control characters do not, nor what turns the
# direction of writing, by which a text can show as another.
_KEPT = {"\n", "\t"}
_REFUSED_CATEGORIES = {"Cc", "Cs", "Cn"}
# Letters, numbers, punctuation, symbols: a title of none of them couldn't be seen or followed.
_SEEN = "LNPS"
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def checked_values(
    given: Mapping[str, Any], *, is_sample: bool, whole: bool = False
) -> dict[str, Any]:
    """The values as they are stored; with ``whole`` absent ones get their defaults.

    A sample's title says that it is one, whatever was typed. Raises InvalidParameter, which
    names the field.
    """
    for name in given:
        if name not in _READ:
            raise InvalidParameter(f"El campo «{name[:40]}» no se edita.", parameter=name[:40])
    if whole and "title" not in given:
        raise InvalidParameter("Falta el título.", parameter="title")
    defaults: dict[str, Any] = {"description": "", "commitments": []} if whole else {}
    values = defaults | {name: _READ[name](value) for name, value in given.items()}
    if is_sample and "title" in values:
        values["title"] = _marked(values["title"])
    return values


def _marked(title: str) -> str:
    marked = SAMPLE_PREFIX + title.removeprefix(SAMPLE_PREFIX).strip()
    if len(marked) > MAX_TITLE:
        raise InvalidParameter(
            f"Con «{SAMPLE_PREFIX}» delante tiene {len(marked)} caracteres; "
            f"se admiten {MAX_TITLE}.",
            parameter="title",
        )
    return marked


def _title(value: Any) -> str:
    text = _text(value, "title", MAX_TITLE).replace("\n", " ").replace("\t", " ").strip()
    if not any(unicodedata.category(character)[0] in _SEEN for character in text):
        raise InvalidParameter("El título no puede quedar vacío.", parameter="title")
    return text


def _description(value: Any) -> str:
    return _text(value, "description", MAX_DESCRIPTION).strip()


def checked_remark(value: Any) -> str:
    """What is said with a decision, as it is stored; empty where nothing that shows was written.

    Raises InvalidParameter, which names the field.
    """
    text = _text(value, "remark", MAX_REMARK).strip()
    seen = any(unicodedata.category(character)[0] in _SEEN for character in text)
    return text if seen else ""


def _text(value: Any, name: str, longest: int) -> str:
    if not isinstance(value, str):
        raise InvalidParameter("Se espera un texto.", parameter=name)
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > longest:
        raise InvalidParameter(
            f"Tiene {len(text)} caracteres; se admiten {longest}.", parameter=name
        )
    if any(_is_refused(character) for character in text):
        raise InvalidParameter("Contiene caracteres de control.", parameter=name)
    return text


def _is_refused(character: str) -> bool:
    if character in _KEPT:
        return False
    return unicodedata.category(character) in _REFUSED_CATEGORIES or character in _TURNING


def _commitments(value: Any) -> list[int]:
    if not isinstance(value, list | tuple) or not all(
        isinstance(number, int) and not isinstance(number, bool) for number in value
    ):
        raise InvalidParameter(
            "Se espera una lista de números de compromiso.", parameter="commitments"
        )
    numbers = sorted(set(value))
    known = set(Commitment.objects.values_list("number", flat=True))
    for number in numbers:
        if number not in known:
            raise InvalidParameter(
                f"El plan no tiene el compromiso {number}.", parameter="commitments"
            )
    return numbers


_READ: dict[str, Callable[[Any], Any]] = {
    "title": _title,
    "description": _description,
    "commitments": _commitments,
}
EDITABLE_FIELDS = tuple(_READ)
