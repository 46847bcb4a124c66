"""``manage.py seed``: tiles made before somebody asks for them."""

from __future__ import annotations

import math
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError

from layers import registry, stamps, tiles
from layers.errors import LayerNotFound
from layers.kept.keeping import tiles as kept_tiles
from layers.layer import Layer
from layers.management.watching import Watching
from layers.measuring import Extent
from ows.kvp import Kvp
from ows.tags import code_version
from ows.wms import get_map

_USER = AnonymousUser()
# A zoom more is four times the tiles: what is beyond is made when somebody asks.
_DEEPEST = 14
# Web Mercator ends here, degrees.
_MOST_NORTH = 85.0511
_FORMS = ("mvt", "png")


class Command(BaseCommand):
    help = (
        "Prepara los mosaicos de las capas públicas y los guarda, para que la primera persona que "
        "los pida no espere. Lo que ya está guardado y sigue vigente no se hace otra vez."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("layers", nargs="*", help="nombres de capas; sin ellos, todas")
        parser.add_argument("--zooms", default="4-8", help="niveles: 4-8, o uno solo")
        parser.add_argument(
            "--bbox", help="oeste,sur,este,norte en grados; sin él, la extensión de cada capa"
        )
        parser.add_argument(
            "--formats", default="mvt,png", help="mvt (teselas vectoriales), png (WMS de 256 px)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if kept_tiles() is None:
            raise CommandError("TILE_CACHE_MB es 0: no se guarda ningún mosaico.")
        forms = _forms(options["formats"])
        zooms = _zooms(options["zooms"])
        asked = None if options["bbox"] is None else _extent(options["bbox"])
        watching = Watching(self.stdout)
        for layer in _layers(options["layers"]):
            extent = asked or registry.describe(layer, _USER).stated_extent
            places = [place for zoom in zooms for place in _places(extent, zoom)]
            watching.step(layer.title, len(places) * len(forms))
            for place in places:
                for form in forms:
                    watching.check()
                    _MAKERS[form](layer, place)
                    watching.add(1)
        watching.end()


def _mvt(layer: Layer, place: tiles.Place) -> None:
    stamp = stamps.read((layer.name,))
    tiles.mvt_tile_once([layer], _USER, place, stamp, code_version())


def _png(layer: Layer, place: tiles.Place) -> None:
    box = tiles.tile_bbox(*place)
    asked = {
        "version": "1.3.0",
        "layers": layer.name,
        "styles": "",
        "crs": "EPSG:3857",
        "bbox": f"{box.minx!r},{box.miny!r},{box.maxx!r},{box.maxy!r}",
        "width": "256",
        "height": "256",
        "format": "image/png",
        "transparent": "TRUE",
    }
    stamp = stamps.read((layer.name,))
    get_map.drawn_once(get_map.parse(Kvp(asked), _USER), _USER, stamp)


_MAKERS = {"mvt": _mvt, "png": _png}


def _layers(names: list[str]) -> list[Layer]:
    """Those that may be kept where other processes find them (``layers.stamps``)."""
    if not names:
        every = registry.written(_USER)
        return [item for item in every if item.has_geometry and stamps.names_of([item.name])]
    found = []
    for name in names:
        try:
            found.append(registry.get_drawn(name, _USER))
        except LayerNotFound as error:
            raise CommandError(error.message) from None
        if stamps.names_of([name]) is None:
            raise CommandError(
                f"Los mosaicos de «{name}» no se preparan: cambian según quién mira."
            )
    return found


def _forms(text: str) -> list[str]:
    forms = [form.strip() for form in text.split(",")]
    for form in forms:
        if form not in _FORMS:
            raise CommandError(f"--formats: «{form[:20]}» no existe: use {', '.join(_FORMS)}.")
    return forms


def _zooms(text: str) -> range:
    first, _, last = text.partition("-")
    try:
        zooms = range(int(first), int(last or first) + 1)
    except ValueError:
        zooms = range(0)
    if not zooms or zooms[0] < 0 or zooms[-1] > _DEEPEST:
        raise CommandError(f"--zooms: «{text[:20]}» no es un nivel, ni de-a, entre 0 y {_DEEPEST}.")
    return zooms


def _extent(text: str) -> Extent:
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        west, south, east, north = 0.0, 0.0, 0.0, 0.0
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise CommandError(f"--bbox: «{text[:60]}» no es oeste,sur,este,norte en grados.")
    return west, south, east, north


def _places(extent: Extent, zoom: int) -> Iterator[tiles.Place]:
    """The tiles that a rectangle (degrees) touches."""
    west, south, east, north = extent
    last = 2**zoom - 1
    columns = (_column(west, zoom), _column(east, zoom))
    rows = (_row(north, zoom), _row(south, zoom))
    for x in range(max(0, columns[0]), min(last, columns[1]) + 1):
        for y in range(max(0, rows[0]), min(last, rows[1]) + 1):
            yield zoom, x, y


def _column(longitude: float, zoom: int) -> int:
    return math.floor((longitude + 180) / 360 * float(1 << zoom))


def _row(latitude: float, zoom: int) -> int:
    bounded = min(max(latitude, -_MOST_NORTH), _MOST_NORTH)
    return math.floor(
        (1 - math.asinh(math.tan(math.radians(bounded))) / math.pi) / 2 * float(1 << zoom)
    )
