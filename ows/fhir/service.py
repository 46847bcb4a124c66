"""What every address of the service keeps to: methods, formats, errors in FHIR's form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from ows.errors import View, guarded
from ows.fhir.bodies import refuse
from ows.fhir.faults import of_fault
from ows.fhir.inputs import Inputs
from ows.fhir.messages import Words
from ows.formats.outcomes import FHIR_JSON, operation_outcome
from ows.methods import offering
from ows.negotiation import canonical, media_type
from territory.roles import AnyUser
from territory.terminology.faults import TerminologyFault
from territory.terminology.library import Library, VersionRules, split

_JSON = ("json", "application/json", FHIR_JSON, "text/json", "application/json+fhir")
_VERSION_PARAMETERS = ("system-version", "check-system-version", "force-system-version")
FHIR_VERSION = "4.0.1"
# What every operation takes to decide which versions are meant.
OF_VERSIONS = (*_VERSION_PARAMETERS, "useSupplement")


@dataclass(frozen=True)
class Context:
    """Who asks, in which language, with which catalogues at hand."""

    user: AnyUser
    words: Words
    library: Library


def service(*methods: str) -> Callable[[View], Any]:
    """A decorator of all views here."""

    def decorate(view: View) -> Any:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _check_format(request)
            try:
                response = view(request, *args, **kwargs)
            except TerminologyFault as fault:
                raise of_fault(fault) from fault
            patch_vary_headers(response, ("Accept", "Accept-Language"))
            return response

        return csrf_exempt(guarded(operation_outcome)(offering(*methods)(checked)))

    return decorate


def context(request: HttpRequest, asked: Inputs) -> Context:
    """What the operation answers with."""
    rules = VersionRules(
        *(
            {url: version or "" for url, version in map(split, asked.texts(name))}
            for name in _VERSION_PARAMETERS
        )
    )
    words = Words(request.headers.get("Accept-Language", ""))
    return Context(request.user, words, Library(request.user, asked.resources, rules))


def _check_format(request: HttpRequest) -> None:
    """406 for who wants no JSON; ``_format`` stands over ``Accept`` (FHIR R4, 3.1.0.1.11)."""
    wanted = request.GET.get("_format")
    if wanted is not None:
        if canonical(wanted.replace(" ", "+")).split(";")[0] not in _JSON:
            raise refuse("not-supported", "Este servicio responde solo en JSON.", 406, "_format")
        return
    accept = request.headers.get("Accept", "")
    if not accept.strip():
        return
    ranges = [found for item in accept.split(",")[:100] if (found := media_type(item))]
    offered = [found for name in _JSON if (found := media_type(name))]
    for one in ranges:
        version = one.parameters.get("fhirversion")
        if version not in (None, "4.0"):
            continue
        if one.weight > 0 and any(one.covers(found) for found in offered):
            return
    raise refuse("not-supported", "Este servicio responde solo en JSON de FHIR 4.0.", 406)
