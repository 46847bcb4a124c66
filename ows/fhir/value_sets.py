"""The value set that an operation is asked of."""

from __future__ import annotations

from ows.fhir.bodies import missing, refuse
from ows.fhir.inputs import Inputs
from ows.fhir.service import Context
from ows.formats.outcomes import FhirError, Issue
from territory.models import ValueSet
from territory.terminology.faults import UnknownValueSet
from territory.terminology.library import visible
from territory.terminology.versions import SetVersion, handed_in, stored_set


def asked_set(asked: Inputs, context: Context, slug: str | None) -> SetVersion:
    """By address, handed in, or of this address on the site; an error where there is none."""
    if slug is not None:
        row = visible(ValueSet, context.user).filter(slug=slug).first()
        if row is None:
            raise missing()
        return stored_set(row)
    given = asked.resource("valueSet", "ValueSet")
    if given is not None:
        found = handed_in(given)
        assert isinstance(found, SetVersion)
        return found
    url = asked.text("url")
    if url is None:
        raise refuse("required", "Falta el parámetro «url» o «valueSet».", at="url")
    version = asked.text("valueSetVersion")
    canonical = f"{url}|{version}" if version and "|" not in url else url
    try:
        return context.library.value_set(canonical)
    except UnknownValueSet as fault:
        name = "Unable_to_resolve_value_Set_"
        text = context.words.say(name, set=canonical)
        issue = Issue("error", "not-found", text, kind="not-found", name=name)
        raise FhirError(issue, 404) from fault
