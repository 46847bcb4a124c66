"""WMS 1.3.0: which layers a service draws, and what it says of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layers.harvest.protocols.addresses import with_parameters
from layers.harvest.session import Session


def offered(session: Session) -> list[dict[str, str]]:
    """The service's layers: name, title and abstract of each; raises SourceError."""
    return list(capabilities(session)["layers"])


def capabilities(session: Session) -> Mapping[str, Any]:
    """What the service says of itself and of the wanted layer (``layers.harvest.pages.wms``)."""
    address = with_parameters(
        session.source.address, service="WMS", request="GetCapabilities", version="1.3.0"
    )
    return session.describe(address, "wms", layer=session.source.layer)
