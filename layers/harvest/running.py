"""A harvest from its first request to what became of it, kept as it goes.

What was published changes once, at the end, and only where all of the source was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone

from layers.cascade import taking
from layers.errors import TerritorioError, WrongState
from layers.harvest import rasters, snapshots
from layers.harvest.asking import Asker
from layers.harvest.describing import day_of, mark_stale
from layers.harvest.exclusive import harvesting
from layers.harvest.merging import Overlapping, merge
from layers.harvest.protocols import HARVESTED, PAGES
from layers.harvest.publishing import Harvested, Outcome, fields_of, put, reading_of
from layers.harvest.session import PAGES_KEPT, Session, forget_pages
from layers.harvest.sources import Protocol, Source, find
from layers.layer import AnyUser
from layers.models import HarvestedSource, HarvestRun
from layers.progress import JobStopped, Progress
from layers.reading.results import SourceError
from layers.remote import RemoteError
from layers.temporary import temporary_folder

State = HarvestRun.State
# Within this a broken run is gone on with; what it has is then a day old at most.
RESUMED_WITHIN = PAGES_KEPT / 2
_MAX_MESSAGE = 2_000
_DEFECT = "Falló por un defecto del sitio, que quedó en su registro."


def harvest(
    key: str,
    progress: Progress,
    *,
    by: AnyUser | None = None,
    dry_run: bool = False,
    asker: Callable[[Callable[[], None]], Asker] = Asker,
) -> HarvestRun:
    """Harvest a source; the run says what became of it.

    With ``dry_run`` everything is read and compared, and nothing published. Raises SourceError,
    WrongState or UnknownSource where it failed, after the run says so.
    """
    source = find(key)
    if source.protocol not in HARVESTED:
        raise WrongState(f"«{source.title}» ({source.protocol.label}) no se cosecha por filas.")
    if not source.is_ready:
        raise WrongState(f"Falta decir qué capa de «{source.title}» se quiere.")
    with harvesting(key):
        state, _is_new = HarvestedSource.objects.get_or_create(key=key)
        fields = fields_of(source, state)
        run = _run(source, state, fields, by)
        state.last_attempt_at = timezone.now()
        state.save(update_fields=["last_attempt_at"])
        session = Session(source, run, asker(progress.check), progress, fields)
        try:
            outcome = _harvested(session, state, dry_run=dry_run)
        except BaseException as error:
            _broke(source, state, run, session, error)
            raise
        _ended(state, run, session, outcome, dry_run=dry_run)
    return run


def accept(run_key: Any, progress: Progress, by: AnyUser) -> HarvestRun:
    """Publish a held harvest as it was read; raises WrongState where it isn't held any more."""
    run = _held(run_key)
    source = find(run.source_id)
    with harvesting(source.key), temporary_folder("harvest") as folder:
        run.source.refresh_from_db()
        summary = snapshots.unpack(run, folder)
        found = Harvested(reading_of(source, folder, summary, {}), run.report.get("about", {}))
        outcome = put(source, run.source, found, progress, is_accepted=True)
        run.state, run.differences = State.DONE, outcome.differences
        run.message, run.decided_by_id = "Publicada por decisión de una persona.", by.pk
        run.save()
        _succeeded(run.source, run)
    return run


def reject(run_key: Any, by: AnyUser) -> HarvestRun:
    """Leave what is published as it is; the copy stays for a while."""
    run = _held(run_key)
    run.state, run.decided_by_id = State.REJECTED, by.pk
    run.message = "Descartada por decisión de una persona."
    run.save(update_fields=["state", "decided_by", "message"])
    return run


def _held(key: Any) -> HarvestRun:
    run = HarvestRun.objects.select_related("source", "snapshot").filter(pk=key).first()
    if run is None or run.state != State.HELD:
        raise WrongState("Esa cosecha ya no espera una decisión.")
    return run


