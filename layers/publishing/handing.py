"""Handing in a file for a source, saying what it is, and deciding what becomes of it.

The one door of pages and API: each step asks whether the account may, moves the state, writes the
diary where somebody decided, and asks for the work.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from layers import jobs, stored
from layers.errors import EditNotAllowed, WrongState
from layers.loading import diary, importing, parts
from layers.loading.checking import Handed, packed, unpacked
from layers.loading.diary import About, Action
from layers.loading.snapshots import File, Publisher
from layers.loading.sources import find
from layers.models import Snapshot, StoredFile, Submission
from layers.publishing.demands import demand, demand_place, demand_with, feed_of
from layers.publishing.permissions import (
    Verb,
    may,
    may_approve,
    needs_second_person,
)
from layers.publishing.states import State, move
from layers.source import Source
from territory.coverage import Covers
from territory.models import PublishedPart

# How long what was handed in waits for its publication.
KEPT = dt.timedelta(days=30)


class Undecided(EditNotAllowed):
    """Tiene columnas que parecen datos de personas: antes decide otra persona de la entidad."""


def lock_of(source: Source) -> str:
    """What work on the same tables waits for each other by."""
    return f"source:{source.name}"


def hand_in(
    user: User,
    source: Source,
    file: StoredFile | None,
    handed: Handed,
    *,
    covers: Covers | None = None,
    address: str = "",
) -> Submission:
    """Hand in a stored file, or the address where it lies, and have it checked."""
    demand(user, Verb.PREPARE, source, covers)
    with transaction.atomic():
        held = Submission.objects.create(
            source=source.name,
            file=file,
            file_name=file.name if file else address[:200],
            sha256=file.sha256 if file else "",
            size=file.size if file else 0,
            address=address,
            handed=packed(handed),
            covers=list(covers) if covers else None,
            created_by=user,
        )
        record(Action.HANDED_IN, held, user)
        _check(user, held, source)
    return held


def check_again(user: User, held: Submission, handed: Handed, covers: Covers | None) -> Submission:
    """Say more, or something else, of a file, and have it checked again."""
    source = find(held.source)
    demand_with(user, Verb.PREPARE, source, held)
    demand(user, Verb.PREPARE, source, covers)
    with transaction.atomic():
        _check(user, held, source, handed=packed(handed), covers=list(covers) if covers else None)
    return held


def _check(user: User, held: Submission, source: Source, **values: Any) -> None:
    held = move(held, State.CHECKING, lacks=None, message="", allowed_by=None, **values)
    job = jobs.submit(
        "check_file",
        by=user,
        lock=lock_of(source),
        title=f"Revisión de {held.file_name}",
        submission=str(held.pk),
    )
    Submission.objects.filter(pk=held.pk).update(job=job.pk)


def request(
    user: User, held: Submission, *, skips_refused: bool, replaces_others: bool, note: str = ""
) -> Submission:
    """Have a checked file published: at once where nobody else has to decide, else by a second.

    Raises EditNotAllowed, or WrongState where it isn't fit to be published as it is.
    """
    source = find(held.source)
    demand(user, Verb.PREPARE, source)
    demand_with(user, Verb.PREPARE, source, held)
    _demand_fitness(held, skips_refused=skips_refused, replaces_others=replaces_others)
    demand_place(user, Verb.PREPARE, source, feed_of(held), tuple(held.covered))
    choice = {
        "skips_refused": skips_refused,
        "replaces_others": replaces_others,
        "requested_by": user,
        "note": note,
    }
    if not needs_decision(held, source) and may(user, Verb.PUBLISH, source, held.covered):
        return _publish(user, held, source, **choice)
    with transaction.atomic():
        held = move(held, State.AWAITING, **choice)
        record(Action.REQUESTED, held, user, note)
    return held


def approve(user: User, held: Submission, note: str = "") -> Submission:
    """Publish what another person prepared and asked to be published."""
    source = find(held.source)
    _demand_second(user, held, source)
    with transaction.atomic():
        if held.personal:
            Submission.objects.filter(pk=held.pk).update(allowed_by=user)
            record(Action.ALLOWED, held, user, note)
        record(Action.APPROVED, held, user, note)
        return _publish(user, held, source, decided_by=user)


def reject(user: User, held: Submission, note: str) -> Submission:
    """Give it back to who prepared it, with the reason."""
    source = find(held.source)
    _demand_second(user, held, source)
    with transaction.atomic():
        held = move(held, State.CHECKED, decided_by=user, message=note)
        record(Action.REJECTED, held, user, note)
    return held


def discard(user: User, held: Submission) -> Submission:
    """Forget a file that wasn't published, with its rows; that it was handed in stays known."""
    demand_with(user, Verb.PREPARE, find(held.source), held)
    files = [file for file in (held.file, held.rows) if file]
    with transaction.atomic():
        held = move(held, State.DISCARDED, file=None, rows=None)
        held.cells.all().delete()
        held.candidates.all().delete()
        record(Action.DISCARDED, held, user)
        for file in files:
            stored.delete(file)
    return held


