"""Below ``/seguridad/``: the library of evidence, what stands on it, how a policy is made."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import get_tag_uri
from django.utils.translation import gettext as _

from frontend import atom
from frontend.views.participation.spaces import own
from frontend.views.tracking.records import evidence_answer
from layers.errors import FeatureNotFound, StoredFileMissing
from layers.evidence_files import file_of
from territory.commitments import commitments
from territory.models import Commitment, PolicyDocument, SecurityEvidence
from territory.participation.processes.contributed import listed
from territory.participation.processes.seen import looked_after
from territory.security_policy import library

PER_PAGE = 20


@own
def evidence(request: HttpRequest) -> HttpResponse:
    """The library: all of it, a commitment's, or one way of knowing."""
    chosen = _commitment(request)
    method = _choice(request, "clase", SecurityEvidence.Method.values)
    rows = library.evidence(chosen.number if chosen else None, method)
    context = {
        "methods": SecurityEvidence.Method.choices,
        "chosen_method": method,
        **_list(request, rows, chosen, {"clase": method}),
    }
    return render(request, "frontend/security_policy/evidence.html", context)


def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """To take home, once a person confirmed it; its agency's before."""
    try:
        found, stored = file_of(request.user, pk if pk < 2**63 else 0, SecurityEvidence)
    except (FeatureNotFound, StoredFileMissing) as error:
        raise Http404(error.message) from error
    return evidence_answer(found, stored)


@own
def documents(request: HttpRequest) -> HttpResponse:
    """Bulletins, proposals and guidelines, each with what it stands on."""
    chosen = _commitment(request)
    kind = _choice(request, "tipo", PolicyDocument.Kind.values)
    rows = library.documents(chosen.number if chosen else None, kind)
    context = {
        "kinds": PolicyDocument.Kind.choices,
        "chosen_kind": kind,
        **_list(request, rows, chosen, {"tipo": kind}),
    }
    return render(request, "frontend/security_policy/documents.html", context)


@own
def process(request: HttpRequest, number: int) -> HttpResponse:
    """How a policy is made: who takes part, the drafts, what was contributed and what became of it.

    Of the commitments on security.
    """
    rows = commitments().prefetch_related("lead_agencies", "supporting_agencies")
    found = rows.filter(number=number).first() if number in library.NUMBERS else None
    if found is None:
        raise Http404
    context = {
        "commitment": found,
        "leads": found.lead_agencies.all(),
        "supporting": found.supporting_agencies.all(),
        "consultations": listed(request.user, number)[:PER_PAGE],
        "documents": library.documents(number)[:PER_PAGE],
        "evidence": library.evidence(number)[:PER_PAGE],
        "prepares": _prepares(request, found),
    }
    return render(request, "frontend/security_policy/process.html", context)


def feed(request: HttpRequest) -> HttpResponseBase:
    """What became public of evidence and documents, as Atom (RFC 4287)."""
    entries = atom.new_feed(
        request, _("Territorio Abierto: evidencia y políticas de seguridad"), reverse(_EVIDENCE)
    )
    for item in library.news(atom.MAX_ENTRIES):
        page = reverse(_EVIDENCE if item.anchor.startswith("evidencia") else _DOCUMENTS)
        address = f"{request.build_absolute_uri(page)}#{item.anchor}"
        entries.add_item(
            title=item.title,
            link=address,
            description=atom.html_of(item.text),
            unique_id=get_tag_uri(address, None),
            pubdate=item.at,
            updateddate=item.at,
            categories=[item.commitment],
        )
    return atom.answer(request, entries, atom.FOR_ALL)


_EVIDENCE, _DOCUMENTS = "site:security-evidence", "site:policy-documents"


def _list(
    request: HttpRequest,
    rows: QuerySet[Any],
    chosen: Commitment | None,
    filters: dict[str, str],
) -> dict[str, Any]:
    every = {"compromiso": str(chosen.number) if chosen else "", **filters}
    return {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina", 1)),
        "chosen": chosen,
        "commitments": [found for found in commitments() if found.number in library.NUMBERS],
        "filter": urlencode({name: value for name, value in every.items() if value}),
        "prepares": _prepares(request, chosen),
    }


def _prepares(request: HttpRequest, chosen: Commitment | None) -> bool:
    numbers = {chosen.number} if chosen else set(library.NUMBERS)
    return any(found.number in numbers for found in looked_after(request.user))


def _commitment(request: HttpRequest) -> Commitment | None:
    text = request.GET.get("compromiso", "")
    found = {str(number) for number in library.NUMBERS}
    return commitments().filter(number=int(text)).first() if text in found else None


def _choice(request: HttpRequest, name: str, values: list[str]) -> str:
    text = request.GET.get(name, "")
    return text if text in values else ""
