"""What an operation is asked, by the address or by a resource Parameters alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from ows.fhir.bodies import read_json, refuse
from ows.fhir.checking import checked
from ows.formats.outcomes import FhirError

MOST_PARAMETERS = 200
MOST_CHARACTERS = 10_000
# Of the request itself, whatever the operation.
_OF_REQUEST = frozenset({"_format", "_pretty", "_summary", "_elements"})
_RESOURCES = ("CodeSystem", "ValueSet", "ConceptMap")
# What HL7's own tests and tools send along, and what decides nothing here.
_WITHOUT_EFFECT = frozenset({"cache-id", "diagnostics", "profile"})
_TX_RESOURCE = "tx-resource"
# What of a resource Parameters a body of another kind is.
_AS_BODY = {"CodeSystem": "codeSystem", "ValueSet": "valueSet", "ConceptMap": "conceptMap"}


class Inputs:
    """Parameters by name; ``known`` are those of the operation, any other is refused."""

    def __init__(self, values: Mapping[str, list[Any]], known: Iterable[str]) -> None:
        self._values = values
        allowed = {*known, *_OF_REQUEST, *_WITHOUT_EFFECT, _TX_RESOURCE}
        for name in values:
            if name not in allowed:
                shown = name[:40].replace("\0", "")
                raise refuse(
                    "not-supported",
                    f"El parámetro «{shown}» no existe en esta operación.",
                    at=shown,
                )

    def text(self, name: str) -> str | None:
        """A text, a code or an address; None where it isn't given."""
        values = self._values.get(name, [])
        if not values:
            return None
        if len(values) > 1:
            raise refuse("invalid", f"El parámetro «{name}» está más de una vez.", at=name)
        return self._plain(name, values[0])

    def texts(self, name: str) -> list[str]:
        return [self._plain(name, value) for value in self._values.get(name, [])]

    def required(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise refuse("required", f"Falta el parámetro «{name}».", at=name)
        return value

    def flag(self, name: str) -> bool | None:
        """True or false; None where it isn't given."""
        values = self._values.get(name, [])
        if values and isinstance(values[0], bool):
            return values[0]
        text = self.text(name)
        if text is None:
            return None
        if text not in ("true", "false"):
            raise refuse("invalid", f"El parámetro «{name}» es true o false.", at=name)
        return text == "true"

    def number(self, name: str) -> int | None:
        """A number from 0; None where it isn't given."""
        values = self._values.get(name, [])
        if not values:
            return None
        value = values[0]
        is_number = isinstance(value, int) and not isinstance(value, bool)
        text = str(value) if is_number else self.text(name) or ""
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise refuse("invalid", f"El parámetro «{name}» es un número entero desde 0.", at=name)
        return int(text)

    def coding(self, name: str) -> dict[str, Any] | None:
        """A Coding, as JSON or as ``system|code``."""
        values = self._values.get(name, [])
        if not values:
            return None
        if isinstance(values[0], Mapping):
            return dict(values[0])
        system, bar, code = (self.text(name) or "").rpartition("|")
        return {"system": system, "code": code} if bar and system else {"code": code}

    def concept(self, name: str) -> dict[str, Any] | None:
        """A CodeableConcept."""
        values = self._values.get(name, [])
        if not values:
            return None
        if not isinstance(values[0], Mapping) or not isinstance(values[0].get("coding"), list):
            raise refuse("invalid", f"El parámetro «{name}» es un CodeableConcept.", at=name)
        return dict(values[0])

    def resource(self, name: str, kind: str) -> dict[str, Any] | None:
        """A resource of a kind, checked."""
        values = self._values.get(name, [])
        if not values:
            return None
        found = values[0]
        if not isinstance(found, Mapping) or found.get("resourceType") != kind:
            raise refuse("invalid", f"El parámetro «{name}» es un recurso {kind}.", at=name)
        return checked(found)

    @property
    def resources(self) -> list[dict[str, Any]]:
        """Code systems, value sets and maps that the answer is to know, checked."""
        found = []
        for value in self._values.get(_TX_RESOURCE, []):
            kind = value.get("resourceType") if isinstance(value, Mapping) else None
            if kind not in _RESOURCES:
                raise refuse(
                    "invalid",
                    f"«{_TX_RESOURCE}» es un recurso {', '.join(_RESOURCES)}.",
                    at=_TX_RESOURCE,
                )
            found.append(checked(value))
        return found

    def given(self, *names: str) -> list[str]:
        """Those of the names that are given."""
        return [name for name in names if self._values.get(name)]

    def _plain(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            value = "true" if value else "false"
        text = str(value) if isinstance(value, int | float) else value
        if not isinstance(text, str):
            raise refuse("invalid", f"El parámetro «{name}» es un texto.", at=name)
        if len(text) > MOST_CHARACTERS:
            raise refuse(
                "too-long", f"El parámetro «{name}» pasa de {MOST_CHARACTERS} caracteres.", at=name
            )
        if "\0" in text:
            raise refuse("invalid", f"El parámetro «{name}» tiene el carácter nulo.", at=name)
        return text


def inputs(request: HttpRequest, known: Iterable[str]) -> Inputs:
    """By GET the query; by POST a resource Parameters, and what the address says beside."""
    values: dict[str, list[Any]] = {
        name: list(found) for name, found in request.GET.lists() if name not in _OF_REQUEST
    }
    if request.method == "POST":
        for name, value in _of_body(request):
            values.setdefault(name, []).append(value)
    if sum(map(len, values.values())) > MOST_PARAMETERS:
        raise refuse("too-long", f"Son más de {MOST_PARAMETERS} parámetros.")
    return Inputs(values, known)


def _of_body(request: HttpRequest) -> Iterable[tuple[str, Any]]:
    body = read_json(request)
    if (name := _AS_BODY.get(str(body.get("resourceType")))) is not None:
        # An operation's only resource may be sent as it is (FHIR R4, 3.2.0.1).
        yield name, body
        return
    if body.get("resourceType") != "Parameters":
        raise refuse("structure", "Se espera un recurso Parameters.")
    parameters = body.get("parameter") or []
    if not isinstance(parameters, list):
        raise _malformed()
    for parameter in parameters:
        if not isinstance(parameter, Mapping) or not isinstance(parameter.get("name"), str):
            raise _malformed()
        values = [v for k, v in parameter.items() if k == "resource" or k.startswith("value")]
        if len(values) != 1:
            raise refuse(
                "structure",
                f"El parámetro «{parameter['name'][:40]}» tiene que tener un valor.",
                at=parameter["name"][:40],
            )
        yield parameter["name"], values[0]


def _malformed() -> FhirError:
    return refuse("structure", "Los parámetros de Parameters no se entienden.")
