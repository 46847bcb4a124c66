"""One coding held against a code system and, where there is one, a value set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ows.fhir.messages import Words
from ows.fhir.shown import Shown, ended, shown
from ows.formats.outcomes import Issue
from territory.terminology.composing import Selection
from territory.terminology.expanding import Concept
from territory.terminology.faults import UnknownSystem
from territory.terminology.finding import find, is_member
from territory.terminology.library import Library
from territory.terminology.versions import SystemVersion


@dataclass(frozen=True)
class Coding:
    """What is to be checked, and where it stands in the request (``Coding``, ``code`` …)."""

    system: str | None
    version: str | None
    code: str
    display: str | None
    at: str

    def place(self, element: str) -> str:
        """Where an element of it stands: a plain ``code`` has them beside it."""
        return element if self.at == "code" else f"{self.at}.{element}"


@dataclass(frozen=True)
class Rules:
    """What it is held against, and how strictly."""

    library: Library
    words: Words
    selection: Selection | None = None
    supplements: tuple[SystemVersion, ...] = ()
    language: str | None = None
    is_lenient: bool = False
    allows_abstract: bool = True
    active_only: bool = False


@dataclass
class Verdict:
    """What was found of a coding."""

    coding: Coding
    issues: list[Issue] = field(default_factory=list)
    system: SystemVersion | None = None
    member: Shown | None = None
    is_in_set: bool = True
    unknown_system: str | None = None

    @property
    def is_valid(self) -> bool:
        return not any(issue.severity == "error" for issue in self.issues)


def check(coding: Coding, rules: Rules) -> Verdict:
    """The verdict, with whatever has to be said of the coding."""
    verdict = Verdict(coding)
    verdict.issues += _check(verdict, rules)
    return verdict


def _check(verdict: Verdict, rules: Rules) -> Iterator[Issue]:
    coding, words = verdict.coding, rules.words
    if not coding.system:
        verdict.is_in_set = False
        name = "Coding_has_no_system__cannot_validate"
        yield Issue("error", "invalid", words.say(name), "invalid-data", name, coding.at)
        return
    system = yield from _system(verdict, rules)
    if system is None:
        verdict.is_in_set = rules.selection is None
        return
    verdict.system = system
    concept = find(system, coding.code)
    if concept is None:
        yield from _unknown_code(verdict, system, rules)
        return
    own = _own(concept, rules)
    verdict.member = shown([own], rules.supplements)[0]
    yield from _membership(verdict, concept, rules)
    yield from _remarks(verdict, verdict.member, words)
    yield from _display(verdict, verdict.member, rules)


def _system(verdict: Verdict, rules: Rules) -> Any:
    """The version that is meant: the coding's, else that which the set draws on."""
    coding, words = verdict.coding, rules.words
    assert coding.system is not None
    version = coding.version
    if version is None and rules.selection is not None:
        used = [s for s in rules.selection.systems if s.url == coding.system]
        if used:
            return used[0]
    try:
        found = rules.library.system(coding.system, version)
    except UnknownSystem as fault:
        verdict.unknown_system = coding.system
        known = fault.values.get("known")
        name = "UNKNOWN_CODESYSTEM_VERSION" if version and known else "UNKNOWN_CODESYSTEM"
        text = words.say(name, system=coding.system, version=version or "", known=known or "")
        at = coding.place("system")
        yield Issue("error", "not-found", text, "not-found", name, at)
        return None
    if found.completeness == "supplement":
        verdict.unknown_system = coding.system
        name = "CODESYSTEM_CS_NO_SUPPLEMENT"
        text = words.say(name, system=found.canonical)
        yield Issue("error", "invalid", text, "invalid-data", name, coding.place("system"))
        return None
    return found


def _unknown_code(verdict: Verdict, system: SystemVersion, rules: Rules) -> Iterator[Issue]:
    coding, words = verdict.coding, rules.words
    told = {
        "code": coding.code,
        "system": system.url,
        "of_version": words.version(system.version),
    }
    at = coding.place("code")
    if system.completeness == "fragment" and _takes_all(rules.selection, system):
        name = "UNKNOWN_CODE_IN_FRAGMENT"
        yield Issue("warning", "code-invalid", words.say(name, **told), "invalid-code", name, at)
        return
    if rules.selection is not None:
        verdict.is_in_set = False
        yield _not_in_set(coding, rules)
    name = "Unknown_Code_in_Version"
    yield Issue("error", "code-invalid", words.say(name, **told), "invalid-code", name, at)


def _takes_all(selection: Selection | None, system: SystemVersion) -> bool:
    whole = selection.whole_system if selection is not None else system
    return whole is not None and whole.canonical == system.canonical


