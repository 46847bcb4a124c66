"""``/emergencias/<code>/reportar/``: a facility's beds in a minute, from a phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontend.access import account, signed_in
from layers.api_tokens.issuing import facilities_of
from layers.emergency_beds.numbers import MOST_BEDS, Reported, check_instant, read_numbers
from layers.emergency_beds.reporting import AlreadyReported, facility_for, report
from layers.errors import InvalidParameter
from territory.emergency_beds.freshness import NOT_THE_106
from territory.models import BedArea, EmergencyBeds, FacilityAccount, LiveBedReport
from territory.models.emergency_beds import BED_NUMBERS

# In the order in which somebody who walks through the ward counts them.
_COUNTED = ("operational", "occupied", "available", "total", "inoperative")
_REPORT = "reporte"


def _beds(title: Any, *, required: bool = False) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=title, required=required, min_value=0, max_value=MOST_BEDS, widget=widget
    )


class ReportForm(forms.Form):
    """An area's beds now, or those of an instant that is corrected."""

    area = forms.ChoiceField(
        label=_("Área"),
        choices=[(area.value, str(area.label).capitalize()) for area in BedArea],
    )
    operational = _beds(_("Operativas: las que se pueden usar"), required=True)
    occupied = _beds(_("Ocupadas"))
    available = _beds(_("Disponibles: libres y listas"))
    total = _beds(_("Todas las camas de emergencia"))
    inoperative = _beds(_("Inoperativas"))
    at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)


@signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """The facilities that the account reports for; the only one is opened."""
    facilities = facilities_of(account(request))
    if len(facilities) == 1:
        return redirect("site:beds-report", facilities[0].facility_code)
    context = {"facilities": facilities, "not_the_106": NOT_THE_106}
    return render(request, "frontend/emergency_beds/choose.html", context)


@signed_in
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The form, filled with what doesn't change from hour to hour, or with what is corrected."""
    facility = facility_for(account(request), code)
    if request.method != "POST":
        return _page(request, facility, ReportForm(initial=_initial(request, facility)))
    sent = ReportForm(request.POST)
    if not sent.is_valid():
        return _page(request, facility, sent, status=400)
    values = sent.cleaned_data
    now = timezone.now()
    at = values["at"] or now.replace(second=0, microsecond=0)
    try:
        check_instant(at, now)
        said = Reported(values["area"], at, read_numbers(values))
        report(account(request), facility, said, corrects=values["corrects"])
    except AlreadyReported as error:
        # The person sees what they are about to change, and says so by sending it again.
        return _page(request, facility, _correcting(request, error.report), status=409)
    except InvalidParameter as error:
        sent.add_error(None if error.parameter == "at" else error.parameter, error.message)
        return _page(request, facility, sent, status=400)
    return redirect("site:beds-facility", code)


def _page(
    request: HttpRequest, facility: FacilityAccount, shown: ReportForm, *, status: int = 200
) -> HttpResponse:
    code, is_sample = facility.facility_code, facility.is_demonstration
    beds = EmergencyBeds.objects.filter(facility_code=code, is_sample=is_sample).first()
    context = {
        "facility": facility,
        "name": beds.facility_name if beds else "",
        "form": shown,
        "counted": [shown[name] for name in _COUNTED],
        "corrects": shown["corrects"].value(),
        "at": _instant(shown["at"].value()),
        "not_the_106": NOT_THE_106,
    }
    return render(request, "frontend/emergency_beds/report.html", context, status=status)


def _initial(request: HttpRequest, facility: FacilityAccount) -> dict[str, Any]:
    rows = LiveBedReport.objects.filter(
        facility_code=facility.facility_code, is_sample=facility.is_demonstration
    )
    wanted = request.GET.get(_REPORT, "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 16:
        corrected = rows.filter(pk=int(wanted)).first()
        if corrected is not None:
            return _values(corrected)
    latest = rows.first()
    if latest is None:
        return {}
    # How many there are seldom changes; how many are free is to be counted.
    kept = ("area", "operational", "total", "inoperative")
    return {name: getattr(latest, name) for name in kept}


def _values(corrected: LiveBedReport) -> dict[str, Any]:
    numbers = {name: getattr(corrected, name) for name in BED_NUMBERS}
    at = corrected.at.astimezone(dt.UTC).isoformat()
    return {"area": corrected.area, "at": at, "corrects": corrected.version, **numbers}


def _correcting(request: HttpRequest, held: LiveBedReport) -> ReportForm:
    """What was sent, as a correction of what is kept."""
    data = request.POST.copy()
    data["at"] = held.at.astimezone(dt.UTC).isoformat()
    data["corrects"] = str(held.version)
    shown = ReportForm(data)
    shown.full_clean()
    shown.add_error(
        None,
        _("De este minuto ya hay un reporte con otros números. Envíelo de nuevo para corregirlo."),
    )
    return shown


def _instant(value: Any) -> dt.datetime | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return None
