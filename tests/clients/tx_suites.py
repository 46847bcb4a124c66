"""HL7's terminology tests: which there are, which have their files here, and why others aren't run.

The archive is beside the checkout and no part of it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE = ROOT.parent / "shared/data/official/health/fhir-tx/hl7_tx_tests_a.zip"
# What every server of FHIR knows, which the tests take for granted: HL7's own code systems
# (http://hl7.org/fhir/R4/codesystem-administrative-gender.html and -publication-status.html).
_OF_FHIR = {
    "administrative-gender": ("Male", "Female", "Other", "Unknown"),
    "publication-status": ("Draft", "Active", "Retired", "Unknown"),
}
OPERATIONS = {
    "expand": "ValueSet/$expand",
    "validate-code": "ValueSet/$validate-code",
    "cs-validate-code": "CodeSystem/$validate-code",
    "lookup": "CodeSystem/$lookup",
    "translate": "ConceptMap/$translate",
}


@dataclass(frozen=True)
class Case:
    """A test that has its request and its answer; ``http`` is the status that it expects."""

    suite: str
    name: str
    operation: str
    request: dict[str, Any]
    expected: dict[str, Any]
    setup: tuple[dict[str, Any], ...]
    http: str

    def __str__(self) -> str:
        return f"{self.suite}/{self.name}"


@cache
def _archive() -> dict[str, Any]:
    if not ARCHIVE.exists():
        return {}
    with zipfile.ZipFile(ARCHIVE) as found:
        return {
            name.removeprefix("tests/"): json.loads(found.read(name))
            for name in found.namelist()
            if name.endswith(".json")
        }


def listed() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """All tests that are named, each after its suite."""
    for suite in _archive().get("test-cases.json", {}).get("suites", ()):
        for test in suite["tests"]:
            yield suite, test


@cache
def cases() -> list[Case]:
    """Those whose files are here; the answer of a server without nested expansions, if told."""
    files, found = _archive(), []
    for suite, test in listed():
        flat, nested = (files.get(str(test.get(name))) for name in ("response:flat", "response"))
        request, response = files.get(str(test.get("request"))), flat or nested
        if request is None or response is None:
            continue
        setup = tuple(files[name] for name in suite["setup"] if name in files)
        found.append(
            Case(
                suite["name"],
                test["name"],
                test["operation"],
                request,
                response,
                setup,
                test.get("http-code", "200"),
            )
        )
    return found


def known_to_all() -> list[dict[str, Any]]:
    """The code systems of FHIR itself that the tests use, with their value sets."""
    found: list[dict[str, Any]] = []
    for name, displays in _OF_FHIR.items():
        told = {"version": "4.0.1", "status": "active", "experimental": False, "name": name}
        concepts = [{"code": display.lower(), "display": display} for display in displays]
        url = f"http://hl7.org/fhir/{name}"
        system = {"resourceType": "CodeSystem", "url": url, "content": "complete"}
        found.append(system | told | {"caseSensitive": True, "concept": concepts})
        include = {"include": [{"system": url}]}
        of_all = {"resourceType": "ValueSet", "url": f"http://hl7.org/fhir/ValueSet/{name}"}
        found.append(of_all | told | {"compose": include})
    return found
