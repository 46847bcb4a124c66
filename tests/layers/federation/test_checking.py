"""Services asked what they offer: pycsw's and MapServer's own answers, and servers that fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from layers.errors import WrongState
from layers.federation import checking
from layers.federation.checking import check
from layers.federation.shipped import load_services
from layers.models import FederatedService, OfferedCount, OfferedItem
from layers.progress import Unwatched
from tests.layers.harvest.conftest import Place
from tests.layers.harvest.mapserver import MapServer
from tests.layers.harvest.test_wfs import places
from tests.layers.harvest.web import FORBIDDEN, send

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PYCSW = Path(__file__).with_name("pycsw")


def service(address: str, protocol: str = "csw", **said: Any) -> FederatedService:
    values = {"platform": "sinia", "title": "Catálogo de prueba", "owner_name": "Prueba"}
    return FederatedService.objects.create(
        key="prueba", address=address, protocol=protocol, **(values | said)
    )


def ask(place: Place) -> FederatedService:
    return check("prueba", Unwatched(), asker=place.asker)


class Catalogue:
    """Gives pycsw's pages by their start; ``spoil`` changes an answer's body."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = 200
        self.spoil: Callable[[bytes], bytes] = bytes

    def __call__(self, handler: Any, _path: str, said: dict[str, str]) -> None:
        self.asked.append(said.get("startposition", ""))
        body = (PYCSW / f"{said['startposition']}.xml").read_bytes()
        send(handler, self.spoil(body), "application/xml", self.status)


def offered() -> set[str]:
    return set(OfferedItem.objects.filter(gone_since=None).values_list("name", flat=True))


def test_a_catalogue_is_read_to_its_end_whatever_its_pages(place: Place) -> None:
    server = Catalogue()
    service(place.serve(server))
    found = ask(place)
    assert server.asked == ["1", "4", "7"]  # pycsw gives three at a time, whatever is asked
    assert found.is_answering
    assert found.state_since == found.checked_at
    assert offered() == {f"urn:prueba:{n}" for n in range(1, 8)}
    first = OfferedItem.objects.get(name="urn:prueba:1")
    assert first.title == "Conjunto de prueba 1: Ñuñoa & <agua>"
    assert (first.kind, first.told_on) == ("dataset", "2024-01-01")
    assert first.address == "https://example.org/wms?n=1"
    assert OfferedCount.objects.get().number == 7


def test_nobody_is_named(place: Place) -> None:
    service(place.serve(Catalogue()))
    ask(place)
    kept = " ".join(
        f"{item.title} {item.abstract}" for item in OfferedItem.objects.filter(service="prueba")
    )
    for told in ("persona@example.org", "987654321", "Persona de Prueba"):
        assert told not in kept
    assert "Resumen 1" in kept


