"""``CodeSystem/$lookup`` and ``CodeSystem/$subsumes``."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase

from ows.fhir.bodies import missing, refuse
from ows.fhir.inputs import Inputs, inputs
from ows.fhir.parts import Part, optional, parameters, part, parts
from ows.fhir.service import OF_VERSIONS, Context, context, service
from ows.fhir.shown import Shown, needed_supplements, shown
from ows.formats.outcomes import FhirError, Issue, written
from territory.models import CodeSystem
from territory.terminology.expanding import Concept
from territory.terminology.finding import find, neighbours, relation
from territory.terminology.library import visible
from territory.terminology.versions import SystemVersion, stored_system

LOOKUP = ("code", "system", "version", "coding", "displayLanguage", "property", *OF_VERSIONS)
SUBSUMES = ("codeA", "codeB", "codingA", "codingB", "system", "version", *OF_VERSIONS)


@service("GET", "HEAD", "POST")
def lookup(request: HttpRequest, slug: str | None = None) -> HttpResponseBase:
    asked = inputs(request, LOOKUP)
    found = context(request, asked)
    coding = asked.coding("coding") or {}
    if coding and asked.given("code"):
        raise refuse("invalid", "Se espera code o coding, no los dos.", at="coding")
    code = coding.get("code") or asked.required("code")
    system = _system(asked, found, slug, coding)
    concept = _concept(system, str(code), found)
    supplements = needed_supplements(found.library, found.words, asked.texts("useSupplement"))
    member = shown([concept], supplements)[0]
    language = asked.text("displayLanguage")
    wanted = set(asked.texts("property")) or {"*"}
    return written(
        parameters(
            part("name", "String", system.name or system.title or system.url),
            optional("version", "String", system.version),
            part("display", "String", member.display(language) or concept.code),
            part("code", "Code", concept.code),
            part("system", "Uri", system.url),
            part("abstract", "Boolean", concept.is_abstract),
            optional("definition", "String", member.definition),
            *_designations(member, wanted),
            *_properties(member, wanted),
        )
    )


@service("GET", "HEAD", "POST")
def subsumes(request: HttpRequest, slug: str | None = None) -> HttpResponseBase:
    asked = inputs(request, SUBSUMES)
    found = context(request, asked)
    codings = [asked.coding(name) for name in ("codingA", "codingB")]
    if any(codings) and not all(codings):
        raise refuse("required", "Se esperan codingA y codingB, o codeA y codeB.", at="codingA")
    concepts = []
    for name, coding in zip(("codeA", "codeB"), codings, strict=True):
        told = coding or {}
        system = _system(asked, found, slug, told)
        code = told.get("code") or asked.required(name)
        concepts.append(_concept(system, str(code), found))
    one, other = concepts
    if one.system.canonical != other.system.canonical:
        raise refuse(
            "invalid", "Los dos códigos tienen que ser del mismo catálogo.", 422, "codingB"
        )
    return written(parameters(part("outcome", "Code", str(relation(one, other)))))


def _system(
    asked: Inputs, found: Context, slug: str | None, coding: dict[str, object]
) -> SystemVersion:
    if slug is not None:
        row = visible(CodeSystem, found.user).filter(slug=slug).first()
        if row is None:
            raise missing()
        return stored_system(row)
    system = coding.get("system") or asked.required("system")
    version = coding.get("version") or asked.text("version")
    return found.library.system(str(system), str(version) if version else None)


def _concept(system: SystemVersion, code: str, found: Context) -> Concept:
    concept = find(system, code)
    if concept is None:
        name = "Unknown_Code_in_Version"
        of_version = found.words.version(system.version)
        text = found.words.say(name, code=code, system=system.url, of_version=of_version)
        issue = Issue("error", "not-found", text, "invalid-code", name, "code")
        raise FhirError(issue, 404)
    return concept


def _designations(member: Shown, wanted: set[str]) -> Iterator[Part]:
    for found in member.designations:
        language = found.get("language")
        if not wanted & {"*", "designation", f"lang.{language}"}:
            continue
        yield parts(
            "designation",
            optional("language", "Code", language),
            optional("use", "Coding", found.get("use")),
            part("value", "String", found.get("value") or ""),
        )


def _properties(member: Shown, wanted: set[str]) -> Iterator[Part]:
    everything = "*" in wanted
    if everything or wanted & {"parent", "child"}:
        for way, code, display in neighbours(member.concept):
            if everything or way in wanted:
                yield _property(way, "Code", code, display)
    if everything or "inactive" in wanted:
        yield _property("inactive", "Boolean", member.concept.is_inactive)
    for found in member.properties:
        if found["code"] != "inactive" and (everything or found["code"] in wanted):
            yield _property(found["code"], found["type"], found["value"])


def _property(code: str, kind: str, value: object, description: str | None = None) -> Part:
    return parts(
        "property",
        part("code", "Code", code),
        part("value", kind, value),
        optional("description", "String", description),
    )
