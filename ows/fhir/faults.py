"""What catalogues can't answer, as the asker is told of it."""

from __future__ import annotations

from ows.formats.outcomes import FhirError, Issue
from territory.terminology import faults

# Fault → issue's type, status.
_OF_FAULT: dict[type[faults.TerminologyFault], tuple[str, int]] = {
    faults.UnknownSystem: ("not-found", 404),
    faults.UnknownValueSet: ("not-found", 404),
    faults.UnknownSupplement: ("not-found", 404),
    faults.WrongVersion: ("exception", 422),
    faults.NotUnderstood: ("invalid", 422),
    faults.Circular: ("processing", 422),
    faults.TooCostly: ("too-costly", 422),
}


def of_fault(fault: faults.TerminologyFault) -> FhirError:
    """The error, with what it is about."""
    code, status = _OF_FAULT.get(type(fault), ("processing", 422))
    told = ", ".join(value for name, value in fault.values.items() if value and name != "known")
    text = f"{fault.message} ({told})" if told and told not in fault.message else fault.message
    return FhirError(Issue("error", code, text), status)
