"""``$validate-code`` of value sets and of code systems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from ows.fhir.bodies import missing, refuse
from ows.fhir.coding_checks import Coding, Rules, Verdict, check, in_set_remarks
from ows.fhir.inputs import Inputs, inputs
from ows.fhir.parts import optional, parameters, part
from ows.fhir.service import OF_VERSIONS, Context, context, service
from ows.fhir.shown import needed_supplements
from ows.fhir.using import sets_of, status_issues
from ows.fhir.value_sets import asked_set
from ows.formats.outcomes import Issue, outcome, written
from territory.models import CodeSystem
from territory.terminology.composing import Selection, select
from territory.terminology.library import split, visible
from territory.terminology.versions import SetVersion, SystemVersion

_OF_CODE = ("code", "display", "coding", "codeableConcept", "abstract", "displayLanguage")
_MODES = ("lenient-display-validation", "activeOnly", "inferSystem")
OF_SET = (
    "url", "valueSet", "valueSetVersion", "system", "systemVersion", *_OF_CODE, *_MODES,
    *OF_VERSIONS,
)  # fmt: skip
OF_SYSTEM = ("url", "codeSystem", "version", "system", *_OF_CODE, *_MODES[:1], *OF_VERSIONS)
MOST_CODINGS = 20
# Of these warnings the answer's ``message`` tells as well.
_TOLD = ("INACTIVE_CONCEPT_FOUND", "DEPRECATED_CONCEPT_FOUND")


@service("GET", "HEAD", "POST")
def in_value_set(request: HttpRequest, slug: str | None = None) -> HttpResponseBase:
    asked = inputs(request, OF_SET)
    found = context(request, asked)
    of = asked_set(asked, found, slug)
    named = [*of.supplements, *asked.texts("useSupplement")]
    supplements = needed_supplements(found.library, found.words, named)
    selection = select(found.library, of)
    rules = _rules(asked, found, selection, supplements)
    codings = _codings(asked, asked.text("system"), asked.text("systemVersion"))
    if asked.flag("inferSystem"):
        codings = [_inferred(coding, selection) for coding in codings]
    return written(_answer(asked, rules, codings, sets_of(selection)))


@service("GET", "HEAD", "POST")
def in_code_system(request: HttpRequest, slug: str | None = None) -> HttpResponseBase:
    asked = inputs(request, OF_SYSTEM)
    found = context(request, asked)
    given = asked.resource("codeSystem", "CodeSystem")
    url, version = asked.text("url") or asked.text("system"), asked.text("version")
    if slug is not None:
        row = visible(CodeSystem, found.user).filter(slug=slug).first()
        if row is None:
            raise missing()
        url, version = row.url, row.version
    elif given is not None:
        found.library.add(given)
        url, version = given.get("url"), given.get("version")
    elif url is None and not asked.given("coding", "codeableConcept"):
        raise refuse("required", "Falta el parámetro «url».", at="url")
    named = asked.texts("useSupplement")
    supplements = needed_supplements(found.library, found.words, named)
    rules = _rules(asked, found, None, supplements)
    if url and not version:
        url, version = split(url)
    codings = _codings(asked, url, version)
    return written(_answer(asked, rules, codings, []))


def _rules(
    asked: Inputs, found: Context, selection: Selection | None, supplements: list[SystemVersion]
) -> Rules:
    return Rules(
        found.library,
        found.words,
        selection,
        tuple(supplements),
        asked.text("displayLanguage"),
        is_lenient=asked.flag("lenient-display-validation") is True,
        allows_abstract=asked.flag("abstract") is not False,
        active_only=selection is not None and asked.flag("activeOnly") is True,
    )


def _codings(asked: Inputs, system: str | None, version: str | None) -> list[Coding]:
    """What is to be checked: a code, a Coding, or each of a CodeableConcept."""
    if len(asked.given("code", "coding", "codeableConcept")) != 1:
        text = "Se espera uno de estos parámetros: code, coding, codeableConcept."
        raise refuse("required", text, at="code")
    code = asked.text("code")
    if code is not None:
        return [Coding(system, version, code, asked.text("display"), "code")]
    coding = asked.coding("coding")
    if coding is not None:
        return [_of_json(coding, "Coding", system, version)]
    concept = asked.concept("codeableConcept") or {}
    inner = concept["coding"]
    if not inner or len(inner) > MOST_CODINGS:
        text = f"codeableConcept tiene que tener de 1 a {MOST_CODINGS} códigos."
        raise refuse("invalid", text, at="codeableConcept")
    return [
        _of_json(found, f"CodeableConcept.coding[{number}]", None, None)
        for number, found in enumerate(inner)
    ]


def _of_json(found: Any, at: str, system: str | None, version: str | None) -> Coding:
    told = found if isinstance(found, dict) else {}
    own_system, own_version, code, display = (
        _text(told, name, at) for name in ("system", "version", "code", "display")
    )
    if not code:
        raise refuse("required", f"«{at}» no tiene código.", at=at)
    same = own_system is None or own_system == system
    return Coding(
        own_system or system, own_version or (version if same else None), code, display, at
    )


def _text(told: dict[str, Any], name: str, at: str) -> str | None:
    value = told.get(name)
    if value is not None and (not isinstance(value, str) or "\0" in value):
        raise refuse("invalid", f"«{at}.{name}» no es un texto.", at=f"{at}.{name}")
    return value


def _inferred(coding: Coding, selection: Selection) -> Coding:
    """With the system that the set draws on, where there is one only."""
    urls = {system.url for system in selection.systems}
    return replace(coding, system=urls.pop()) if not coding.system and len(urls) == 1 else coding


def _answer(
    asked: Inputs, rules: Rules, codings: list[Coding], sets: list[SetVersion]
) -> dict[str, Any]:
    verdicts = [check(coding, rules) for coding in codings]
    is_in_set = any(verdict.is_in_set for verdict in verdicts)
    issues = list(_issues(verdicts, rules, sets, is_in_set=is_in_set))
    best = next((v for v in verdicts if v.is_valid), None)
    best = best or next((v for v in verdicts if v.member is not None), verdicts[0])
    member, system = best.member, best.system
    wrong = [issue for issue in issues if issue.severity == "error"]
    told = wrong or [issue for issue in issues if issue.name in _TOLD]
    right = member.concept.code if member is not None else best.coding.code
    concept = asked.concept("codeableConcept")
    return parameters(
        part("result", "Boolean", not wrong),
        optional("message", "String", "; ".join(issue.text for issue in told) or None),
        part("code", "Code", best.coding.code),
        optional("normalized-code", "Code", right if right != best.coding.code else None),
        optional("system", "Uri", best.coding.system),
        optional("version", "String", system.version if system is not None else None),
        optional("display", "String", member.display(rules.language) if member else None),
        optional("inactive", "Boolean", True if member and member.concept.is_inactive else None),
        optional("status", "Code", _status(best)),
        optional("codeableConcept", "CodeableConcept", concept),
        optional("x-caused-by-unknown-system", "Canonical", best.unknown_system),
        {"name": "issues", "resource": outcome(issues)} if issues else None,
    )


def _status(verdict: Verdict) -> str | None:
    """What the code's own properties call its state, beyond being in use or not."""
    status = verdict.member.status if verdict.member is not None else None
    return None if status == "inactive" else status


def _issues(
    verdicts: list[Verdict], rules: Rules, sets: list[SetVersion], *, is_in_set: bool
) -> Iterator[Issue]:
    systems = {v.system.canonical: v.system for v in verdicts if v.system is not None}
    yield from status_issues(rules.words, list(systems.values()), sets)
    for verdict in verdicts:
        for issue in verdict.issues:
            if issue.kind == "not-in-vs" and is_in_set:
                # Of a concept with several codes one in the set is enough.
                yield replace(issue, severity="information")
            else:
                yield issue
        yield from in_set_remarks(verdict, rules)
    if len(verdicts) > 1 and not is_in_set and rules.selection is not None:
        name = "TX_GENERAL_CC_ERROR_MESSAGE"
        text = rules.words.say(name, set=rules.selection.set.canonical)
        yield Issue("error", "code-invalid", text, "not-in-vs", name, "CodeableConcept")
