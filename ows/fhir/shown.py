"""A concept as answers show it: with what supplements and the value set say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ows.fhir.messages import Words
from ows.formats.outcomes import FhirError, Issue
from territory.terminology.expanding import Concept
from territory.terminology.faults import UnknownSystem
from territory.terminology.finding import find_all
from territory.terminology.library import Library
from territory.terminology.versions import SystemVersion

_DEFINITIONS = "http://hl7.org/fhir/StructureDefinition/"
_STATUS = f"{_DEFINITIONS}structuredefinition-standards-status"
_DEPRECATED = f"{_DEFINITIONS}valueset-deprecated"
_OWN_DEFINITION = f"{_DEFINITIONS}valueset-concept-definition"
# What extensions say that R5 calls properties of a code in an expansion.
_AS_PROPERTY = {
    f"{_DEFINITIONS}codesystem-label": ("label", "String"),
    f"{_DEFINITIONS}valueset-label": ("label", "String"),
    f"{_DEFINITIONS}codesystem-conceptOrder": ("order", "Decimal"),
    f"{_DEFINITIONS}valueset-conceptOrder": ("order", "Decimal"),
    f"{_DEFINITIONS}itemWeight": ("weight", "Decimal"),
}
PROPERTY_URIS = {
    "label": "http://hl7.org/fhir/concept-properties#label",
    "order": "http://hl7.org/fhir/concept-properties#order",
    "weight": "http://hl7.org/fhir/concept-properties#itemWeight",
    "status": "http://hl7.org/fhir/concept-properties#status",
    "definition": "http://hl7.org/fhir/concept-properties#definition",
}
_OF_MEMBER = frozenset({_DEPRECATED, _STATUS, _OWN_DEFINITION})
_OF_DESIGNATION = frozenset({_STATUS, f"{_DEFINITIONS}coding-sctdescid"})
_ENDED = frozenset({"deprecated", "withdrawn", "retired", "inactive"})

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """A concept with all that is said of it, the code system's words first."""

    concept: Concept
    supplements: tuple[Concept, ...] = ()

    @property
    def own(self) -> Json:
        return self.concept.own or {}

    @property
    def designations(self) -> list[dict[str, Any]]:
        """Other names, without extensions that nobody here knows."""
        said = [*self.concept.designations]
        for supplement in self.supplements:
            said += supplement.designations
        return [_known(found) for found in (*said, *self.own.get("designation", ()))]

    @property
    def extensions(self) -> list[Json]:
        """Of the code system and its supplements."""
        return [
            *self.concept.extensions,
            *(e for supplement in self.supplements for e in supplement.extensions),
        ]

    @property
    def member_extensions(self) -> list[Json]:
        """What the value set says of its member, as an expansion repeats it."""
        return [e for e in self.own.get("extension", ()) if e.get("url") in _OF_MEMBER]

    @property
    def is_deprecated_in_set(self) -> bool:
        return any(
            (e["url"] == _DEPRECATED and value_of(e) in (True, "true"))
            or (e["url"] == _STATUS and value_of(e) == "deprecated")
            for e in self.member_extensions
        )

    @property
    def properties(self) -> list[dict[str, Any]]:
        """The code system's and its supplements'."""
        found = list(self.concept.properties)
        for supplement in self.supplements:
            found += supplement.properties
        return found

    @property
    def status(self) -> str | None:
        """Deprecated, retired …; None for a code in use."""
        said = next((value_of(e) for e in self.extensions if e.get("url") == _STATUS), None)
        said = said or next((p["value"] for p in self.properties if p["code"] == "status"), None)
        if said is None or said == "active":
            return "inactive" if self.concept.is_inactive else None
        return str(said)

    @property
    def extra_properties(self) -> dict[str, tuple[str, Any]]:
        """Code → kind and value of what is told beside a code without being asked for."""
        found: dict[str, tuple[str, Any]] = {}
        for extension in (*self.extensions, *self.own.get("extension", ())):
            if (as_property := _AS_PROPERTY.get(str(extension.get("url")))) is not None:
                found[as_property[0]] = (as_property[1], value_of(extension))
        if self.status is not None:
            found["status"] = ("Code", self.status)
        return found

    @property
    def definition(self) -> str | None:
        own = [e for e in self.own.get("extension", ()) if e.get("url") == _OWN_DEFINITION]
        return str(value_of(own[0])) if own else self.concept.definition

    def display(self, language: str | None) -> str | None:
        """Its name in a language (a tag, or a list as ``Accept-Language`` has), else its own."""
        given = str(self.own["display"]) if self.own.get("display") else None
        for wanted in _tags(language):
            if _speaks(self.concept.system.language, wanted):
                break
            for found in self.designations:
                if _speaks(found.get("language"), wanted) and not ended(found):
                    return str(found["value"])
        return given or self.concept.display


def value_of(extension: Json) -> Any:
    return next((v for name, v in extension.items() if name.startswith("value")), None)


def ended(designation: Json) -> bool:
    """Whether it is a name that was given up."""
    return any(
        e.get("url") == _STATUS and value_of(e) in _ENDED for e in designation.get("extension", ())
    )


def shown(concepts: Sequence[Concept], supplements: Iterable[SystemVersion]) -> list[Shown]:
    """The concepts with what the supplements say of each; one statement a supplement."""
    by_code: dict[tuple[str, str], list[Concept]] = {}
    for supplement in supplements:
        of = (supplement.supplements or "").partition("|")[0]
        codes = [c.code for c in concepts if c.system.url == of]
        for found in find_all(supplement, codes):
            by_code.setdefault((of, found.code), []).append(found)
    return [Shown(c, tuple(by_code.get((c.system.url, c.code), ()))) for c in concepts]


def needed_supplements(library: Library, words: Words, named: Sequence[str]) -> list[SystemVersion]:
    """Those that are named; an error names the one that isn't there."""
    found = []
    for canonical in named:
        url, _, version = canonical.partition("|")
        try:
            supplement = library.system(url, version or None)
        except UnknownSystem as fault:
            name = "VALUESET_SUPPLEMENT_MISSING"
            text = words.say(name, supplement=canonical)
            raise FhirError(
                Issue("error", "not-found", text, kind="not-found", name=name), 404
            ) from fault
        if supplement.completeness == "supplement":
            found.append(supplement)
    return found


def _known(designation: Json) -> dict[str, Any]:
    found = {k: v for k, v in designation.items() if k in ("language", "use", "value")}
    said = [e for e in designation.get("extension", ()) if e.get("url") in _OF_DESIGNATION]
    return ({"extension": said} if said else {}) | found


def _tags(language: str | None) -> list[str]:
    return [tag.split(";")[0].strip() for tag in (language or "").split(",") if tag.strip()]


def _speaks(tag: str | None, wanted: str) -> bool:
    """Whether a text in ``tag`` is in the language that is wanted (``es`` of ``es-PE``)."""
    if not tag:
        return False
    one, other = tag.lower(), wanted.lower()
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")
