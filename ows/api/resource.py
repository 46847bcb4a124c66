"""What the resources of the OGC API share: methods, known parameters, representations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from layers import registry, versions
from layers.exports.formats import DESCRIPTIONS, FORMATS, FileFormat
from ows import kept
from ows.api.media import ALIASES, FORMAT_NAMES, HTML, named
from ows.api.pages import problem
from ows.errors import InvalidValue, View, guarded
from ows.formats import files
from ows.methods import offering
from ows.negotiation import preferred
from ows.tags import conditional

Representation = str | FileFormat


def resource(
    *media_types: str,
    parameters: Iterable[str] | None = (),
    tags_itself: bool = False,
    as_file: bool = False,
) -> Callable[[View], View]:
    """A decorator: a read-only resource in these representations, the first one by default.

    The view gets the chosen media type after the request. A parameter that is not among
    ``parameters`` is refused (OGC 17-069r4, 7.15.8 and 8.2); where they depend on the
    collection they are None here and the view calls ``check_parameters`` itself. ``tags_itself``:
    the view knows better what its answer is made of, and sees to its tag and to caches.
    ``as_file``: it is given in the formats of files as well, and the view gets a ``FileFormat``
    then.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if parameters is not None:
                check_parameters(request, parameters)
            media_type = negotiated(request, media_types, as_file=as_file)
            if tags_itself:
                with versions.read_once():
                    return view(request, media_type, *args, **kwargs)
            name = kwargs.get("name")
            # A page has more in it than what is published.
            stamp = kept.stamp_of(None) if media_type != HTML else ""
            response = conditional(
                request,
                lambda: _state(request, media_type, name),
                lambda: view(request, media_type, *args, **kwargs),
                # QGIS gives what it keeps to whoever signs in next.
                is_stored=name is None or registry.get_any(name, request.user).same_for_everyone,
            )
            kept.keep(response, None, stamp)
            return response

        answered = guarded(problem)(offering("GET", "HEAD")(checked))

        @csrf_exempt  # it takes nothing, so that nothing can be forged
        @wraps(answered)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = answered(request, *args, **kwargs)
            patch_vary_headers(response, ["Accept"])
            return response

        return wrapper

    return decorate


def check_parameters(request: HttpRequest, known: Iterable[str]) -> None:
    """Raise InvalidValue for a parameter that is unknown, given twice or holds a NUL."""
    allowed = {"f", *known}
    for name, values in request.GET.lists():
        if name not in allowed:
            shown = name[:40].replace("\x00", "")
            raise InvalidValue(shown, f"El parámetro «{shown}» no existe en este recurso.")
        if len(values) > 1:
            raise InvalidValue(name, f"El parámetro «{name}» se dio más de una vez.")
        if "\x00" in values[0]:
            raise InvalidValue(name, "El valor contiene un carácter nulo.")


def negotiated(
    request: HttpRequest, media_types: tuple[str, ...], *, as_file: bool
) -> Representation:
    """The form to answer in: what ``f`` names, else what ``Accept`` prefers."""
    of_files = FORMATS if as_file else ()
    wanted = request.GET.get("f")
    if wanted is None:
        every = (*of_files, *DESCRIPTIONS) if as_file else ()
        offered = tuple(dict.fromkeys((*media_types, *(item.media_type for item in every))))
        chosen = preferred(request.headers.get("Accept", ""), offered, ALIASES)
        return chosen if chosen in media_types else files.named(chosen) or chosen
    representation = named(wanted, media_types) or (files.named(wanted) if as_file else None)
    if representation is None:
        names = [*sorted({FORMAT_NAMES[item] for item in media_types})]
        known = ", ".join([*names, *(item.name for item in of_files)])
        raise InvalidValue("f", f"El formato «{wanted[:40]}» no existe aquí: use {known}.")
    return representation


def _state(request: HttpRequest, media_type: Representation, name: str | None) -> str:
    """What the answer is made of: one collection's data, or all that this user sees.

    A page says who is signed in, too.
    """
    reader = str(request.user.pk) if media_type == HTML else ""
    if name is None:
        return f"{registry.fingerprint(request.user)} {reader}"
    layer = registry.get_any(name, request.user)
    version = versions.seen(layer, request.user)
    return f"{layer.name} {version} {layer.audience(request.user)} {reader}"
