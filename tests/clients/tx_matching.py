"""Whether an answer is what HL7's terminology tests expect, by the wild cards of their files.

Both are R5: what the service says by R4's extensions is turned into R5's elements first, and a
test's resources into R4 before they are sent. The order of lists never matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_R5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion"
_TYPES = {
    "id": r"[A-Za-z0-9.-]{1,64}",
    "uuid": r"(?:urn:uuid:)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    "instant": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)",
    "version": r"[^|]+",
    "date": r"\d{4}(?:-\d\d(?:-\d\d)?)?",
    "url": r"https?://\S+",
    "string": r".+",
}
_WILD = re.compile(r"\$(\w+)\$|\$\$")
_CONTROL = ("$optional$", "$optional-properties$")
# R5's relationship of a source to its target, as R4 says what the target is to its source.
_EQUIVALENCE = {
    "equivalent": "equivalent",
    "source-is-broader-than-target": "narrower",
    "source-is-narrower-than-target": "wider",
    "related-to": "relatedto",
    "not-related-to": "disjoint",
}


def differences(expected: Any, found: Any, at: str = "") -> list[str]:
    """What differs, each with its place; none where the answer is as expected."""
    if isinstance(expected, dict):
        return _of_object(expected, found, at)
    if isinstance(expected, list):
        return _of_list(expected, found, at)
    if isinstance(expected, str):
        return [] if _is_text(expected, found) else [f"{at}: {found!r}, not {expected!r}"]
    same = type(expected) is type(found) or not isinstance(expected, bool)
    return [] if same and expected == found else [f"{at}: {found!r}, not {expected!r}"]


def _of_object(expected: dict[str, Any], found: Any, at: str) -> list[str]:
    if not isinstance(found, dict):
        return [f"{at}: {found!r} is no object"]
    may_miss = set(expected.get("$optional-properties$", ()))
    wanted = {name: value for name, value in expected.items() if name not in _CONTROL}
    wrong = [f"{at}.{name}: not expected" for name in found if name not in wanted | _all(may_miss)]
    for name, value in wanted.items():
        if name in found:
            wrong += differences(value, found[name], f"{at}.{name}")
        elif name not in may_miss and not _may_be_empty(value):
            wrong.append(f"{at}.{name}: missing")
    return wrong


def _all(names: set[str]) -> dict[str, None]:
    return dict.fromkeys(names)


def _may_be_empty(value: Any) -> bool:
    return isinstance(value, list) and all(_is_optional(item) for item in value)


def _is_optional(item: Any) -> bool:
    """``true``, "!tx.fhir.org" (only that server must), "warning:…", or of R5 ("version:4")."""
    if not isinstance(item, dict) or "$optional$" not in item:
        return False
    said = item["$optional$"]
    return said is not False and said != "version:5"


def _of_list(expected: list[Any], found: Any, at: str) -> list[str]:
    """Each item found is one that is expected, and each that has to be there is."""
    if not isinstance(found, list):
        return [f"{at}: {found!r} is no list"]
    left, wrong = list(range(len(expected))), []
    for number, item in enumerate(found):
        tried = {place: differences(expected[place], item, f"{at}[{number}]") for place in left}
        fitting = next((place for place, faults in tried.items() if not faults), None)
        if fitting is not None:
            left.remove(fitting)
            continue
        nearest = min(tried.values(), key=len, default=[f"{at}[{number}]: not expected: {item!r}"])
        wrong += nearest
    missing = [expected[place] for place in left if not _is_optional(expected[place])]
    return wrong + [f"{at}: missing {item!r}"[:600] for item in missing]


def _is_text(expected: str, found: Any) -> bool:
    if not isinstance(found, str):
        return False
    if expected.startswith("$choice:"):
        return found in expected.removeprefix("$choice:").rstrip("$").split("|")
    if expected.startswith("$fragments:"):
        parts = expected.removeprefix("$fragments:").rstrip("$").split("|")
        return all(part in found for part in parts)
    if expected.startswith("$external:"):  # the words are each server's own, but for what they name
        return expected.removeprefix("$external:").rstrip("$").partition(":")[2] in found
    return re.fullmatch(_pattern(expected), found, re.DOTALL) is not None


def _pattern(expected: str) -> str:
    made, place = [], 0
    for wild in _WILD.finditer(expected):
        known = _TYPES.get(wild[1]) if wild[1] else ".*"
        if known is None:
            raise ValueError(f"no such wild card: {expected}")
        made += [re.escape(expected[place : wild.start()]), known]
        place = wild.end()
    return "".join([*made, re.escape(expected[place:])])


def as_r5(answer: Any) -> Any:
    """An R4 answer with R5's elements in place of the extensions that stand for them."""
    if isinstance(answer, list):
        return [as_r5(item) for item in answer]
    if not isinstance(answer, dict):
        return answer
    found = {name: as_r5(value) for name, value in answer.items() if name != "extension"}
    kept = []
    for extension in answer.get("extension", ()):
        if extension["url"] in (f"{_R5}.property", f"{_R5}.contains.property"):
            found.setdefault("property", []).append(dict(_inner(extension)))
        else:
            kept.append(as_r5(extension))
    if kept:
        found["extension"] = kept
    return found


def _inner(extension: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for part in extension["extension"]:
        name, value = next((k, v) for k, v in part.items() if k.startswith("value"))
        yield (name if part["url"] == "value" else part["url"]), value


def as_r4(resource: dict[str, Any]) -> dict[str, Any]:
    """A test's resource, R5, as R4 has it."""
    if resource["resourceType"] != "ConceptMap":
        return resource
    found = {k: v for k, v in resource.items() if k not in ("sourceScopeUri", "targetScopeUri")}
    for name in ("source", "target"):
        if f"{name}ScopeUri" in resource:
            found[f"{name}Uri"] = resource[f"{name}ScopeUri"]
    found["group"] = [_group(group) for group in resource["group"]]
    return found


def _group(group: dict[str, Any]) -> dict[str, Any]:
    elements = [
        element
        | {
            "target": [
                {k: v for k, v in target.items() if k != "relationship"}
                | {"equivalence": _EQUIVALENCE[target["relationship"]]}
                for target in element["target"]
            ]
        }
        for element in group["element"]
    ]
    found = group | {"element": elements}
    if "unmapped" in group:
        found["unmapped"] = {k: v for k, v in group["unmapped"].items() if k != "relationship"}
    return found
