"""The messages to subscribers: a job for each, so that nobody learns of others.

They hold no word of a contribution, which may be withdrawn; a link leads to what is public by then.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import formats, timezone

from layers import jobs
from layers.mailing import deliver
from layers.models import Job
from layers.participation.subscribing import (
    CONFIRMED_WITHIN,
    KEPT_ONCE_OVER,
    is_on,
    live,
    token_of,
)
from layers.progress import Progress
from territory.addresses import on_site
from territory.models import ContributionStep, MailSubscription, ReviewState
from territory.models.contributions import AnswerState, State
from territory.participation.mail_addresses import opened

Kind = ContributionStep.Kind
_SUBJECTS = {
    Kind.PUBLISHED: "Aporte {number}: se publicó",
    Kind.REJECTED: "Aporte {number}: no se publica",
    Kind.ANSWERED: "Aporte {number}: respondido",
    Kind.DECIDED: "Aporte {number}: decidido",
}
# The steps that somebody is written to about; of an area, only of what is public.
ANNOUNCED = tuple(_SUBJECTS)
_OF_AREAS = (Kind.PUBLISHED, Kind.ANSWERED, Kind.DECIDED)
_TO_ONE = "participation_mail_to_one"
# A job takes so many recipients, and leaves the others to the next one.
BATCH = 200


def announce(step: int) -> None:
    """Have the subscribers of a step (its key) written to, by jobs: servers of mail are slow.

    It was taken and is committed: what goes wrong from here on changes nothing of it.
    """
    if is_on():
        jobs.submit("participation_mail", by=None, step=step, after=0)


def spread(_progress: Progress, step: int, after: int) -> dict[str, Any]:
    """A job for each recipient, so that of a job done twice at most one message goes out twice.

    Gives how many ``recipients`` there were among the subscriptions with a key above ``after``.
    """
    found = _found(step)
    if found is None:
        return {"recipients": 0}
    keys = list(
        _subscribers(found).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]
    )
    asked = Job.objects.filter(kind=_TO_ONE, arguments__step=step, arguments__subscription__in=keys)
    served = {job.arguments["subscription"] for job in asked.only("arguments")}
    with transaction.atomic():
        for key in keys:
            if key not in served:
                jobs.submit(_TO_ONE, by=None, step=step, subscription=key)
        if len(keys) == BATCH:
            jobs.submit("participation_mail", by=None, step=step, after=keys[-1])
    return {"recipients": len(keys)}


def send(_progress: Progress, step: int, subscription: int) -> dict[str, Any]:
    """The message of a step to one subscription (its key). Gives how many were ``sent``.

    None where the subscription has ended, the contribution was withdrawn or decided otherwise
    meanwhile, or the server refuses the address. Raises ``TryLater`` where that may change.
    """
    found = _found(step)
    if found is None:
        return {"sent": 0}
    subscriber = _with_address(_subscribers(found).filter(pk=subscription))
    if subscriber is None:
        return {"sent": 0}
    subject = _SUBJECTS[Kind(found.kind)].format(number=found.contribution_id)
    return {"sent": _deliver(subscriber, subject, _lines_of(found))}


def send_confirmation(_progress: Progress, subscription: int) -> dict[str, Any]:
    """The link that confirms a subscription (its key); gives how many were ``sent``."""
    waiting = live().filter(pk=subscription, confirmed_at=None)
    subscriber = _with_address(waiting)
    if subscriber is None:
        return {"sent": 0}
    hours = round(CONFIRMED_WITHIN.total_seconds() / 3_600)
    lines = [
        f"Alguien pidió recibir en esta dirección avisos {_of_what(subscriber)}.",
        "",
        f"Si fue usted, confírmelo antes de {hours} horas:",
        _link(f"/participar/avisos/{token_of(subscriber.pk)}/"),
        "",
        "Si no fue usted, no haga nada: la dirección se borra sola y no recibirá avisos.",
    ]
    return {"sent": _deliver(subscriber, "Confirme que quiere recibir avisos", lines)}


def _found(step: int) -> ContributionStep | None:
    """With its contribution; None where the step is gone or what it did holds no more."""
    rows = ContributionStep.objects.select_related(
        "contribution__commitment", "contribution__agency", "contribution__decision"
    )
    found = rows.filter(pk=step, kind__in=ANNOUNCED).first()
    if found is None:
        return None
    held = found.contribution
    decision = getattr(held, "decision", None)
    holds = {
        Kind.PUBLISHED: held.state == State.PUBLISHED,
        Kind.REJECTED: held.state == State.REJECTED,
        Kind.ANSWERED: held.state == State.PUBLISHED and held.answer_state == AnswerState.PUBLISHED,
        Kind.DECIDED: held.state == State.PUBLISHED
        and decision is not None
        and decision.state == ReviewState.PUBLISHED,
    }
    return found if holds[Kind(found.kind)] else None


def _subscribers(step: ContributionStep) -> QuerySet[MailSubscription]:
    """Of the contribution; of what is public also those of the units that it lies in."""
    held = step.contribution
    asked = Q(contribution=held)
    if step.kind in _OF_AREAS and held.unit_id:
        asked |= Q(unit__in=[held.unit_id[:digits] for digits in (2, 4, 6)])
    return live().filter(asked, confirmed_at__isnull=False)


def _with_address(rows: QuerySet[MailSubscription]) -> Any:
    return rows.select_related("unit").defer("unit__geom").annotate(address=opened()).first()


def _lines_of(step: ContributionStep) -> list[str]:
    held = step.contribution
    about = f"El aporte {held.pk}"
    if held.commitment:
        about += f" al compromiso {held.commitment.number} ({held.commitment.short_title})"
    match Kind(step.kind):
        case Kind.REJECTED:
            return [f"{about} no se publica: {step.get_reason_display()}."]
        case Kind.ANSWERED:
            agency = held.agency.acronym if held.agency else ""
            said = f"{about} tiene la respuesta de {agency}: {held.get_outcome_display()}."
        case Kind.DECIDED:
            said = f"La entidad a cargo decidió sobre {about[0].lower()}{about[1:]}: "
            said += f"{held.decision.get_outcome_display()}."
        case _:
            said = f"{about} se publicó."
    return [said, "", "Léalo aquí:", _link(f"/participar/aportes/{held.pk}/")]


def _deliver(subscriber: Any, subject: str, lines: list[str]) -> int:
    message = EmailMessage(
        subject,
        "\n".join([*lines, "", "--", *_foot(subscriber), ""]),
        to=[subscriber.address],
        headers=_headers(subscriber),
    )
    return deliver(message, f"subscription {subscriber.pk}")


def _headers(subscriber: MailSubscription) -> dict[str, str]:
    """RFC 2369 §3.2 and, where a reader's one click is safe from being read on its way, RFC 8058.

    RFC 3834 §5: nobody's absence is to be answered to it.
    """
    leave = _link(f"/participar/avisos/{token_of(subscriber.pk)}/baja/")
    headers = {"List-Unsubscribe": f"<{leave}>", "Auto-Submitted": "auto-generated"}
    if leave.startswith("https:"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _foot(subscriber: MailSubscription) -> list[str]:
    leave = _link(f"/participar/avisos/{token_of(subscriber.pk)}/baja/")
    if subscriber.confirmed_at is None:
        return [f"Borrar la dirección ahora: {leave}"]
    until = formats.date_format(timezone.localtime(subscriber.ends_at), "j \\d\\e F \\d\\e Y")
    days = KEPT_ONCE_OVER.days
    kept = f"Su dirección se guarda cifrada hasta el {until}"
    if subscriber.contribution_id:
        kept += f", o {days} días después de la respuesta"
    return [
        f"Recibe este correo porque pidió y confirmó avisos {_of_what(subscriber)}.",
        f"{kept}. Dejar de recibirlos, y borrarla: {leave}",
    ]


def _of_what(subscriber: MailSubscription) -> str:
    if subscriber.contribution_id:
        return f"del aporte {subscriber.contribution_id}"
    assert subscriber.unit is not None
    return f"de los aportes de {subscriber.unit.name} ({subscriber.unit.pk})"


def _link(path: str) -> str:
    assert settings.PUBLIC is not None
    return f"{settings.PUBLIC.scheme}://{settings.PUBLIC.host}{on_site(path)}"