def test_since_when_it_holds(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers, answers again, fails, fails again: its state begins at the first of each."""
    server = Catalogue()
    service(place.serve(server))
    days = [dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in range(1, 6)]
    seen = []
    for day, status in zip(days, (200, 200, 500, 500, 200), strict=True):
        monkeypatch.setattr(timezone, "now", lambda day=day: day)
        server.status = status
        found = ask(place)
        seen.append((found.is_answering, found.state_since))
    assert seen == [
        (True, days[0]),
        (True, days[0]),
        (False, days[2]),
        (False, days[2]),
        (True, days[4]),
    ]
    assert found.message == ""
    assert len(offered()) == 7  # what it offered stays while it doesn't answer


def test_what_is_offered_no_more_is_told_and_may_return(place: Place) -> None:
    server = Catalogue()
    service(place.serve(server))
    ask(place)
    seen_at = OfferedItem.objects.get(name="urn:prueba:2").first_seen_at
    server.spoil = lambda body: body.replace(b"urn:prueba:2<", b"urn:otro:2<")
    ask(place)
    gone = OfferedItem.objects.get(name="urn:prueba:2")
    assert gone.gone_since is not None
    assert "urn:otro:2" in offered()
    assert OfferedCount.objects.get().number == 7
    server.spoil = bytes
    ask(place)
    back = OfferedItem.objects.get(name="urn:prueba:2")
    assert (back.gone_since, back.first_seen_at) == (None, seen_at)


def test_a_month_keeps_its_last_count(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Catalogue()
    service(place.serve(server))
    for month in (1, 2):
        now = dt.datetime(2026, month, 15, tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        ask(place)
    months = OfferedCount.objects.order_by("month").values_list("month", "number")
    assert list(months) == [(dt.date(2026, 1, 1), 7), (dt.date(2026, 2, 1), 7)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ((PYCSW / "error.xml").read_bytes(), "El servicio responde"),
        (b"<html/>", "no los registros de un cat"),
        (b"no es xml", "no es XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "tipo de documento"),
        ((PYCSW / "1.xml").read_bytes()[:-200], "cortada"),
        (b"<GetRecordsResponse/>", "SearchResults"),
        (b"<a>" * 5_000 + b"</a>" * 5_000, "niveles"),
        (
            (PYCSW / "4.xml").read_bytes().replace(b'nextRecord="7"', b'nextRecord="1"'),
            "no avanza",
        ),
    ],
)
def test_an_answer_that_is_no_catalogue_s(place: Place, body: bytes, reason: str) -> None:
    server = Catalogue()
    server.spoil = lambda _body: body
    service(place.serve(server))
    found = ask(place)
    assert found.is_answering is False
    assert reason in found.message
    assert not OfferedItem.objects.exists()
    assert not OfferedCount.objects.exists()


def test_a_catalogue_that_does_not_count_is_read_on(place: Place) -> None:
    server = Catalogue()

    def uncounted(body: bytes) -> bytes:
        for told in (b'nextRecord="4"', b'nextRecord="7"', b'numberOfRecordsMatched="7"'):
            body = body.replace(told, b"")
        return body

    server.spoil = uncounted
    service(place.serve(server))
    assert ask(place).is_answering
    assert len(offered()) == 7


def test_a_wms_and_a_wfs_tell_their_layers(place: Place, tmp_path: Path) -> None:
    address = f"{place.serve(MapServer(tmp_path, places()))}/ows"
    service(address, "wms")
    assert ask(place).is_answering
    item = OfferedItem.objects.get(name="lugares")
    assert (item.title, item.abstract) == ("Lugares de prueba", "Lugares que hay en un archivo.")
    FederatedService.objects.filter(pk="prueba").update(protocol="wfs")
    assert ask(place).is_answering
    assert [name.rpartition(":")[2] for name in offered()] == ["lugares"]


def test_this_machine_and_its_neighbours_are_never_asked(place: Place) -> None:
    service(f"http://{FORBIDDEN}:1/csw")
    assert ask(place).is_answering is False

    def leads_home(handler: Any, _path: str, _said: dict[str, str]) -> None:
        send(handler, b"", status=302, Location=f"http://{FORBIDDEN}:5432/")

    FederatedService.objects.filter(pk="prueba").update(address=place.serve(leads_home))
    assert ask(place).is_answering is False


def test_nothing_is_asked_without_an_address() -> None:
    load_services()
    with pytest.raises(WrongState, match="No se conoce la dirección"):
        check("sinia", Unwatched())
    assert FederatedService.objects.get(pk="sinia").is_answering is None


def test_an_answer_for_another_address_is_dropped(place: Place) -> None:
    """An operator gave another address while the old one was asked."""
    made = service(place.serve(Catalogue()))
    ask(place)
    before = OfferedItem.objects.count()
    FederatedService.objects.filter(pk=made.pk).update(address="https://example.org/otra")
    found = checking._told(made.pk, made.address, [], "")
    assert found.address == "https://example.org/otra"
    assert OfferedItem.objects.filter(gone_since=None).count() == before


def test_the_shipped_services_are_off_and_leave_an_operator_s_word() -> None:
    load_services()
    shipped = FederatedService.objects.filter(is_shipped=True)
    assert {"sinia", "geoservidor", "oefa"} <= set(shipped.values_list("pk", flat=True))
    assert not shipped.filter(is_enabled=True).exists()
    assert not shipped.exclude(is_answering=None).exists()
    FederatedService.objects.filter(pk="oefa").update(
        address="https://example.org/wms", protocol="wms", is_enabled=True
    )
    load_services()
    assert FederatedService.objects.get(pk="oefa").address == "https://example.org/wms"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://user:key@example.org/csw",
        "javascript:0",
    ],
)
def test_addresses_that_may_not_be_given(address: str) -> None:
    made = FederatedService(
        key="x", platform="oefa", title="X", owner_name="X", protocol="csw", address=address
    )
    with pytest.raises(ValidationError) as refused:
        made.full_clean()
    assert set(refused.value.message_dict) == {"address"}


def test_it_is_not_turned_on_without_an_address() -> None:
    made = FederatedService(
        key="x", platform="oefa", title="X", owner_name="X", protocol="csw", is_enabled=True
    )
    with pytest.raises(ValidationError, match="hace falta su dirección"):
        made.full_clean()


def test_the_command_says_what_it_found(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    service(place.serve(Catalogue()))
    out = StringIO()
    call_command("federated", "prueba", stdout=out)
    assert "responde y ofrece 7 conjuntos" in out.getvalue()
    out = StringIO()
    call_command("federated", stdout=out)
    today = timezone.localdate()
    assert f"prueba: Catálogo de prueba (apagado, responde desde el {today:%d/%m/%Y})" in (
        out.getvalue()
    )
    with pytest.raises(CommandError, match="No hay un servicio"):
        call_command("federated", "nada")
