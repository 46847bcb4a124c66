"""OperationOutcomes of FHIR: what was wrong, or has to be said of a code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from ows.errors import OwsError
from ows.formats.exceptions import clean

FHIR_JSON = "application/fhir+json"
_ISSUE_TYPE = "http://hl7.org/fhir/tools/CodeSystem/tx-issue-type"
_MESSAGE_ID = "http://hl7.org/fhir/StructureDefinition/operationoutcome-message-id"

# The issue's type by HTTP status, where nothing closer is known (FHIR's issue-type).
_BY_STATUS = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    410: "deleted",
    413: "too-long",
    414: "too-long",
    415: "not-supported",
    422: "processing",
    429: "throttled",
    500: "exception",
    503: "transient",
    507: "transient",
}


@dataclass(frozen=True)
class Issue:
    """One thing that is to be said; ``kind`` is of HL7's tx-issue-type, ``name`` the message's."""

    severity: str
    code: str
    text: str
    kind: str | None = None
    name: str | None = None
    at: str | None = None

    @property
    def written(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.name:
            found["extension"] = [{"url": _MESSAGE_ID, "valueString": self.name}]
        found |= {"severity": self.severity, "code": self.code, "details": {}}
        if self.kind:
            found["details"]["coding"] = [{"system": _ISSUE_TYPE, "code": self.kind}]
        found["details"]["text"] = clean(self.text)
        if self.at:
            found |= {"location": [clean(self.at)], "expression": [clean(self.at)]}
        return found


class FhirError(OwsError):
    """An error with an issue of its own."""

    def __init__(self, issue: Issue, status: int, headers: dict[str, str] | None = None) -> None:
        super().__init__(issue.text, code=issue.code, status=status, headers=headers)
        self.issue = issue


def outcome(issues: Sequence[Issue]) -> dict[str, Any]:
    return {"resourceType": "OperationOutcome", "issue": [issue.written for issue in issues]}


def written(resource: Any, status: int = 200) -> HttpResponse:
    """A resource as JSON."""
    body = json.dumps(resource, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(
        body.encode("utf-8", "backslashreplace"),
        content_type=f"{FHIR_JSON}; charset=utf-8",
        status=status,
    )


def operation_outcome(error: OwsError, _request: HttpRequest) -> HttpResponse:
    """Any error as FHIR has it."""
    if isinstance(error, FhirError):
        return written(outcome([error.issue]), error.status)
    code = _BY_STATUS.get(error.status, "processing")
    issue = Issue("error", code, error.message, at=error.locator)
    return written(outcome([issue]), error.status)
