"""ArcGIS REST: the keys of all features first, then pages of neighbouring keys.

Pages by ``resultOffset`` are unsupported by many servers, or lose rows silently; keys are not. A
page that lacks some of the keys that it was asked for is asked for in two halves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from layers.harvest.pages.persons import is_of_persons
from layers.harvest.protocols.addresses import below, with_parameters
from layers.harvest.session import Incomplete, ServiceError, Session
from layers.reading.results import SourceError

LEAST, MOST = 1_000, 2_000
_ALL = "1=1"
# A page of a single key has nothing to be halved.
_ONE = 1


def pages(session: Session) -> None:
    """All features of the layer; raises SourceError."""
    address = _layer(session)
    layer = session.describe(with_parameters(address, f="json"), "arcgis")
    if not layer["geometry"]:
        raise SourceError("La capa del servicio no tiene geometrías, o es un grupo de capas.")
    session.about |= {name: layer[name] for name in ("title", "abstract", "attribution")}
    session.titles |= {name: title for name, title in layer["titles"].items() if title != name}
    keys = _keys(session, address)
    key = keys["key"] or layer["key"]
    if not key:
        raise SourceError("La capa del servicio no dice qué columna identifica a sus elementos.")
    session.expected = len(keys["ids"])
    query = with_parameters(
        below(address, "query"),
        outFields=",".join(_fields(session, layer["names"], key)),
        returnGeometry="true",
        outSR=4326,
        orderByFields=key,
        f="json",
    )
    lost = _all(session, query, key, keys["ids"], min(layer["most"] or LEAST, MOST))
    _explain(session, address, lost)


def offered(session: Session) -> list[dict[str, str]]:
    """The service's layers: number and title of each."""
    address = with_parameters(session.source.address, f="json")
    return list(session.describe(address, "arcgis")["layers"])


def _layer(session: Session) -> str:
    address = session.source.address.rstrip("/").removesuffix("/query")
    return below(address, session.source.layer)


def _keys(session: Session, address: str) -> Mapping[str, Any]:
    asked = with_parameters(below(address, "query"), where=_ALL, returnIdsOnly="true", f="json")
    found = session.describe(asked, "arcgis_ids")
    if found.get("is_cut"):
        raise SourceError("El servicio no da los identificadores de todos sus elementos.")
    return found


def _fields(session: Session, offered: Sequence[str], key: str) -> list[str]:
    """What is asked for: what is declared, else all but what is of persons; and the key."""
    by_name = {name.casefold(): name for name in offered}
    if missing := [name for name in session.fields if name.casefold() not in by_name]:
        raise SourceError(f"El servicio ya no tiene las columnas {', '.join(missing[:10])}.")
    wanted = [by_name[name.casefold()] for name in session.fields] or [
        name for name in offered if not is_of_persons(name)
    ]
    return [*wanted, *([] if key in wanted else [key])]


def _all(session: Session, query: str, key: str, ids: Sequence[int], step: int) -> list[int]:
    """Every page; gives the keys of which the server has nothing."""
    lost: list[int] = []
    waiting = [list(ids[at : at + step]) for at in range(0, len(ids), step)]
    waiting.reverse()
    while waiting:
        chunk = waiting.pop()
        wanted = frozenset(chunk)
        where = f"{key} >= {chunk[0]} AND {key} <= {chunk[-1]}"

        def lacks(summary: Mapping[str, Any], wanted: frozenset[int] = wanted) -> bool:
            return not wanted.issubset(summary["ids"])

        try:
            session.page(with_parameters(query, where=where), "esri", lacks=lacks)
        except Incomplete:
            if len(chunk) == _ONE:
                lost += chunk
                continue
        except (ServiceError, SourceError) as error:
            # One feature may be more than the server can; its neighbours needn't wait for it.
            if len(chunk) == _ONE or not isinstance(error, ServiceError):
                raise
        else:
            continue
        half = len(chunk) // 2
        waiting += [chunk[half:], chunk[:half]]
    return lost


def _explain(session: Session, address: str, lost: Sequence[int]) -> None:
    """Keys without a feature are of what was deleted meanwhile, or the harvest isn't whole."""
    if not lost:
        return
    still = set(_keys(session, address)["ids"]).intersection(lost)
    if still:
        listed = ", ".join(map(str, sorted(still)[:10]))
        raise SourceError(f"El servicio anuncia elementos que no entrega: {listed}.")
    assert session.expected is not None
    session.expected -= len(lost)
    session.remarks.append(f"{len(lost)} elementos se borraron en el servicio mientras se leía.")
