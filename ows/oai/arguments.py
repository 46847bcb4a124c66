"""What a request asks, held against what its verb takes (OAI-PMH 2.0 §3.1.1 and §4)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from ows.oai.faults import Code, Fault

PREFIX = "oai_dc"
_LONGEST = 2_000
_LONGEST_BODY = 20_000
_FORM = "application/x-www-form-urlencoded"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
# The protocol's own pattern of a set's name.
_SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(?::[A-Za-z0-9\-_.!~*'()]+)*", re.ASCII)


@dataclass(frozen=True)
class Takes:
    """What a verb takes; ``resumes``: a token alone, in place of all else."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    resumes: bool = False


_LISTS = Takes(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), resumes=True)
VERBS: Mapping[str, Takes] = {
    "Identify": Takes(),
    "ListMetadataFormats": Takes(optional=frozenset({"identifier"})),
    "ListSets": Takes(resumes=True),
    "ListIdentifiers": _LISTS,
    "ListRecords": _LISTS,
    "GetRecord": Takes(frozenset({"identifier", "metadataPrefix"})),
}


def asked_of(request: HttpRequest) -> dict[str, str]:
    """The verb and its arguments; raises Fault (badVerb, badArgument)."""
    given = _given(request)
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        named = f"«{verbs[0][:40]}» no es un verbo" if len(verbs) == 1 else "Se espera un verbo"
        raise Fault(Code.BAD_VERB, f"{named}: use uno de {', '.join(VERBS)}.")
    takes = VERBS[verbs[0]]
    known = takes.required | takes.optional | ({"resumptionToken"} if takes.resumes else set())
    asked = {"verb": verbs[0]}
    for name, values in given.lists():
        if name == "verb":
            continue
        if name not in known:
            raise Fault(Code.BAD_ARGUMENT, f"{verbs[0]} no tiene el argumento «{name[:40]}».")
        if len(values) > 1:
            raise Fault(Code.BAD_ARGUMENT, f"El argumento «{name}» está repetido.")
        if not values[0] or len(str(values[0])) > _LONGEST:
            raise Fault(Code.BAD_ARGUMENT, f"El argumento «{name}» está vacío o es muy largo.")
        asked[name] = str(values[0])
    _check_whole(asked, takes)
    return asked


def _given(request: HttpRequest) -> QueryDict:
    """POST's arguments are in its body (§3.1.1.2), those of its address are none."""
    if request.method != "POST":
        return request.GET
    if request.content_type != _FORM and request.body:
        raise Fault(Code.BAD_ARGUMENT, f"Por POST los argumentos van como {_FORM}.")
    if len(request.body) > _LONGEST_BODY:
        raise Fault(Code.BAD_ARGUMENT, "La petición es muy larga.")
    return request.POST


def _check_whole(asked: Mapping[str, str], takes: Takes) -> None:
    if "resumptionToken" in asked:
        if len(asked) > 2:
            raise Fault(Code.BAD_ARGUMENT, "resumptionToken va solo con su verbo.")
        return
    for name in sorted(takes.required - asked.keys()):
        raise Fault(Code.BAD_ARGUMENT, f"Falta el argumento «{name}».")
    if "set" in asked and not _SET.fullmatch(asked["set"]):
        raise Fault(Code.BAD_ARGUMENT, "set: no es un nombre de conjunto.")


def span_of(asked: Mapping[str, str]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """From when on, and before when, in UTC; raises Fault.

    Both ends are within what is asked, at the granularity in which they are written: the day, or
    the second. Both have to be written alike.
    """
    since, until = asked.get("from"), asked.get("until")
    first, last = _moment("from", since), _moment("until", until)
    if since and until and len(since) != len(until):
        raise Fault(Code.BAD_ARGUMENT, "from y until tienen que tener la misma granularidad.")
    if first and last and first > last:
        raise Fault(Code.BAD_ARGUMENT, "from es posterior a until.")
    if last is None:
        return first, None
    step = dt.timedelta(days=1) if _DAY.fullmatch(until or "") else dt.timedelta(seconds=1)
    try:
        return first, last + step
    except OverflowError:
        return first, None


def _moment(name: str, text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    if not (_DAY.fullmatch(text) or _SECOND.fullmatch(text)):
        raise Fault(Code.BAD_ARGUMENT, f"{name}: se espera AAAA-MM-DD o AAAA-MM-DDThh:mm:ssZ.")
    try:
        return dt.datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=dt.UTC)
    except ValueError:
        raise Fault(Code.BAD_ARGUMENT, f"{name}: esa fecha no existe.") from None
