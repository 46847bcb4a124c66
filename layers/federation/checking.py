"""A service asked whether it answers and what it offers; both are kept, with since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone

from layers.federation.asking import Offered, offered
from layers.harvest.asking import Asker
from layers.models import FederatedService, OfferedCount, OfferedItem
from layers.progress import Progress
from layers.reading.results import SourceError

_MAX_MESSAGE = 500
_TOLD = ("title", "abstract", "kind", "address", "told_on")


def check(
    key: str,
    progress: Progress,
    *,
    asker: Callable[[Callable[[], None]], Asker] = Asker,
) -> FederatedService:
    """Ask a service; one that doesn't answer is marked so, and what it offered stays.

    Raises FederatedService.DoesNotExist, WrongState where it has no address.
    """
    service = FederatedService.objects.get(pk=key)
    progress.step(f"Consultando «{service.title}»")
    try:
        found = offered(service, progress, asker)
    except SourceError as error:
        return _told(key, service.address, None, str(error))
    return _told(key, service.address, found, "")


def _told(
    key: str, address: str | None, found: list[Offered] | None, message: str
) -> FederatedService:
    """Write what was found; nothing where its address became another meanwhile."""
    now = timezone.now()
    with transaction.atomic():
        service = FederatedService.objects.select_for_update().get(pk=key)
        if service.address != address:
            return service
        is_answering = found is not None
        if service.is_answering != is_answering:
            service.is_answering, service.state_since = is_answering, now
        service.checked_at, service.message = now, message[:_MAX_MESSAGE]
        service.save()
        if found is not None:
            _keep(service, found, now)
    return service


def _keep(service: FederatedService, found: Iterable[Offered], now: dt.datetime) -> None:
    """Make what is kept of the service what it offers now; what it offered before stays, gone."""
    items = [
        OfferedItem(
            service=service,
            name=each.name,
            first_seen_at=now,
            gone_since=None,
            **{name: getattr(each, name) for name in _TOLD},
        )
        for each in found
    ]
    OfferedItem.objects.bulk_create(
        items,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["service", "name"],
        update_fields=[*_TOLD, "gone_since"],
    )
    names = [item.name for item in items]
    service.items.filter(gone_since=None).exclude(name__in=names).update(gone_since=now)
    month = timezone.localtime(now).date().replace(day=1)
    OfferedCount.objects.update_or_create(
        service=service, month=month, defaults={"number": len(items), "counted_at": now}
    )
