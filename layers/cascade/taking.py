"""What a remote WMS says of one of its layers, read and kept: the layer that ours shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from layers import registry, sandbox
from layers.cascade import listing
from layers.cascade.fetching import DRAWN
from layers.errors import WrongState
from layers.harvest.protocols import wms
from layers.harvest.protocols.addresses import with_parameters
from layers.harvest.session import Session
from layers.harvest.sources import Source
from layers.layer import OFFERED_SRIDS
from layers.models import Cascade, Coverage, Dataset
from layers.reading.results import SourceError
from layers.temporary import temporary_folder
from territory.personal_data import masked

PREFIX = "wms_"
_PNG = "image/png"
_MAX_LEGEND_PX = 4_000
_TOLD = (
    *("title", "abstract", "theme", "source", "attribution", "licence", "address"),
    *("remote_name", "remote_style", "srids", "extent", "legend", "legend_width", "legend_height"),
)


def take(session: Session, *, dry_run: bool = False) -> dict[str, Any]:
    """Read the service and keep what it says of the layer; gives what changed.

    Nothing changes where it fails. Raises SourceError, WrongState.
    """
    found = wms.capabilities(session)
    values = _values(session, found)
    before = Cascade.objects.filter(pk=session.source.key).first()
    kind = "added"
    if before is not None:
        same = all(_plain(getattr(before, name)) == values[name] for name in _TOLD)
        kind = "same" if same and before.stale_since is None else "changed"
    if not dry_run:
        _keep(session.source, before, values, is_changed=kind != "same")
    session.run.rows = 1
    return {"added": 0, "changed": 0, "gone": 0, "same": 0} | {kind: 1}


def mark_stale(source: Source, stale_since: Any) -> None:
    """Say of the layer that its service doesn't answer."""
    with transaction.atomic():
        cascade = Cascade.objects.select_for_update().filter(pk=source.key).first()
        if cascade is not None:
            cascade.stale_since, cascade.version = stale_since, cascade.version + 1
            cascade.save(update_fields=["stale_since", "version"])
            listing.changed()


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _values(session: Session, found: Mapping[str, Any]) -> dict[str, Any]:
    source, layer = session.source, found["layer"]
    if layer is None:
        listed = ", ".join(each["name"] for each in found["layers"][:10])
        raise SourceError(f"El servicio no tiene la capa «{source.layer[:80]}»; tiene: {listed}.")
    if not any(each.partition(";")[0].strip().lower() == _PNG for each in found["formats"]):
        raise SourceError("El servicio no dibuja en PNG, que es lo que aquí se muestra.")
    srids = [srid for srid in OFFERED_SRIDS if srid in layer["srids"]]
    if not srids:
        raise SourceError(
            "El servicio no dibuja la capa en ninguno de los sistemas que aquí se usan."
        )
    if not layer["extent"]:
        raise SourceError("El servicio no dice qué extensión tiene la capa.")
    for name, words in (("fees", "costo"), ("access", "condiciones")):
        if found[name] and found[name].lower() not in ("none", "ninguno", "ninguna"):
            session.remarks.append(f"El servicio declara ({words}): {found[name]}.")
    legend, width, height = _legend(session, layer)
    return {
        "title": source.title,
        "abstract": masked(layer["abstract"]),
        "theme": source.theme,
        "source": source.owner_name[:200],
        "attribution": (layer["attribution"] or source.owner_name)[:200],
        "licence": source.licence,
        "address": source.address,
        "remote_name": layer["name"],
        "remote_style": layer["style"],
        "srids": srids,
        "extent": layer["extent"],
        "legend": legend,
        "legend_width": width,
        "legend_height": height,
    }


def _legend(session: Session, layer: Mapping[str, Any]) -> tuple[bytes | None, int, int]:
    """The layer's legend, drawn anew; none where the service has none, which is remarked.

    It is asked for at the table's address: capabilities often name one within the server's own
    network. Only where that gives none is the address tried that they name.
    """
    graphic = with_parameters(
        session.source.address,
        service="WMS",
        version="1.3.0",
        request="GetLegendGraphic",
        layer=layer["name"],
        style=layer["style"],
        format=_PNG,
        sld_version="1.1.0",
    )
    for address in filter(None, (graphic, layer["legend"])):
        try:
            return _drawn(session, address)
        except SourceError:
            continue
    session.remarks.append("El servicio no dio la leyenda de la capa.")
    return None, 0, 0


def _drawn(session: Session, address: str) -> tuple[bytes, int, int]:
    with temporary_folder("legend") as folder:
        received = session.fetch(address, folder / "file")
        output = folder / "read"
        output.mkdir()
        size = sandbox.run("redraw_map", {"file": received.path}, {}, output)
        if max(size["width"], size["height"]) > _MAX_LEGEND_PX:
            raise SourceError("La leyenda es demasiado grande.")
        return (output / DRAWN).read_bytes(), int(size["width"]), int(size["height"])


def _keep(
    source: Source, before: Cascade | None, values: Mapping[str, Any], *, is_changed: bool
) -> None:
    now = timezone.now()
    with transaction.atomic():
        if before is None:
            name = PREFIX + source.key
            _check_free(name)
            # As of any layer: what declares no licence isn't public until a person says one.
            Cascade.objects.create(
                key=source.key, name=name, read_at=now, is_public=bool(source.licence), **values
            )
        else:
            for field, value in values.items():
                setattr(before, field, value)
            before.read_at, before.stale_since = now, None
            before.version += is_changed
            before.save()
        if is_changed:
            listing.changed()


def _check_free(name: str) -> None:
    taken = {layer.name for layer in registry.LAYERS}
    if (
        name in taken
        or Dataset.objects.filter(name=name).exists()
        or Coverage.objects.filter(name=name).exists()
    ):
        raise WrongState(f"Ya hay otra capa que se llama «{name}».")
