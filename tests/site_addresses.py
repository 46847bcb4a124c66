"""Every address of the site, of its own table of routes, and what is read there."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver

from frontend.views.participation.preparing.shared import KIND_AT
from frontend.views.tracking.shared import MODELS as TRACKED
from layers import registry
from layers.layer import Layer
from layers.participation.processes.kinds import KINDS
from territory.models import Contribution, EibInstrument, EibRound, ReviewedRecord
from tests.reviewed_wholes import NUMBER
from tests.reviewed_world import World

_PARAMETER = re.compile(r"<(?:(?P<form>\w+):)?(?P<name>\w+)>")
# A parameter as a regular expression gives it, and what such a route has at its ends.
_GROUP = re.compile(r"\(\?P(<\w+>)[^()]*\)")
_NO_KEY = ["00000000-0000-4000-8000-000000000000"]


def routes() -> list[str]:
    """Every route of the site but the administration's, as the URL conf writes it."""
    found = list(_routes(get_resolver().url_patterns, ""))
    return sorted({route for route in found if not route.startswith("admin/")})


def _routes(patterns: list[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield _GROUP.sub(r"\1", route).replace("^", "").removesuffix("$")


def parameters(route: str) -> list[tuple[str, str]]:
    """The form and the name of each parameter of a route."""
    return [(match["form"] or "", match["name"]) for match in _PARAMETER.finditer(route)]


def addresses(route: str, world: World, **chosen: list[str]) -> list[str]:
    """The route with every value that may lead to a record of the world; none may be unknown.

    ``chosen`` are values of parameters in place of the usual ones.
    """
    found = list(_PARAMETER.finditer(route))
    names = [match["name"] for match in found]
    values = _values(world) | chosen | {m["name"]: _NO_KEY for m in found if m["form"] == "uuid"}
    unknown = set(names) - set(values)
    assert not unknown, f"say in tests/site_addresses.py what {unknown} of {route} may be"
    if "kind" in names and "pk" in names and "seguimiento" in route:
        pairs = [
            {"kind": kind, "pk": str(record.pk), "number": str(NUMBER)}
            for kind, model in TRACKED.items()
            for record in world.records.values()
            if isinstance(record, model)
        ]
    elif set(names) == {"word", "pk"}:
        pairs = _prepared(world)
    elif set(names) == {"slug", "code"}:
        # A round's address begins with an instrument's.
        slugs = list(EibInstrument.objects.filter(is_sample=False).values_list("slug", flat=True))
        pairs = [{"slug": slug, "code": code} for slug in slugs for code in values["code"]]
    else:
        pairs = [
            dict(zip(names, given, strict=True))
            for given in itertools.product(*(values[name] for name in names))
        ]
    return [filled(route, given) for given in pairs]


def filled(route: str, given: dict[str, str]) -> str:
    """The address of a route with these values of its parameters."""
    return "/" + _PARAMETER.sub(lambda match: given[match["name"]], route)


def _unseen(world: World) -> list[Any]:
    """A draft of each kind, and what a moderator has not seen yet.

    Their other states are read by the addresses that list them.
    """
    return [r for word, r in world.records.items() if word.endswith(("draft", "received"))]


def _prepared(world: World) -> list[dict[str, str]]:
    """Each kind's word with the keys of its records, and with one of another kind.

    Any other key of another kind leads to nothing in the same way.
    """
    unseen = _unseen(world)
    pairs = []
    for word, kind in KIND_AT.items():
        own = [record for record in unseen if isinstance(record, kind.model)]
        other = next(record for record in unseen if not isinstance(record, kind.model))
        assert own, f"no draft of {word} in the world"
        pairs += [{"word": word, "pk": str(record.pk)} for record in (*own, other)]
    return pairs


@cache
def _values(world: World) -> dict[str, list[str]]:
    """What a route's parameters may be."""
    keys = sorted({str(record.pk) for record in _unseen(world)})
    slugs = world.slugs
    names = [layer.name for layer in layers_of_people()]
    return {
        "number": [str(NUMBER)],
        "pk": keys,
        "slug": slugs,
        "other": slugs[:1],
        "name": names,
        "layer": names,
        "key": ["1"],
        "word": list(KIND_AT),
        "residence": ["0000900-0"],
        "cui": ["9000900"],
        "kind": ["CAR", "CodeSystem", *KINDS],
        "rest": ["no-es"],
        "form": ["txt", "bib", "ris"],
        "page": ["importar"],
        "ubigeo": ["08", "080101"],
        "code": ["NOESUNCODIGO", *_rounds(world)],
        "token": ["no-es"],
        "key_id": ["no-es"],
        "version": ["1"],
        "fid": keys,
        "tms": ["WebMercatorQuad"],
        "z": ["0"],
        "y": ["0"],
        "x": ["0"],
        "framework": ["sdg"],
        "feed": ["x"],
        "register": ["oefa-valores"],
        "federated": ["oefa"],
        "point": ["no-es"],
        "service": ["x"],
    }


def _rounds(world: World) -> list[str]:
    """What the addresses of rounds of EIB end in."""
    return sorted(word for word, found in world.records.items() if isinstance(found, EibRound))


def layers_of_people() -> list[Layer]:
    """The layers whose rows are contributions or records that are reviewed."""
    found = []
    for layer in registry.LAYERS:
        model = layer.rows(AnonymousUser()).model
        if issubclass(model, ReviewedRecord | Contribution):
            found.append(layer)
    return found


def text_of(response: Any) -> str:
    """All that an answer holds, a zip's members (XLSX, a shapefile) as well."""
    body: bytes = response.getvalue()
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return headers + body.decode("utf-8", "replace")
