"""What the account of who signed in may do, and where."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.access import account, signed_in
from layers.api_tokens.issuing import facilities_of, tokens_of
from layers.publishing.permissions import is_administrator as looks_after_sources
from territory.agencies import limited_roles_of, roles_of
from territory.guidelines import NUMBER as GUIDELINES
from territory.models import AdminUnit, AgencyRole, Commitment
from territory.participation.permissions import may_moderate
from territory.participation.processes.seen import looked_after
from territory.reviewing import Verb, is_administrator
from territory.roles import Role, role_of


@dataclass(frozen=True)
class Room:
    """A page on which the account has something to do, and what that is."""

    title: str | Promise
    what: str | Promise
    address: str


@signed_in
def sheet(request: HttpRequest) -> HttpResponse:
    """The account's roles, its commitments and the pages that it works on."""
    user = account(request)
    commitments = looked_after(user, Verb.VIEW)
    context = {
        "roles": _roles(user),
        "planner": getattr(user, "planner", None),
        "commitments": commitments,
        "rooms": _rooms(user, commitments),
    }
    return render(request, "frontend/account/own.html", context)


# By the old one; the account's other sessions end with it.
change_password = signed_in(
    PasswordChangeView.as_view(
        template_name="frontend/account/password.html", success_url=reverse_lazy("site:account")
    )
)


def _roles(user: User) -> list[tuple[AgencyRole, str]]:
    """In which agencies, as what, and in which units alone, if so; two queries at most."""
    held = list(user.agency_roles.select_related("agency").order_by("agency__acronym", "role"))
    codes = {code for role in held for code in role.units}
    named = dict(AdminUnit.objects.filter(pk__in=codes).values_list("pk", "name")) if codes else {}
    return [(role, ", ".join(_named(code, named) for code in role.units)) for role in held]


def _named(code: str, names: dict[str, str]) -> str:
    return f"{names[code]} ({code})" if code in names else code


def _rooms(user: User, commitments: list[Commitment]) -> list[Room]:
    rooms = []
    if role_of(user) == Role.REVIEWER:
        rooms.append(Room(_("Zonas"), _("revisar las que se presentan"), reverse("site:zones")))
    elif role_of(user) == Role.PLANNER:
        rooms.append(Room(_("Zonas"), _("dibujar y presentar zonas"), reverse("site:zones")))
    if roles_of(user) or limited_roles_of(user) or looks_after_sources(user):
        what = _("archivos de las fuentes oficiales y capas de la entidad")
        rooms.append(Room(_("Publicar"), what, reverse("site:publishing")))
    if commitments:
        what = _("foros, sesiones, acuerdos y consultas")
        rooms.append(Room(_("Preparar espacios y consultas"), what, reverse("site:preparing")))
    if any(found.number == GUIDELINES for found in commitments):
        what = _("escribir sus versiones, y publicar las que otra persona preparó")
        rooms.append(Room(_("Lineamientos de las CAR y CAM"), what, reverse("site:guidelines")))
    if may_moderate(user):
        what = _("qué se publica de lo que la gente envía")
        rooms.append(Room(_("Revisar aportes"), what, reverse("site:moderation")))
    if roles_of(user):
        what = _("responder en nombre de la entidad")
        rooms.append(Room(_("Responder aportes"), what, reverse("site:answers")))
    if roles_of(user) or is_administrator(user):
        what = _("qué se hace con cada aporte a una consulta, y por qué")
        rooms.append(Room(_("Decidir en las consultas"), what, reverse("site:decisions")))
    rooms += _of_facilities(user)
    rooms.append(Room(_("Trabajos"), _("archivos grandes que se preparan"), reverse("site:jobs")))
    return rooms


def _of_facilities(user: User) -> list[Room]:
    """What an account does for the health facilities that it acts for."""
    rooms = []
    facilities = facilities_of(user)
    if facilities:
        what = _("las de su establecimiento, en un minuto")
        address = reverse("site:beds-report-choose")
        rooms.append(Room(_("Reportar camas de emergencia"), what, address))
    if facilities or tokens_of(user).exists():
        what = _("para que el programa de un establecimiento de salud envíe datos por usted")
        rooms.append(Room(_("Claves de acceso"), what, reverse("site:tokens")))
    return rooms
