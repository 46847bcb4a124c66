"""``ValueSet/$expand``: the codes of a value set, a page at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from ows.fhir.bodies import refuse
from ows.fhir.inputs import Inputs, inputs
from ows.fhir.parts import Part, part
from ows.fhir.service import OF_VERSIONS, Context, context, service
from ows.fhir.shown import PROPERTY_URIS, Shown, needed_supplements, shown
from ows.fhir.using import imported_sets, sets_of, warnings
from ows.fhir.value_sets import asked_set
from ows.formats.outcomes import written
from territory.terminology.composing import Selection, select
from territory.terminology.expanding import Asked, Page, expand
from territory.terminology.versions import SystemVersion

_ECHOED: dict[str, str] = {
    "count": "Integer",
    "offset": "Integer",
    "filter": "String",
    "activeOnly": "Boolean",
    "excludeNested": "Boolean",
    "includeDesignations": "Boolean",
    "includeDefinition": "Boolean",
    "displayLanguage": "Code",
}
PARAMETERS = (
    "url", "valueSet", "valueSetVersion", "property", *_ECHOED, *OF_VERSIONS,
)  # fmt: skip
_R5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion"
_UNCLOSED = "http://hl7.org/fhir/StructureDefinition/valueset-unclosed"
_METADATA = ("url", "version", "name", "title", "status", "experimental", "date", "contained")


@dataclass(frozen=True)
class _Answer:
    """All that an expansion is written of."""

    asked: Inputs
    context: Context
    selection: Selection
    page: Page
    supplements: list[SystemVersion]

    @property
    def language(self) -> str | None:
        return self.asked.text("displayLanguage")


@service("GET", "HEAD", "POST")
def view(request: HttpRequest, slug: str | None = None) -> HttpResponseBase:
    asked = inputs(request, PARAMETERS)
    found = context(request, asked)
    of = asked_set(asked, found, slug)
    named = [*of.supplements, *asked.texts("useSupplement")]
    supplements = needed_supplements(found.library, found.words, named)
    selection = select(found.library, of)
    page = expand(selection, _wanted(asked))
    answer = _Answer(asked, found, selection, page, supplements)
    return written(_resource(answer))


def _wanted(asked: Inputs) -> Asked:
    words = tuple((asked.text("filter") or "").split())
    if len(words) > 10:
        raise refuse("too-costly", "El filtro tiene más de 10 palabras.", 422, "filter")
    return Asked(
        offset=asked.number("offset") or 0,
        count=asked.number("count"),
        words=words,
        active_only=asked.flag("activeOnly") is True,
    )


def _resource(answer: _Answer) -> dict[str, Any]:
    of = answer.selection.set
    told = {
        "url": of.url or None,
        "version": of.version,
        "name": of.name,
        "title": of.title,
        "status": of.status or "active",
        "experimental": of.experimental,
        "date": of.dated_on,
        "contained": list(of.contained.values()) or None,
    }
    found: dict[str, Any] = {"resourceType": "ValueSet"}
    found |= {name: told[name] for name in _METADATA if told[name] is not None}
    found["expansion"] = _expansion(answer)
    return found


def _expansion(answer: _Answer) -> dict[str, Any]:
    asked, page = answer.asked, answer.page
    members = shown(page.concepts, answer.supplements)
    found: dict[str, Any] = {
        "identifier": uuid.uuid4().urn,
        "timestamp": timezone.now().isoformat(),
        "total": page.total,
    }
    extensions = [*_unclosed(answer), *_declared(answer, members)]
    if extensions:
        found = {"extension": extensions, **found}
    if asked.given("count", "offset"):
        found["offset"] = asked.number("offset") or 0
    found["parameter"] = [*_echoed(asked), *_used(answer)]
    contains = [_contained(answer, member) for member in members]
    if contains:
        found["contains"] = contains
    return found


def _echoed(asked: Inputs) -> Iterator[Part]:
    for name, kind in _ECHOED.items():
        value: Any
        if kind == "Boolean":
            value = asked.flag(name)
        elif kind == "Integer":
            value = asked.number(name)
        else:
            value = asked.text(name)
        if value is not None:
            yield part(name, kind, value)
    for name in (*OF_VERSIONS, "property"):
        for text in asked.texts(name):
            yield part(name, "Code" if name == "property" else "Uri", text)


def _used(answer: _Answer) -> Iterator[Part]:
    systems = answer.selection.systems
    for system in systems:
        yield part("used-codesystem", "Uri", system.canonical)
        if system.completeness == "fragment":
            yield part("used-fragment", "Uri", system.canonical)
    for found in imported_sets(answer.selection):
        yield part("used-valueset", "Uri", found.canonical)
    for supplement in answer.supplements:
        yield part("used-supplement", "Uri", supplement.canonical)
    for status, version in (*warnings(systems), *warnings(sets_of(answer.selection))):
        yield part(f"warning-{status}", "Uri", version.canonical)


def _unclosed(answer: _Answer) -> Iterator[dict[str, Any]]:
    """Of what is published in parts there may be more codes than these."""
    for system in answer.selection.systems:
        if system.completeness == "fragment":
            yield {"url": _UNCLOSED, "valueBoolean": True}
            reason = answer.context.words.say("fragment", system=system.url)
            yield {"url": f"{_UNCLOSED}-reason", "valueString": reason}


def _properties(answer: _Answer, member: Shown) -> dict[str, tuple[str, Any]]:
    """Code → kind and value: what is told anyhow, and what was asked for."""
    found = member.extra_properties
    wanted = set(answer.asked.texts("property"))
    for told in member.properties:
        if told["code"] in wanted:
            found.setdefault(told["code"], (told["type"], told["value"]))
    is_wanted = "definition" in wanted or answer.asked.flag("includeDefinition")
    if is_wanted and member.definition is not None:
        found["definition"] = ("String", member.definition)
    return found


def _declared(answer: _Answer, members: list[Shown]) -> Iterator[dict[str, Any]]:
    """R5's ``expansion.property``, as an extension in R4: what codes on this page tell."""
    known = dict(PROPERTY_URIS)
    for system in answer.selection.systems:
        for declared in system.properties:
            if declared.get("uri"):
                known.setdefault(str(declared["code"]), str(declared["uri"]))
    codes = dict.fromkeys(code for member in members for code in _properties(answer, member))
    for code in codes:
        told: list[dict[str, Any]] = [{"url": "code", "valueCode": code}]
        if code in known:
            told.append({"url": "uri", "valueUri": known[code]})
        yield {"url": f"{_R5}.property", "extension": told}


def _contained(answer: _Answer, member: Shown) -> dict[str, Any]:
    concept = member.concept
    properties = [
        {
            "url": f"{_R5}.contains.property",
            "extension": [
                {"url": "code", "valueCode": code},
                {"url": "value", f"value{kind}": value},
            ],
        }
        for code, (kind, value) in _properties(answer, member).items()
    ]
    extensions = [*member.member_extensions, *properties]
    found: dict[str, Any] = {"extension": extensions} if extensions else {}
    found["system"] = concept.system.url
    if concept.is_abstract:
        found["abstract"] = True
    if concept.is_inactive:
        found["inactive"] = True
    found["code"] = concept.code
    display = member.display(answer.language)
    if display is not None:
        found["display"] = display
    if answer.asked.flag("includeDesignations") and member.designations:
        found["designation"] = member.designations
    return found
