"""What shows a delivery or a residence: public once it is confirmed, its agency's before."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase

from frontend.views.tracking.records import evidence_answer
from layers.errors import FeatureNotFound, StoredFileMissing
from layers.evidence_files import file_of
from territory.models import DeliveryEvidence, ResidenceCondition


def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """To take home: no browser opens it here, whatever it is."""
    try:
        evidence, stored = file_of(request.user, pk if pk < 2**63 else 0, DeliveryEvidence)
    except (FeatureNotFound, StoredFileMissing) as error:
        raise Http404(error.message) from error
    return evidence_answer(evidence, stored)


def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo of a residence, to be looked at: it was drawn anew by this site."""
    try:
        condition, stored = file_of(request.user, pk if pk < 2**63 else 0, ResidenceCondition)
    except (FeatureNotFound, StoredFileMissing) as error:
        raise Http404(error.message) from error
    answer = evidence_answer(condition, stored)
    answer["Content-Disposition"] = "inline"
    return answer
