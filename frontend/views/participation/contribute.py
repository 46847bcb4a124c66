"""Contributing without an account, and following what was contributed by its code."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from frontend.access import private
from frontend.views.participation.form import ContributionForm, SeveralPlaces
from layers.errors import (
    FeatureNotFound,
    InvalidGeometry,
    InvalidParameter,
    TooManyRequests,
    UploadTooLarge,
    WrongState,
)
from layers.participation import subjects, subscribing
from layers.participation.admission import admit, by_code
from layers.participation.consulted import OpenParagraph, open_paragraph
from layers.participation.receiving import receive, withdraw
from territory.models import Contribution
from territory.models.contributions import GRID_DEG, State
from territory.participation.answering_term import clock_of
from territory.participation.codes import read_code
from territory.participation.nearby import NEAR_M, published_near
from territory.participation.processes.contributed import change_of, decision_of
from territory.participation.proofs import BITS, new_challenge
from territory.participation.sensitive import is_sensitive

_FIELD_OF = {"geometry": "place", "unit": "place", "place": "place", "feature": ""}
_GONE = "Ese elemento no está publicado: el aporte iría sin él."


def secret(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page whose address is a secret: no cache keeps it, no other site learns of it."""

    @private
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except TooManyRequests as error:
            response = too_many(request, error)
        # Without any, browsers send forms of the page without an origin, which are refused.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapper


def address_of(request: HttpRequest) -> str:
    """Where the request comes from; the server in front has already said who is trusted for it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def too_many(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    """The page of who has to wait."""
    context = {"message": error.message}
    response = render(request, "frontend/participation/wait.html", context, status=429)
    response["Retry-After"] = str(error.wait_s)
    return response


@private
def new(request: HttpRequest) -> HttpResponse:
    """The form; what it sends is received, and its code shown at the contribution's own page."""
    try:
        if request.method == "POST":
            return _receive(request, ContributionForm(request.POST, request.FILES))
        return _asked(request)
    except FeatureNotFound as error:
        raise Http404(error.message) from error
    except (WrongState, InvalidParameter) as error:
        # Too early, too late, or at a paragraph that the text hasn't got.
        context = {"message": error.message}
        status = 409 if isinstance(error, WrongState) else 400
        return render(request, "frontend/participation/not_open.html", context, status=status)


def _receive(request: HttpRequest, form: ContributionForm) -> HttpResponse:
    if not form.is_valid():
        return _form(request, form, status=400)
    try:
        place = form.where()
        admit(address_of(request), form.cleaned_data["challenge"], form.cleaned_data["nonce"])
        received = receive(form.sent(place))
    except TooManyRequests as error:
        form.add_error(None, error.message)
        response = _form(request, form, status=429)
        response["Retry-After"] = str(error.wait_s)
        return response
    except SeveralPlaces as found:
        form.add_error("place", "Hay varios lugares con ese nombre: elija uno abajo.")
        return _form(request, form, candidates=found.units, status=400)
    except (InvalidParameter, InvalidGeometry, UploadTooLarge) as error:
        name = _FIELD_OF.get(error.parameter or "", error.parameter)
        form.add_error(name if name in form.fields else None, error.message)
        return _form(request, form, status=400)
    return redirect("site:contribution-followed", received.code)


def _asked(request: HttpRequest) -> HttpResponse:
    """The form as a link fills it in: commitment, paragraph, the unit or feature one came from."""
    names = {
        "commitment": "compromiso",
        "place": "lugar",
        "consultation": "consulta",
        "paragraph": "parrafo",
        "kind": "tipo",
    }
    filled: dict[str, Any] = {n: request.GET.get(word, "")[:100] for n, word in names.items()}
    layer, fid = request.GET.get("capa", ""), request.GET.get("elemento", "")
    if not layer and not fid:
        return _form(request, ContributionForm(initial=filled))
    about = subjects.find(layer, fid)
    if about is None:
        return _form(request, ContributionForm(initial=filled), missing=_GONE, status=404)
    filled |= {"layer": layer, "feature": fid}
    if not filled["commitment"] and about.commitments:
        filled["commitment"] = about.commitments[0]
    return _form(request, ContributionForm(initial=filled))


def _form(
    request: HttpRequest,
    form: ContributionForm,
    *,
    candidates: Any = (),
    missing: str = "",
    status: int = 200,
) -> HttpResponse:
    """Raises as ``open_paragraph`` does, of what is filled in at a paragraph."""
    layer, fid = form["layer"].value() or "", form["feature"].value() or ""
    asked = _paragraph(form) if form.is_of_consultation else None
    of_consultation = asked is not None and is_sensitive(asked.consultation.commitment.number)
    context = {
        "form": form,
        "asked": asked,
        "is_sensitive": of_consultation or form.is_sensitive,
        "subject": subjects.find(layer, fid) if layer else None,
        "missing": missing,
        "candidates": candidates,
        "challenge": new_challenge(),
        "bits": BITS,
        "near_m": round(NEAR_M),
    }
    return render(request, "frontend/participation/new.html", context, status=status)


def _paragraph(form: ContributionForm) -> OpenParagraph:
    number = str(form["paragraph"].value())
    is_number = number.isascii() and number.isdigit() and len(number) < 4
    return open_paragraph(form["consultation"].value(), int(number) if is_number else None)


def find(request: HttpRequest) -> HttpResponse:
    """From the code that somebody typed to its page."""
    code = read_code(request.POST.get("code", "")[:100])
    return redirect("site:contribution-followed", code or "no-es-un-codigo")


def of_code(request: HttpRequest, code: str) -> Contribution:
    """Raises Http404, and TooManyRequests of guesses."""
    try:
        return by_code(address_of(request), code)
    except FeatureNotFound as error:
        raise Http404(error.message) from error


@secret
def followed(request: HttpRequest, code: str) -> HttpResponse:
    """A contribution as whoever sent it sees it: state, answer, and the way to take it back."""
    contribution = of_code(request, code)
    context: dict[str, Any] = {
        "contribution": contribution,
        "code": read_code(code),
        "State": State,
        "mail_is_on": subscribing.is_on(),
    }
    if contribution.state != State.WITHDRAWN:
        context |= {
            "clock": clock_of(contribution),
            "decision": decision_of(contribution),
            "change": change_of(decision_of(contribution)),
            "photo": getattr(contribution, "photo", None),
            "steps": contribution.steps.all(),
            "near": _near(contribution),
            "repeated": _repeated(contribution),
            "grid_m": round(GRID_DEG * 111_000),
        }
    return render(request, "frontend/participation/followed.html", context)


def _repeated(contribution: Contribution) -> int | None:
    """The number of what it repeats, where that is public."""
    original = contribution.duplicate_of_id
    if original is None:
        return None
    is_public = Contribution.objects.filter(pk=original, state=State.PUBLISHED).exists()
    return original if is_public else None


def _near(contribution: Contribution) -> list[Contribution]:
    """What others said of it close by, while it isn't decided on yet."""
    if contribution.state != State.RECEIVED or contribution.geom is None:
        return []
    assert contribution.commitment is not None
    return list(published_near(contribution.geom, contribution.commitment.number))


@secret
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw it; asked for once more by the page's tick."""
    contribution = of_code(request, code)
    if request.POST.get("sure"):
        withdraw(contribution)
    return redirect("site:contribution-followed", read_code(code))
