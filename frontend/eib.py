"""The map of languages: a picture, of some of them or of all, and the way to the site's map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.http import urlencode

from frontend.locator import PERU_TALL, map_url
from layers.themes.eib_schools.speaking import speaking
from territory.addresses import on_site

LAYER = "eib_schools"
_WIDTH_PX, _HEIGHT_PX = 448, 643


@dataclass(frozen=True)
class LanguageMap:
    """A picture of the country; pixels."""

    url: str
    width: int = _WIDTH_PX
    height: int = _HEIGHT_PX


def language_map(names: Sequence[str] = ()) -> LanguageMap:
    """The services of these languages, of all where none is named, on the departments."""
    url = map_url(("departments", LAYER), PERU_TALL, _WIDTH_PX, _HEIGHT_PX)
    if names:
        url += "&" + urlencode({"CQL_FILTER": f"INCLUDE;{speaking(names)}"})
    return LanguageMap(url)


def map_address(code: str = "") -> str:
    """The site's map with the layer on: of the language of that code, or of all of them."""
    chosen = f"&f={LAYER}:{code}" if code else ""
    return on_site(f"/mapa/?v=1&l=departments,{LAYER}{chosen}")
