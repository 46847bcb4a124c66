"""What a service says that it offers, whatever its protocol: a list of data sets or layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from layers.errors import WrongState
from layers.harvest.asking import Asker
from layers.harvest.listing import OFFERED
from layers.harvest.session import Session
from layers.harvest.sources import Protocol, Source
from layers.models import FederatedService, HarvestedSource, HarvestRun
from layers.progress import Progress
from territory.personal_data import masked

_NAME, _ABSTRACT = 300, 1_000


@dataclass(frozen=True)
class Offered:
    """A data set or layer as a service tells it, without persons' telephones and the like."""

    name: str
    title: str
    abstract: str = ""
    kind: str = ""
    address: str = ""
    told_on: str = ""


def offered(
    service: FederatedService,
    progress: Progress,
    asker: Callable[[Callable[[], None]], Asker] = Asker,
) -> list[Offered]:
    """Each once, by name; raises SourceError, and WrongState where it can't be asked."""
    if not service.address or not service.protocol:
        raise WrongState(f"No se conoce la dirección de «{service.title}».")
    source = _source(service)
    run = HarvestRun(source=HarvestedSource(key=service.key), address=source.address)
    session = Session(source, run, asker(progress.check), progress, ())
    found: dict[str, Offered] = {}
    for each in OFFERED[source.protocol](session):
        name = each["name"].strip()[:_NAME]
        if name and name not in found:
            found[name] = _offered(name, each)
    return list(found.values())


def _offered(name: str, said: dict[str, str]) -> Offered:
    return Offered(
        name=name,
        title=masked(said.get("title", ""))[:_NAME] or name,
        abstract=masked(said.get("abstract", ""))[:_ABSTRACT],
        kind=said.get("kind", ""),
        address=said.get("address", ""),
        told_on=said.get("told_on", ""),
    )


def _source(service: FederatedService) -> Source:
    """The service as harvests ask one; no layer of it is chosen."""
    return Source(
        key=service.key,
        title=service.title,
        protocol=Protocol(str(service.protocol)),
        version="",
        address=str(service.address),
        layer="",
        owner=service.platform,
        owner_name=service.owner_name,
        licence="",
        theme="environment",
        commitments=(2,),
        fields=(),
        key_field="",
        cutoff=None,
        options={},
        every_days=1,
        told_in=service.told_in or "",
    )
