"""The datasets that a user may see, as layers: at most one query an answer, however many they are.

The query brings keys and versions only, and the data versions of the layers that are written in
code. What a version of a dataset is as a layer is made once a process and kept: it never changes,
and another version is another layer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from django.db.models import CharField, F, Q, QuerySet, Sum, Window
from django.db.models.functions import Cast, RowNumber

from layers import versions
from layers.datasets.access import agencies_of, datasets_of
from layers.datasets.layer import layer_of
from layers.datasets.names import LAYER_NAME
from layers.layer import AnyUser, Layer
from layers.models.datasets import Dataset, DatasetState

# More than a site has; a version that nobody asks for any more gives way.
_MOST_KEPT = 2000
_OWN_STATES = (DatasetState.PRIVATE, DatasetState.WITHDRAWN)

_Version = tuple[int, int]
_kept: OrderedDict[_Version, Layer] = OrderedDict()
_lock = Lock()


def visible(user: AnyUser) -> QuerySet[Dataset]:
    """The datasets that are layers to this user: published ones, and their agencies' own."""
    seen = Q(state=DatasetState.PUBLISHED)
    if user.is_authenticated:
        seen |= Q(state__in=_OWN_STATES, agency__in=agencies_of(user))
    return Dataset.objects.filter(seen)


def published(user: AnyUser, beside: Iterable[Layer] = ()) -> tuple[Layer, ...]:
    """Their layers, in the catalogue's order.

    The versions of the layers ``beside`` them are read by the same query.
    """

    def ask() -> tuple[Layer, ...]:
        place = Window(RowNumber(), order_by=[F("title"), F("pk")])
        key = Cast("pk", CharField())
        found = visible(user).order_by().values_list(place, key, "version")
        listed = versions.list_beside(beside, user, found)
        return _layers([(int(pk), version) for _, pk, version in listed], user)

    return versions.once(_key(user), ask)


def find(name: str, user: AnyUser) -> Layer | None:
    """The layer of that name; None also where this user may not see it."""
    if not LAYER_NAME.fullmatch(name):  # not worth a query
        return None
    listed = versions.had(_key(user))
    if listed is not None:
        return next((layer for layer in listed if layer.name == name), None)

    def ask() -> Layer | None:
        found = visible(user).filter(name=name).values_list("pk", "version")
        return next(iter(_layers(list(found), user)), None)

    return versions.once(("dataset", user.pk, name), ask)


def find_going(name: str, user: AnyUser) -> Layer | None:
    """The layer of that name that is about to be deleted, to those who looked after it."""
    going = datasets_of(user).filter(name=name, state=DatasetState.DELETING).first()
    return None if going is None else layer_of(going)


def sequence(user: AnyUser) -> int:
    """A number that rises with every change of what this user sees of datasets, and no other.

    Of a dataset that was withdrawn or deleted the number stays.
    """
    return versions.once(("dataset sequence", user.pk), lambda: _sequence(user))


def _sequence(user: AnyUser) -> int:
    everybodys = Dataset.objects.aggregate(n=Sum("public_version", default=0))["n"]
    if not user.is_authenticated:
        return int(everybodys)
    own = Dataset.objects.filter(agency__in=agencies_of(user))
    return int(everybodys + own.aggregate(n=Sum("version", default=0))["n"])


def _key(user: AnyUser) -> tuple[str, object]:
    return "datasets", user.pk


def _layers(listed: list[_Version], user: AnyUser) -> tuple[Layer, ...]:
    with _lock:
        layers = {key: layer for key in listed if (layer := _kept.get(key))}
        for key in layers:
            _kept.move_to_end(key)
    unknown = [pk for pk, version in listed if (pk, version) not in layers]
    made = dict(_make(unknown, user)) if unknown else {}
    found = (layers.get((pk, version)) or made.get(pk) for pk, version in listed)
    return tuple(layer for layer in found if layer is not None)


def _make(keys: list[int], user: AnyUser) -> list[tuple[int, Layer]]:
    """As they are by now: one that was withdrawn meanwhile is left out."""
    made = [(dataset, layer_of(dataset)) for dataset in visible(user).filter(pk__in=keys)]
    with _lock:
        for dataset, layer in made:
            _kept[dataset.pk, dataset.version] = layer
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return [(dataset.pk, layer) for dataset, layer in made]