def mark(user: User, held: Submission) -> Any:
    """Have a workbook made in which the cells of the check are marked; gives the job."""
    demand_with(user, Verb.VIEW, find(held.source), held)
    title = f"{held.file_name} con las celdas marcadas"
    return jobs.submit("mark_file", by=user, title=title, submission=str(held.pk))


def return_to(user: User, snapshot: Snapshot, *, replace_others: bool, note: str) -> Any:
    """Return to an earlier publication; gives the job.

    Raises WrongState where other parts cover some of the same and aren't to be replaced.
    """
    source = find(snapshot.source)
    demand_place(user, Verb.RETURN, source, snapshot.feed, tuple(snapshot.covers))
    others = parts.in_the_way(source, snapshot.feed, snapshot.covers)
    if others and not replace_others:
        units = importing.directory()
        raise WrongState(
            "Otro archivo publicado cubre parte de lo mismo "
            f"({'; '.join(parts.named(part.covers, units) for part in others)}): diga si se "
            "reemplaza entero."
        )
    return jobs.submit(
        "return_to_snapshot",
        by=user,
        lock=lock_of(source),
        source=source.name,
        snapshot=snapshot.pk,
        replace_others=replace_others,
        by_account=user.pk,
        note=note,
    )


def undo(user: User, part: PublishedPart, note: str) -> Any:
    """Return to what was published of a part before; gives the job."""
    return _on_part("undo_publication", Verb.RETURN, user, part, note)


def withdraw(user: User, part: PublishedPart, note: str) -> Any:
    """Take a part out of the layers; gives the job."""
    return _on_part("withdraw_part", Verb.WITHDRAW, user, part, note)


def _on_part(kind: str, verb: Verb, user: User, part: PublishedPart, note: str) -> Any:
    source = find(part.source)
    demand(user, verb, source, tuple(part.covers))
    return jobs.submit(
        kind,
        by=user,
        lock=lock_of(source),
        source=source.name,
        feed=part.name,
        covers=part.covers,
        by_account=user.pk,
        note=note,
    )


def needs_decision(held: Submission, source: Source) -> bool:
    """Whether somebody else has to decide before it is published."""
    return bool(held.personal) or needs_second_person(source)


def _publish(user: User, held: Submission, source: Source, **values: Any) -> Submission:
    with transaction.atomic():
        held = move(held, State.PUBLISHING, message="", **values)
        job = jobs.submit(
            "publish_file",
            by=user,
            lock=lock_of(source),
            title=f"Publicación de {held.file_name}",
            submission=str(held.pk),
            by_account=user.pk,
            note=held.note,
        )
        Submission.objects.filter(pk=held.pk).update(job=job.pk)
    held.refresh_from_db()
    return held


def _demand_second(user: User, held: Submission, source: Source) -> None:
    prepared = {held.created_by_id, held.requested_by_id}
    if not all(may_approve(user, source, account, held.covered) for account in prepared):
        raise EditNotAllowed
    demand_place(user, Verb.APPROVE, source, feed_of(held), tuple(held.covered))
    if held.state != State.AWAITING:
        raise WrongState("Nadie ha pedido que se publique este archivo.")


def _demand_fitness(held: Submission, *, skips_refused: bool, replaces_others: bool) -> None:
    summary = held.summary
    if held.state != State.CHECKED:
        raise WrongState(f"El archivo está «{held.get_state_display()}»: no se puede publicar.")
    if not summary.get("number_of_rows"):
        raise WrongState("Ninguna fila sirve: no hay nada que publicar.")
    if summary["refused_rows"] and not skips_refused:
        raise WrongState(
            "Hay filas rechazadas: corríjalas en el archivo, o diga que se publiquen las demás."
        )
    if held.overlap and not replaces_others:
        raise WrongState(
            f"Otro archivo publicado cubre parte de lo mismo ({held.overlap}): diga si este lo "
            "reemplaza entero, o que cubre otra cosa."
        )


def record(action: Action, held: Submission, user: User, note: str = "") -> None:
    """Write in the diary what somebody did with a file handed in."""
    about = About(
        feed=feed_of(held),
        covers=held.covered,
        file=File(held.file_name, held.sha256),
    )
    diary.record(action, held.source, Publisher(user, submission=held.pk, note=note), about)


def handed_of(held: Submission) -> Handed:
    """What was said of a file handed in."""
    return unpacked(held.handed)
