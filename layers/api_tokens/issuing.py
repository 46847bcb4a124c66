"""The one door by which keys are made and ended, for pages and administration."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from layers.errors import EditNotAllowed, FeatureNotFound, InvalidParameter, QuotaExceeded
from territory import api_tokens
from territory.api_tokens import NewToken
from territory.models import ApiToken, FacilityAccount, TokenScope
from territory.roles import AnyUser

# Of who looks after everybody's.
ADMINISTER = "territory.change_apitoken"
# Of an account: programs have one each, and a forgotten one is a hole.
MOST_WORKING = 20
# How long a key may last; nobody is asked to keep one for ever.
DAYS = (30, 90, 365)
LONGEST_NAME = 80


@dataclass(frozen=True)
class Wanted:
    """A key to be made: for the account that is to use it, and the facility that it acts for."""

    user: User
    scope: str
    facility: FacilityAccount | None
    name: str
    days: int


def facilities_of(user: AnyUser) -> list[FacilityAccount]:
    """Those that the account acts for; one query."""
    if not user.is_authenticated or not user.is_active:
        return []
    return list(FacilityAccount.objects.filter(user=user.pk))


def may_issue(by: AnyUser, wanted: Wanted) -> bool:
    """For oneself, or as who looks after everybody's; only for what the account acts for."""
    if not by.is_active or not (by.pk == wanted.user.pk or is_administrator(by)):
        return False
    facility = wanted.facility
    return facility is not None and facility.pk in {held.pk for held in facilities_of(wanted.user)}


def may_see(by: AnyUser, token: ApiToken) -> bool:
    """See that there is the key, and end it: one's own, or everybody's."""
    return by.is_active and (by.pk == token.user_id or is_administrator(by))


def is_administrator(user: AnyUser) -> bool:
    """Whether the account looks after everybody's keys."""
    has_perm = getattr(user, "has_perm", None)
    return has_perm is not None and bool(has_perm(ADMINISTER))


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """The account's own, the latest first, those that ended too."""
    return ApiToken.objects.filter(user=user)


@transaction.atomic
def issue(by: User, wanted: Wanted) -> NewToken:
    """Make a key.

    Raises InvalidParameter (which names the field), EditNotAllowed or QuotaExceeded.
    """
    if wanted.scope not in TokenScope.values:
        raise InvalidParameter("Elija para qué es la clave.", parameter="scope")
    if wanted.days not in DAYS:
        days = ", ".join(map(str, DAYS))
        raise InvalidParameter(f"Una clave dura {days} días.", parameter="days")
    name = _name(wanted.name)
    if not may_issue(by, wanted):
        raise EditNotAllowed("Esa cuenta no actúa por ese establecimiento.")
    # Two at once are counted one after the other.
    User.objects.select_for_update().get(pk=wanted.user.pk)
    if api_tokens.working().filter(user=wanted.user).count() >= MOST_WORKING:
        raise QuotaExceeded(
            f"La cuenta tiene ya {MOST_WORKING} claves vigentes: revoque las que no usa."
        )
    assert wanted.facility is not None
    return api_tokens.make(
        wanted.user,
        wanted.scope,
        name=name,
        expires_at=timezone.now() + dt.timedelta(days=wanted.days),
        by=by,
        facility_code=wanted.facility.facility_code,
        is_sample=wanted.facility.is_demonstration,
    )


def revoke(by: User, key_id: str) -> ApiToken:
    """End a key; what the account may not see doesn't exist (raises FeatureNotFound)."""
    token = ApiToken.objects.filter(key_id=key_id[:40]).first()
    if token is None or not may_see(by, token):
        raise FeatureNotFound("No hay una clave con ese identificador.")
    api_tokens.revoke(token, by)
    return token


def _name(text: str) -> str:
    """One line of what can be seen; format characters could make it show as another."""
    name = " ".join(text.split())
    if not name:
        raise InvalidParameter("Diga qué programa o equipo la usará.", parameter="name")
    if len(name) > LONGEST_NAME:
        raise InvalidParameter(f"Hasta {LONGEST_NAME} caracteres.", parameter="name")
    if not name.isprintable():
        raise InvalidParameter("Tiene caracteres que no se ven: quítelos.", parameter="name")
    return name
