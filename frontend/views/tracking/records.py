"""The forms of who prepares and decides: milestones, reports, evidence, ratings and their steps."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from frontend.access import account, signed_in
from frontend.received import received_file
from frontend.views.tracking.forms import EvidenceForm, RatingForm, RecordForm
from frontend.views.tracking.shared import (
    MODELS,
    STATUS_OF,
    commitment_of,
    record_of,
    version_in,
)
from layers import evidence_files, reviewing, stored
from layers.errors import (
    FeatureNotFound,
    InvalidParameter,
    StoredFileMissing,
    TerritorioError,
    WrongState,
)
from layers.models import StoredFile
from layers.reviewing import demand, with_proposal
from layers.tracking import evidence as evidence_door
from layers.tracking.columns import MILESTONE, REPORT
from layers.tracking.ratings import Said, rate
from territory.models import (
    Commitment,
    Evidence,
    Milestone,
    ProgressReport,
    Rating,
    ReviewedRecord,
)
from territory.models.evidence_files import EvidenceFile
from territory.reviewing import Step, Verb


@signed_in
def new_milestone(request: HttpRequest, number: int) -> HttpResponse:
    """A milestone of the commitment, as a draft."""
    commitment = commitment_of(number)
    demand(request.user, Verb.PREPARE, commitment)
    form = RecordForm(MILESTONE, request.POST or None, new=True)
    if request.method == "POST" and form.is_valid():
        made = Milestone(commitment=commitment, code=form.cleaned_data["codigo"], **form.values)
        try:
            reviewing.create(account(request), made)
        except WrongState:
            form.add_error("codigo", "El compromiso ya tiene un hito con ese código.")
        else:
            return _back(commitment, made)
    return _form(request, commitment, form, "Hito nuevo")


@signed_in
def new_report(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A report of a milestone, as a draft; it is given the milestone's next number."""
    commitment = commitment_of(number)
    demand(request.user, Verb.PREPARE, commitment)
    milestone = record_of(request, MILESTONE, commitment, pk)
    demand(request.user, Verb.PREPARE, commitment, samples=milestone.is_sample)
    form = RecordForm(REPORT, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            Milestone.objects.select_for_update().get(pk=milestone.pk)
            last = milestone.reports.aggregate(last=Max("number"))["last"] or 0
            made = ProgressReport(milestone=milestone, number=last + 1, **form.values)
            reviewing.create(account(request), made)
        return _back(commitment, milestone)
    return _form(request, commitment, form, f"Informe del hito {milestone.code}")


@signed_in
def edit(request: HttpRequest, number: int, kind: str, pk: int) -> HttpResponse:
    """Change a milestone or a report; of what is published the change is proposed."""
    commitment = commitment_of(number)
    demand(request.user, Verb.PREPARE, commitment)
    record = record_of(request, kind, commitment, pk)
    demand(request.user, Verb.PREPARE, commitment, samples=record.is_sample)
    if kind not in {MILESTONE, REPORT}:
        raise Http404
    form = RecordForm(kind, request.POST or None, with_proposal(record))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                locked = reviewing.locked(type(record), request.user, pk, version_in(request))
                reviewing.change(account(request), locked, form.values)
        except tuple(STATUS_OF) as error:
            return _form(request, commitment, form, str(record), record=record, error=error)
        return _back(commitment, record)
    return _form(request, commitment, form, str(record), record=record)


@signed_in
def take_step(request: HttpRequest, number: int, kind: str, pk: int) -> HttpResponse:
    """Submit, give back, publish, withdraw or open again, of the version that was in view."""
    commitment = commitment_of(number)
    record = record_of(request, kind, commitment, pk)
    try:
        step = Step(request.POST.get("step", ""))
    except ValueError:
        raise Http404 from None
    try:
        with transaction.atomic():
            locked = reviewing.locked(MODELS[kind], request.user, pk, version_in(request))
            if isinstance(locked, Evidence) and step == Step.PUBLISH:
                evidence_door.publish(
                    account(request), locked, is_cleared="cleared" in request.POST
                )
            else:
                reviewing.take(account(request), locked, step)
    except tuple(STATUS_OF) as error:
        return _refused(request, commitment, error)
    return _back(commitment, record)


@signed_in
def add_evidence(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Support a report by an address or a file."""
    commitment = commitment_of(number)
    demand(request.user, Verb.PREPARE, commitment)
    report = record_of(request, REPORT, commitment, pk)
    demand(request.user, Verb.PREPARE, commitment, samples=report.is_sample)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            evidence_door.add(
                account(request),
                report,
                form.cleaned_data["title"],
                address=form.cleaned_data["address"],
                file=received_file(request),
            )
        except TerritorioError as error:
            name = error.parameter if error.parameter in form.fields else "file"
            form.add_error(name, error.message)
        else:
            return _back(commitment, report.milestone)
    title = f"Evidencia del informe {report.number} del hito {report.milestone.code}"
    return _form(request, commitment, form, title)


def evidence_file(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """The file, to take home: no browser opens it here, whatever it is."""
    record_of(request, "evidencia", commitment_of(number), pk)
    try:
        evidence, file = evidence_files.file_of(request.user, pk, Evidence)
    except (FeatureNotFound, StoredFileMissing) as error:
        raise Http404(error.message) from error
    return evidence_answer(evidence, file)


def evidence_answer(evidence: EvidenceFile, file: StoredFile) -> HttpResponseBase:
    """An evidence's file, as what was found in it and never as its sender called it."""
    answer = FileResponse(
        stored.open(file),
        as_attachment=True,
        filename=evidence.file_name or "",
        content_type=evidence_files.media_type_of(evidence),
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-cache"
    return answer


@signed_in
def rate_own(request: HttpRequest, number: int) -> HttpResponse:
    """What the agency says of its own commitment."""
    commitment = commitment_of(number)
    demand(request.user, Verb.PREPARE, commitment)
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rate(account(request), commitment, Rating.By.SELF, Said(**form.cleaned_data))
        except InvalidParameter as error:
            form.add_error(error.parameter, error.message)
        except WrongState as error:
            form.add_error(None, error.message)
        else:
            return redirect("site:tracking", number)
    return _form(request, commitment, form, "Autoevaluación")


def _back(commitment: Commitment, record: ReviewedRecord) -> HttpResponse:
    answer = redirect("site:tracking", commitment.number)
    found: Any = record
    while not isinstance(found, Milestone | Rating):
        found = found.milestone if isinstance(found, ProgressReport) else found.report
    if isinstance(found, Milestone):
        answer["Location"] += f"#hito-{found.pk}"
    return answer


def _form(
    request: HttpRequest,
    commitment: Commitment,
    form: Any,
    title: str,
    *,
    record: ReviewedRecord | None = None,
    error: TerritorioError | None = None,
) -> HttpResponse:
    context = {
        "commitment": commitment,
        "form": form,
        "title": title,
        "record": record,
        "error": error,
    }
    status = STATUS_OF[type(error)] if error else (422 if form.errors else 200)
    return render(request, "frontend/tracking/form.html", context, status=status)


def _refused(request: HttpRequest, commitment: Commitment, error: TerritorioError) -> HttpResponse:
    context = {"commitment": commitment, "error": error}
    status = STATUS_OF[type(error)]
    return render(request, "frontend/tracking/refused.html", context, status=status)
