"""What of a study is taken home: its versions' files, where that may be, and its citations."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from frontend.views.studies.pages import citation
from frontend.views.tracking.records import evidence_answer
from layers.errors import FeatureNotFound, StoredFileMissing
from layers.evidence_files import file_of
from territory.models import StudyVersion
from territory.models.reviewed import ReviewState
from territory.reviewing import Verb, may
from territory.sanitation_studies import citations, downloads, library

_MOST = 2**63
_FORMATS: dict[str, tuple[str, Callable[[citations.Citation], str]]] = {
    "txt": ("text/plain; charset=utf-8", citations.as_text),
    "bib": ("application/x-bibtex; charset=utf-8", citations.as_bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", citations.as_ris),
}


def file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A version's file: to everybody where the licence permits it, before that to its agency.

    What is given to everybody is counted, whole files alone.
    """
    wanted = StudyVersion.objects.filter(study=min(pk, _MOST - 1), number=min(number, 2**31 - 1))
    key = wanted.values_list("pk", flat=True).first()
    try:
        found, stored = file_of(request.user, key or 0, StudyVersion)
    except (FeatureNotFound, StoredFileMissing) as error:
        raise Http404(error.message) from error
    study = found.study
    looks_after = may(request.user, Verb.VIEW, study.of_commitment, samples=study.is_sample)
    is_public = library.is_served(study, found) and study.state == ReviewState.PUBLISHED
    if not (is_public or looks_after):
        context = {"study": study, "version": found}
        return render(request, "frontend/studies/not_served.html", context, status=403)
    answer = evidence_answer(found, stored)
    answer["ETag"] = f'"{found.sha256}"'
    if request.method == "GET" and is_public and not looks_after:
        downloads.count(found)
    return answer


def cite(request: HttpRequest, pk: int, form: str, number: int | None = None) -> HttpResponse:
    """A citation, of the study's last version or of one of them."""
    study = library.studies().filter(pk=pk).first() if pk < _MOST else None
    if study is None or form not in _FORMATS:
        raise Http404
    if number is None:
        versions: list[StudyVersion] = study.public_versions  # type: ignore[attr-defined]
        number = versions[0].number if versions else None
    elif number >= 2**31 or library.version_of(pk, number) is None:
        raise Http404
    media_type, write = _FORMATS[form]
    said = citation(request, study, number)
    answer = HttpResponse(write(said), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{said.key}.{form}"'
    return answer