def _not_in_set(coding: Coding, rules: Rules) -> Issue:
    assert rules.selection is not None
    name = "None_of_the_provided_codes_are_in_the_value_set_one"
    text = rules.words.say(
        name, code=coding.code, system=coding.system or "", set=rules.selection.set.canonical
    )
    return Issue("error", "code-invalid", text, "not-in-vs", name, coding.place("code"))


def _own(concept: Concept, rules: Rules) -> Concept:
    """With what the value set says of it."""
    if rules.selection is None:
        return concept
    said = rules.selection.said_of.get((concept.system.url, concept.code))
    return replace(concept, own=said)


def _membership(verdict: Verdict, concept: Concept, rules: Rules) -> Iterator[Issue]:
    coding, selection = verdict.coding, rules.selection
    if selection is None:
        return
    is_refused = rules.active_only and concept.is_inactive
    if not is_refused and is_member(selection, concept):
        if concept.is_abstract and not rules.allows_abstract:
            name = "ABSTRACT_CODE_NOT_ALLOWED"
            text = rules.words.say(name, code=concept.code, system=concept.system.url)
            at = coding.place("code")
            yield Issue("error", "business-rule", text, "code-rule", name, at)
        return
    verdict.is_in_set = False
    if concept.is_inactive and (is_refused or _is_member_once_active(selection, concept)):
        name = "STATUS_CODE_WARNING_CODE"
        text = rules.words.say(name, code=coding.code)
        yield Issue("error", "business-rule", text, "code-rule", name, coding.place("code"))
    yield _not_in_set(coding, rules)


def _is_member_once_active(selection: Selection, concept: Concept) -> bool:
    """Whether being out of use is all that keeps it from the set."""
    if selection.includes_inactive is not False:
        return False
    computed = replace(selection.set, expanded_from=None)
    return is_member(replace(selection, set=computed, includes_inactive=True), concept)


def _remarks(verdict: Verdict, member: Shown, words: Words) -> Iterator[Issue]:
    coding, concept = verdict.coding, member.concept
    if concept.code != coding.code:
        name = "CODE_CASE_DIFFERENCE"
        text = words.say(
            name, code=coding.code, right=concept.code, system=concept.system.canonical
        )
        at = coding.place("code")
        yield Issue("information", "business-rule", text, "code-rule", name, at)
    status = member.status
    if concept.is_inactive:
        name = "INACTIVE_CONCEPT_FOUND"
        shown_status = words.say("inactive")
        if status not in (None, "inactive"):
            shown_status = words.say("and_inactive", status=str(status))
        text = words.say(name, code=concept.code, status=shown_status)
        yield Issue("warning", "business-rule", text, "code-comment", name, coding.at)
    elif status in ("deprecated", "withdrawn"):
        name = "DEPRECATED_CONCEPT_FOUND"
        text = words.say(name, code=concept.code)
        yield Issue("warning", "business-rule", text, "code-comment", name, coding.at)


def in_set_remarks(verdict: Verdict, rules: Rules) -> Iterator[Issue]:
    """What the value set itself says against a code that it has."""
    member = verdict.member
    if member is None or rules.selection is None or not member.is_deprecated_in_set:
        return
    name = "CONCEPT_DEPRECATED_IN_VALUESET"
    text = rules.words.say(
        name,
        code=member.concept.code,
        system=member.concept.system.url,
        set=rules.selection.set.canonical,
    )
    at = verdict.coding.place("code")
    yield Issue("warning", "business-rule", text, "code-comment", name, at)


def _display(verdict: Verdict, member: Shown, rules: Rules) -> Iterator[Issue]:
    coding, words = verdict.coding, rules.words
    if not coding.display:
        return
    names = [found for found in member.designations if found.get("value")]
    right = [member.display(None), *(str(n["value"]) for n in names if not ended(n))]
    given = _folded(coding.display)
    if given in {_folded(name) for name in right if name}:
        return
    at = coding.place("display")
    shown_right = f'"{member.display(rules.language)}"'
    told = {"display": coding.display, "code": member.concept.code, "right": shown_right}
    if any(_folded(str(n["value"])) == given for n in names):
        name = "INACTIVE_DISPLAY_FOUND"
        text = words.say(name, status="deprecated", **told)
        yield Issue("warning", "invalid", text, "display-comment", name, at)
        return
    name = "Display_Name_for__should_be_one_of__instead_of"
    text = words.say(name, system=member.concept.system.url, **told)
    severity = "warning" if rules.is_lenient else "error"
    yield Issue(severity, "invalid", text, "invalid-display", name, at)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
