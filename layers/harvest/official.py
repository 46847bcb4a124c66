"""All registered sources, one after the other: what each gave, or why it gave nothing."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from layers.errors import TerritorioError
from layers.harvest import boundaries
from layers.harvest.asking import Asker
from layers.harvest.policy import policy
from layers.harvest.running import harvest
from layers.harvest.sources import Protocol, Source, sources
from layers.models import Cascade, HarvestRun
from layers.progress import Progress
from layers.remote import RemoteError
from layers.remote.policy import target_of
from territory.boundaries import BoundaryError

# So long a server may take to be connected to, when it is asked whether there is a network at all.
_CONNECTING_S = 10.0
CLOSED = (
    "Esta máquina no llega a ninguna de las fuentes oficiales: no hay salida a internet, o la "
    "cierra un cortafuegos. No se cambió nada."
)


class NoNetwork(TerritorioError):
    """Esta máquina no llega a ninguna de las fuentes oficiales. No se cambió nada."""


@dataclass(frozen=True)
class Line:
    """A line of the closing table; ``reason`` is why nothing, or not all, was published."""

    source: Source
    rows: int | None
    cutoff: str
    reason: str = ""


def wanted() -> list[Source]:
    """The sources that can be harvested as the table has them, boundaries first."""
    able = [source for source in sources() if source.is_ready]
    return sorted(able, key=lambda source: not _is_boundaries(source))


def left_out() -> list[Line]:
    """Those that can't, and why."""
    reason = "falta elegir cuál de sus capas se quiere"
    return [Line(source, None, "", reason) for source in sources() if not source.is_ready]


def reachable(found: list[Source]) -> bool:
    """Whether any of their servers lets itself be connected to; nothing is asked of it."""
    servers = {urlsplit(source.address).netloc: source.address for source in found}
    return any(map(_answers, servers.values()))


def publish_all(
    progress: Progress,
    asker: Callable[[Callable[[], None]], Asker] = Asker,
) -> Iterator[Line]:
    """Harvest each; raises NoNetwork before anything where no server answers."""
    found = wanted()
    if not reachable(found):
        raise NoNetwork(CLOSED)
    for source in found:
        yield _published(source, progress, asker)


def _published(
    source: Source, progress: Progress, asker: Callable[[Callable[[], None]], Asker]
) -> Line:
    try:
        if _is_boundaries(source):
            done = boundaries.publish(source, progress, asker=asker)
            reason = f"{done.refused} filas rechazadas" if done.refused else ""
            return Line(source, done.rows, done.cutoff, reason)
        run = harvest(source.key, progress, asker=asker)
    except (TerritorioError, BoundaryError) as error:
        return Line(source, None, "", str(error))
    if run.state == HarvestRun.State.HELD:
        return Line(source, None, "", run.message)
    if source.protocol is Protocol.WMS:
        is_shown = Cascade.objects.filter(pk=source.key, is_public=True).exists()
        return Line(source, run.rows, "", "" if is_shown else "espera que se diga su licencia")
    dataset = run.source.dataset or run.source.coverage
    day = dataset.cutoff_date.isoformat() if dataset and dataset.cutoff_date else ""
    is_private = dataset is not None and not dataset.is_public
    reason = "espera que su entidad la apruebe o publique" if is_private else ""
    return Line(source, run.rows, day, reason)


def _is_boundaries(source: Source) -> bool:
    return source.protocol is Protocol.BOUNDARIES


def _answers(address: str) -> bool:
    try:
        target = target_of(address, policy())
    except RemoteError:
        return False
    for reached in target.reached:
        try:
            socket.create_connection((reached, target.port), _CONNECTING_S).close()
        except OSError:
            continue
        return True
    return False
