"""What is shown of sources, and who may do what with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User

from layers.datasets.access import Verb, may_in, prepared_agencies
from layers.errors import WrongState
from layers.harvest.asking import Asker
from layers.harvest.protocols import arcgis, csw, ogc_api, wfs, wms
from layers.harvest.session import Session
from layers.harvest.sources import Protocol, Source, find, sources
from layers.layer import AnyUser
from layers.models import HarvestedSource, HarvestRun
from layers.progress import Unwatched
from layers.publishing.permissions import is_administrator
from territory.models import Agency

OFFERED: Mapping[Protocol, Callable[[Session], list[dict[str, str]]]] = {
    Protocol.WFS: wfs.offered,
    Protocol.OGC_API: ogc_api.offered,
    Protocol.ARCGIS: arcgis.offered,
    Protocol.WMS: wms.offered,
    Protocol.CSW: csw.offered,
}


@dataclass(frozen=True)
class Listed:
    """A source and how it is doing; ``why_not`` says why it can't be harvested, else empty."""

    source: Source
    state: HarvestedSource | None
    last: HarvestRun | None
    why_not: str

    @property
    def is_enabled(self) -> bool:
        return self.state is not None and self.state.is_enabled


def listed() -> list[Listed]:
    """All sources of the table; two queries, however many they are."""
    states = {s.key: s for s in HarvestedSource.objects.select_related("dataset", "coverage")}
    newest = HarvestRun.objects.order_by("source_id", "-began_at").distinct("source_id")
    runs = {run.source_id: run for run in newest}
    return [Listed(s, states.get(s.key), runs.get(s.key), why_not(s)) for s in sources()]


def listed_of(source: Source) -> Listed:
    """The same of one."""
    state = (
        HarvestedSource.objects.select_related("dataset", "coverage").filter(key=source.key).first()
    )
    last = HarvestRun.objects.filter(source=source.key).first()
    return Listed(source, state, last, why_not(source))


def why_not(source: Source) -> str:
    """Why a source can't be harvested by its page, as a sentence; empty where it can."""
    if source.protocol is Protocol.BOUNDARIES:
        return "Los límites se traen con make official, de una vez y no por horario."
    if source.protocol is Protocol.CSW:
        return "Un catálogo no se cosecha: se ve qué ofrece (harvest --layers)."
    if not source.is_ready:
        return "Falta decir en la tabla de fuentes cuál de las capas del servicio se quiere."
    return ""


def require_ready(source: Source) -> None:
    """Raises WrongState where it can't be harvested."""
    if reason := why_not(source):
        raise WrongState(reason)


def switch(source: Source, by: User, *, is_on: bool) -> None:
    """Turn a source's timetable on or off; raises WrongState where it can't be harvested."""
    if is_on:
        require_ready(source)
    HarvestedSource.objects.update_or_create(
        key=source.key, defaults={"is_enabled": is_on, "changed_by": by}
    )


def may_see(user: AnyUser) -> bool:
    """Whether the account sees the list: whoever prepares layers for an agency."""
    return prepared_agencies(user).exists() if user.is_authenticated else False


def may_switch(user: AnyUser) -> bool:
    """Whether it decides which sources are on: whoever looks after the site."""
    return is_administrator(user)


def may_harvest(user: AnyUser, source: Source) -> bool:
    """Whether it asks for harvests and decides on held ones: operators, the owner's people."""
    if is_administrator(user):
        return True
    owner = Agency.objects.filter(acronym=source.owner).first()
    return owner is not None and may_in(user, Verb.PUBLISH, owner)


def layers_offered(key: str, asker: Asker) -> list[tuple[str, str]]:
    """Name and title of each layer of the source's service; raises SourceError, WrongState."""
    source = find(key)
    ask = OFFERED.get(source.protocol)
    if ask is None:
        raise WrongState(f"«{source.title}» no ofrece una lista de capas.")
    run = HarvestRun(source=HarvestedSource(key=key), address=source.address)
    session = Session(source, run, asker, Unwatched(), ())
    return [(each["name"], each["title"]) for each in ask(session)]
