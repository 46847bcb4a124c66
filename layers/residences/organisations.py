"""Who gives is an organisation: a person's name isn't kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layers.errors import InvalidParameter
from territory.holders import Holder, classify, publishable

PARAMETER = "organisation"
SHORTEST = 3
_PERSON = (
    "Parece el nombre de una persona: una alianza es de una organización, y nombres de personas "
    "no se guardan."
)
_UNKNOWN = (
    "No se distingue si es una organización: escriba también qué es (asociación, fundación, "
    "empresa, S.A.C., municipalidad, ONG …)."
)
_BOTH = "Tiene también el nombre de una persona: deje solo el de la organización."


def organisation(text: str) -> str:
    """The name of an organisation, as it may be published; raises InvalidParameter."""
    name = " ".join(text.split())
    if len(name) < SHORTEST:
        raise InvalidParameter("Falta el nombre de la organización.", parameter=PARAMETER)
    match classify(name):
        case Holder.PERSON:
            raise InvalidParameter(_PERSON, parameter=PARAMETER)
        case Holder.UNKNOWN:
            raise InvalidParameter(_UNKNOWN, parameter=PARAMETER)
    if publishable(name) != name:
        raise InvalidParameter(_BOTH, parameter=PARAMETER)
    return name


def organisation_problems(record: Any) -> Iterator[InvalidParameter]:
    """The record's name is put in order, or refused."""
    bare = str(record.organisation or "")
    try:
        record.organisation = organisation(bare)
    except InvalidParameter as error:
        yield error
