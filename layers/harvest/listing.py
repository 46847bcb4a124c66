"""Which layers a service offers, for whoever has to say which is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from layers.errors import WrongState
from layers.harvest.asking import Asker
from layers.harvest.protocols import arcgis, ogc_api, wfs
from layers.harvest.session import Session
from layers.harvest.sources import Protocol, find
from layers.models import HarvestedSource, HarvestRun
from layers.progress import Unwatched

_OFFERED: Mapping[Protocol, Callable[[Session], list[dict[str, str]]]] = {
    Protocol.WFS: wfs.offered,
    Protocol.OGC_API: ogc_api.offered,
    Protocol.ARCGIS: arcgis.offered,
}


def layers_offered(key: str, asker: Asker) -> list[tuple[str, str]]:
    """Name and title of each layer of the source's service; raises SourceError, WrongState."""
    source = find(key)
    ask = _OFFERED.get(source.protocol)
    if ask is None:
        raise WrongState(f"«{source.title}» no ofrece una lista de capas.")
    run = HarvestRun(source=HarvestedSource(key=key), address=source.address)
    session = Session(source, run, asker, Unwatched(), ())
    return [(each["name"], each["title"]) for each in ask(session)]
