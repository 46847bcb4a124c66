"""``/eib/rondas/<n>/respuestas/``: how its agency brings in a round's answers, by file or form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from frontend.access import account, signed_in
from frontend.received import received_file
from frontend.views.participation.preparing.shared import record_at, verbs_of
from frontend.views.tracking.shared import version_in
from layers.eib_rounds import loading
from layers.eib_rounds.answers_csv import COLUMNS, MEANINGS, MOST_BYTES
from layers.eib_rounds.kinds import ROUND
from layers.errors import (
    EditNotAllowed,
    InvalidParameter,
    StoredFileMissing,
    TerritorioError,
    VersionConflict,
    WrongState,
)
from layers.models import Job
from layers.record_csv import Fault
from territory.eib.rounds.items import Item, items_of
from territory.eib.rounds.shown import asked
from territory.models import EibRound, EibRoundLoad, ReviewState
from territory.reviewing import Verb
from territory.suppression import SMALLEST

_STATUS: dict[type[TerritorioError], int] = {
    InvalidParameter: 422,
    StoredFileMissing: 422,
    WrongState: 409,
    VersionConflict: 412,
}
_OPEN = (ReviewState.DRAFT, ReviewState.SUBMITTED)


class ServiceForm(forms.Form):
    """One service's answers: how many gave each, empty where nobody was asked."""

    code = forms.CharField(label=_("Código modular"), max_length=7)
    annex = forms.CharField(label=_("Anexo"), max_length=1, initial="0")
    network = forms.CharField(
        label=_("Código de la red"),
        max_length=20,
        help_text=_("Letras, dígitos y guiones, con algún dígito; no un nombre."),
    )

    def __init__(self, items: list[Item], data: Any = None) -> None:
        super().__init__(data)
        self.items = items
        for item in items:
            for answer in item.answers:
                self.fields[_name(item, answer.code)] = forms.IntegerField(
                    label=answer.text, min_value=0, max_value=9_999, required=False
                )

    @property
    def asked(self) -> list[tuple[Item, list[forms.BoundField]]]:
        """The questions with a field for each answer."""
        return [(item, [self[_name(item, a.code)] for a in item.answers]) for item in self.items]

    @property
    def service(self) -> list[forms.BoundField]:
        return [self[name] for name in ("code", "annex", "network")]

    def rows(self) -> list[tuple[str, ...]]:
        """What was typed, as the rows of a file."""
        given = self.cleaned_data
        service = (given["code"], given["annex"], given["network"])
        return [
            (*service, item.code, answer.code, str(given[name]))
            for item in self.items
            for answer in item.answers
            if given.get(name := _name(item, answer.code)) is not None
        ]

    def refuse(self, faults: list[Fault]) -> None:
        """Put what can't be taken beside the field that it is about, once."""
        fields = {"cod_mod": "code", "anexo": "annex", "red": "network"}
        for column, reason in dict.fromkeys((fault.column, fault.reason) for fault in faults):
            self.add_error(fields.get(column), reason)


def _name(item: Item, answer: str) -> str:
    return f"a-{item.code}-{answer}"


@signed_in
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What the round has, what was wrong with the last file, and the ways to bring in more."""
    found = _round(request, pk)
    return _page(request, found)


@signed_in
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file: at once, or by a job whose page is shown."""
    found = _round(request, pk)
    try:
        received = received_file(request)
        if received is None:
            raise InvalidParameter(str(_("Elija un archivo.")), parameter="file")
        job = loading.hand_in(account(request), found, version_in(request), received)
    except tuple(_STATUS) as error:
        return _page(request, found, error=error)
    if job is not None:
        return redirect("site:job", job.pk)
    return redirect("site:eib-answers", pk)


@signed_in
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one service's answers from the form."""
    found = _round(request, pk)
    form = ServiceForm(items_of(found.instrument.items), request.POST)
    if form.is_valid():
        rows = form.rows()
        try:
            faults = (
                loading.put_service(account(request), found, version_in(request), rows)
                if rows
                else [Fault(1, "", str(_("Escriba al menos un número.")))]
            )
        except tuple(_STATUS) as error:
            return _page(request, found, form=form, error=error)
        if not faults:
            return redirect("site:eib-answers", pk)
        form.refuse(faults)
    return _page(request, found, form=form)


@signed_in
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The file to fill in: its header, and a line for each answer of the questions."""
    found = _round(request, pk)
    lines = [";".join(COLUMNS)]
    for item in items_of(found.instrument.items):
        lines += [f";0;;{item.code};{answer.code};" for answer in item.answers]
    return HttpResponse(
        ("\ufeff" + "\r\n".join(lines) + "\r\n").encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="respuestas-{found.code}.csv"'},
    )


def _round(request: HttpRequest, pk: int) -> EibRound:
    """The round as who prepares or decides it sees it; raises Http404 and EditNotAllowed."""
    found: Any = record_at(request, ROUND, pk)
    if not verbs_of(request.user, found) & {Verb.PREPARE, Verb.PUBLISH}:
        raise EditNotAllowed
    round_: EibRound = found
    return round_


def _page(
    request: HttpRequest,
    found: EibRound,
    *,
    form: ServiceForm | None = None,
    error: TerritorioError | None = None,
) -> HttpResponse:
    found.refresh_from_db()
    items = items_of(found.instrument.items)
    last = EibRoundLoad.objects.filter(round=found).first()
    job = Job.objects.filter(pk=last.job).first() if last and last.job else None
    can_change = found.state in _OPEN and Verb.PREPARE in verbs_of(request.user, found)
    context = {
        "round": found,
        "columns": list(MEANINGS.items()),
        "most_mb": MOST_BYTES // 1_000_000,
        "items": items,
        "asked": asked(found),
        "load": last,
        "job": job if job and not job.is_finished else None,
        "can_change": can_change,
        "form": form or ServiceForm(items),
        "error": error,
        "smallest": SMALLEST,
    }
    status = _STATUS[type(error)] if error else (422 if form and form.errors else 200)
    return render(request, "frontend/eib/answers.html", context, status=status)