def _run(
    source: Source, state: HarvestedSource, fields: tuple[str, ...], by: AnyUser | None
) -> HarvestRun:
    """The run that broke off, where it asked for the same, else a new one."""
    asked = (source.protocol, source.version, source.address, source.layer, fields, source.options)
    signature = hashlib.sha256(repr(asked).encode()).hexdigest()
    unfinished = state.runs.filter(state__in=(State.RUNNING, State.BROKEN))
    since = timezone.now() - RESUMED_WITHIN
    found = unfinished.filter(signature=signature, began_at__gte=since).first()
    for other in unfinished.exclude(pk__in=[found.pk] if found else []):
        forget_pages(other)
        other.state = State.FAILED
        other.message = other.message or "Se interrumpió y no se retomó."
        other.save(update_fields=["state", "message"])
    if found is not None:
        found.state, found.ended_at, found.message = State.RUNNING, None, ""
        found.save(update_fields=["state", "ended_at", "message"])
        return found
    account = by.pk if by is not None and by.is_authenticated else None
    return HarvestRun.objects.create(
        source=state, signature=signature, address=source.address, by_id=account
    )


def _harvested(session: Session, state: HarvestedSource, *, dry_run: bool) -> Outcome:
    source, progress, run = session.source, session.progress, session.run
    progress.step(f"Leyendo «{source.title}»")
    if source.protocol is Protocol.WMS:
        return Outcome(None, taking.take(session, dry_run=dry_run))
    if source.is_raster:
        return Outcome(None, rasters.take(session, state, dry_run=dry_run).differences)
    with temporary_folder("harvest") as folder:
        summary = _merged(session, folder)
        session.about["day"] = day_of(session.last_modified)
        read = reading_of(source, folder, summary, session.titles)
        if not dry_run:
            snapshots.store(run, summary, folder)
        run.rows = int(summary["features"])
        return put(source, state, Harvested(read, session.about), progress, dry_run=dry_run)


def _merged(session: Session, folder: Path) -> dict[str, Any]:
    pages = PAGES[session.source.protocol]
    pages(session)
    session.progress.step("Uniendo las páginas", session.expected)
    try:
        return merge(session, folder)
    except Overlapping:
        if session.takes_whole:
            raise
        session.takes_whole = True
        session.remarks.append("Las páginas del servicio se repetían: la capa se pidió entera.")
        session.forget()
        session.progress.step(f"Leyendo «{session.source.title}» de una vez")
        pages(session)
        return merge(session, folder)


def _broke(
    source: Source,
    state: HarvestedSource,
    run: HarvestRun,
    session: Session,
    error: BaseException,
) -> None:
    """Write how it ended: to be gone on with where nothing is wrong but that it was cut off."""
    is_passing = isinstance(error, RemoteError) and error.is_passing
    is_ours = isinstance(error, JobStopped | KeyboardInterrupt)
    run.state = State.BROKEN if is_passing or is_ours else State.FAILED
    known = isinstance(error, TerritorioError)
    run.message = (str(error) if known else "Se interrumpió." if is_ours else _DEFECT)[
        :_MAX_MESSAGE
    ]
    run.ended_at = timezone.now()
    run.received_bytes += session.asker.received_bytes
    run.save()
    if run.state == State.FAILED:
        forget_pages(run)
    if isinstance(error, SourceError) and state.last_success_at and not state.stale_since:
        state.stale_since = run.ended_at
        state.save(update_fields=["stale_since"])
        mark_stale(source, state)
        taking.mark_stale(source, state.stale_since)


def _ended(
    state: HarvestedSource, run: HarvestRun, session: Session, outcome: Outcome, *, dry_run: bool
) -> None:
    run.ended_at = timezone.now()
    run.received_bytes += session.asker.received_bytes
    run.differences = outcome.differences
    run.report = {
        "remarks": session.remarks,
        "about": session.about,
        "pages": len(session.pages),
        "resumed": session.resumed,
        "requests": session.asker.requests,
        "answers": [[p.address, p.received_at.isoformat(), p.sha256] for p in session.pages][:200],
    }
    changed = sum(outcome.differences[name] or 0 for name in ("added", "changed", "gone"))
    if outcome.held:
        run.state, run.message = State.HELD, outcome.held
    elif dry_run:
        run.state = State.TRIED
    else:
        run.state = State.DONE if changed else State.SAME
    run.save()
    forget_pages(run)
    if run.state in (State.DONE, State.SAME):
        _succeeded(state, run)
    snapshots.forget_old(state)


def _succeeded(state: HarvestedSource, run: HarvestRun) -> None:
    state.last_success_at, state.stale_since = run.ended_at or timezone.now(), None
    state.save(update_fields=["last_success_at", "stale_since"])
