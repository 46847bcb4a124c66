"""``ConceptMap/$translate``: what a code is in another catalogue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from ows.fhir.bodies import missing, refuse
from ows.fhir.inputs import Inputs, inputs
from ows.fhir.parts import Part, optional, parameters, part, parts
from ows.fhir.service import OF_VERSIONS, Context, context, service
from ows.formats.outcomes import FhirError, Issue, written
from territory.models import ConceptMap
from territory.terminology.library import visible
from territory.terminology.translating import Mapping, Question, translate
from territory.terminology.versions import MapVersion, handed_in, stored_map

# R5's names, which HL7's tests ask by; the answer is then R5's as well.
_R5 = ("sourceCode", "sourceSystem", "sourceCoding", "targetCode", "targetSystem", "targetCoding")
PARAMETERS = (
    "url", "conceptMap", "conceptMapVersion", "code", "system", "version", "source", "coding",
    "codeableConcept", "target", "targetsystem", "reverse", *_R5, *OF_VERSIONS,
)  # fmt: skip
MOST_CODINGS = 50
# A line that says that there is nothing to translate to.
_NO_MATCH = frozenset({"unmatched", "disjoint"})


@service("GET", "HEAD", "POST")
def view(request: HttpRequest, slug: str | None = None) -> HttpResponseBase:
    asked = inputs(request, PARAMETERS)
    found = context(request, asked)
    maps = _maps(asked, found, slug)
    is_r5 = bool(asked.given(*_R5))
    questions = _r5_questions(asked) if is_r5 else _questions(asked)
    matches = [line for question in questions for line in translate(maps, question)]
    result = any(line.equivalence not in _NO_MATCH for line in matches)
    written_as = _r5_match if is_r5 else _match
    message = None if matches else "Ninguna tabla de correspondencias nombra el código."
    return written(
        parameters(
            part("result", "Boolean", result),
            optional("message", "String", message),
            *(written_as(line, questions[0]) for line in matches),
        )
    )


def _maps(asked: Inputs, found: Context, slug: str | None) -> list[MapVersion]:
    if slug is not None:
        row = visible(ConceptMap, found.user).filter(slug=slug).first()
        if row is None:
            raise missing()
        return [stored_map(row)]
    given = asked.resource("conceptMap", "ConceptMap")
    if given is not None:
        handed = handed_in(given)
        assert isinstance(handed, MapVersion)
        return [handed]
    url, version = asked.text("url"), asked.text("conceptMapVersion")
    maps = found.library.maps(f"{url}|{version}" if url and version else url)
    source, target = asked.text("source"), asked.text("target")
    maps = [
        m for m in maps if source in (None, m.source_scope) and target in (None, m.target_scope)
    ]
    if url and not maps:
        text = f"No existe la tabla de correspondencias «{url}»."
        raise FhirError(Issue("error", "not-found", text, at="url"), 404)
    return maps


def _questions(asked: Inputs) -> list[Question]:
    is_reverse, other = asked.flag("reverse") is True, asked.text("targetsystem")
    if len(asked.given("code", "coding", "codeableConcept")) != 1:
        text = "Se espera uno de estos parámetros: code, coding, codeableConcept."
        raise refuse("required", text, at="code")
    concept, coding = asked.concept("codeableConcept"), asked.coding("coding")
    codings: list[Any]
    if concept is not None:
        codings = concept["coding"]
        if not 0 < len(codings) <= MOST_CODINGS:
            text = f"codeableConcept tiene que tener de 1 a {MOST_CODINGS} códigos."
            raise refuse("invalid", text, at="codeableConcept")
    elif coding is not None:
        codings = [coding]
    else:
        codings = [{"system": asked.required("system"), "code": asked.required("code")}]
    found = []
    for one in codings:
        told = one if isinstance(one, dict) else {}
        system, code = (told.get(name) for name in ("system", "code"))
        if not isinstance(system, str) or not isinstance(code, str):
            raise refuse("invalid", "El código que se traduce necesita system y code.", at="coding")
        found.append(Question(system, code, other, is_reverse))
    return found


def _r5_questions(asked: Inputs) -> list[Question]:
    source, target = asked.coding("sourceCoding") or {}, asked.coding("targetCoding") or {}
    source = {"system": asked.text("sourceSystem"), "code": asked.text("sourceCode")} | source
    target = {"system": asked.text("targetSystem"), "code": asked.text("targetCode")} | target
    mine, other, is_reverse = source, target, False
    if not source["code"]:
        mine, other, is_reverse = target, source, True
    if not mine["code"] or not mine["system"] or (source["code"] and target["code"]):
        text = "Se espera un código de origen o uno de destino, con su catálogo."
        raise refuse("required", text, at="sourceCode")
    return [Question(str(mine["system"]), str(mine["code"]), other["system"], is_reverse)]


def _coding(system: str | None, code: str | None, display: str | None) -> dict[str, str]:
    told = {"system": system, "code": code, "display": display}
    return {name: value for name, value in told.items() if value}


def _of_source(line: Mapping) -> dict[str, str]:
    return _coding(line.source_system, line.source_code, line.source_display)


def _of_target(line: Mapping) -> dict[str, str]:
    return _coding(line.target_system, line.target_code, line.target_display)


def _r5_match(line: Mapping, question: Question) -> Part:
    """The target, whichever side was asked for."""
    return parts(
        "match",
        part("equivalence", "Code", line.equivalence),
        part("concept", "Coding", _of_target(line)) if line.target_code else None,
        part("source", "Coding", _of_source(line)) if question.is_reverse else None,
        part("originMap", "Canonical", line.of.canonical) if line.of.url else None,
        optional("comment", "String", line.comment),
    )


def _match(line: Mapping, question: Question) -> Part:
    """The concept of the other side; what the line can't name is left out."""
    told = _of_source(line) if question.is_reverse else _of_target(line)
    return parts(
        "match",
        part("equivalence", "Code", line.equivalence),
        part("concept", "Coding", told) if told.get("code") else None,
        part("source", "Uri", line.of.canonical) if line.of.url else None,
        optional("comment", "String", line.comment),
    )
