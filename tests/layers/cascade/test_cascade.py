"""A WMS of MapServer 8 among our layers: its picture, legend and attribution; and its failures."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import shapely
from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from lxml import etree
from owslib.map.wms130 import WebMapService_1_3_0
from PIL import Image
from pyproj import Transformer

from layers.cascade import fetching, listing
from layers.errors import WrongState
from layers.models import Cascade, HarvestRun
from layers.reading.results import SourceError
from ows.wms import get_map
from tests.layers.harvest.conftest import Place
from tests.layers.harvest.mapserver import MapServer
from tests.layers.harvest.test_wfs import places
from tests.layers.harvest.web import FORBIDDEN, send

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NAME = "wms_prueba"
WMS = {"w": "http://www.opengis.net/wms"}
# The place of the test, and a map of it 100 px wide whose middle it is.
LON, LAT, HALF, SIDE = -71.9, -13.5, 0.05, 100
RED = (200, 0, 0, 255)


@pytest.fixture(autouse=True)
def forgetful() -> Any:
    """No server is thought to be down because of another test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def server(tmp_path: Path) -> MapServer:
    # The place of the map, and one far from it.
    frame = places(2).set_geometry([shapely.Point(LON, LAT), shapely.Point(LON + 1, LAT - 1)])
    return MapServer(tmp_path, frame.set_crs(4326, allow_override=True))


def registered(place: Place, server: Any, **said: Any) -> None:
    line = {"protocol": "wms", "layer": "lugares", "title": "Lugares ajenos"}
    place.sources({**line, "address": f"{place.serve(server)}/ows?clave=a", **said})


def taken(place: Place, server: Any, **said: Any) -> HarvestRun:
    registered(place, server, **said)
    return place.harvest()


def asked(client: Client, srid: int = 4326, **said: Any) -> Any:
    """GetMap around the place in a CRS, in its own axis order."""
    to = Transformer.from_crs(4326, srid, always_xy=True)
    x, y = to.transform(LON, LAT)
    half = HALF if srid == 4326 else HALF * 111_000
    box = (y - half, x - half, y + half, x + half) if srid == 4326 else ()
    box = box or (x - half, y - half, x + half, y + half)
    query: dict[str, Any] = {
        "SERVICE": "WMS",
        "VERSION": "1.3.0",
        "REQUEST": "GetMap",
        "LAYERS": NAME,
        "STYLES": "",
        "CRS": f"EPSG:{srid}",
        "BBOX": ",".join(map(str, box)),
        "WIDTH": SIDE,
        "HEIGHT": SIDE,
        "FORMAT": "image/png",
        "TRANSPARENT": "TRUE",
    }
    return client.get("/ows/wms", query | said)


def pixels(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content
    return np.asarray(Image.open(BytesIO(answer.content)).convert("RGBA"))


def capabilities(client: Client) -> Any:
    answer = client.get("/ows/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetCapabilities")
    return etree.fromstring(answer.content)


def told(client: Client) -> Any:
    (found,) = capabilities(client).xpath(f"//w:Layer[w:Name='{NAME}']", namespaces=WMS)
    return found


@pytest.mark.parametrize("srid", [4326, 3857, 32718, 32719])
def test_the_remote_server_s_picture_lies_where_it_should(
    place: Place, server: MapServer, client: Client, srid: int
) -> None:
    """In its own CRSs as it drew it; reprojected from one of them in the others."""
    taken(place, server)
    assert Cascade.objects.get().srids == [4326, 3857]
    found = pixels(asked(client, srid))
    middle = SIDE // 2
    red = np.argwhere((found == RED).all(axis=2))
    assert len(red) >= 9
    # The symbol is 8 px wide, around the middle.
    assert np.abs(red - middle).max() <= 6
    assert found[0, 0, 3] == 0


def test_it_is_listed_with_legend_attribution_and_as_cascaded(
    place: Place, server: MapServer, client: Client
) -> None:
    run = taken(place, server)
    assert run.state == HarvestRun.State.DONE
    assert "Uso libre citando la fuente" in " ".join(run.report["remarks"])
    layer = told(client)
    assert (layer.get("cascaded"), layer.get("queryable")) == ("1", "0")
    assert layer.findtext("w:Title", namespaces=WMS) == "Lugares ajenos"
    assert "Lugares que hay en un archivo." in layer.findtext("w:Abstract", namespaces=WMS)
    assert layer.findtext("w:Attribution/w:Title", namespaces=WMS) == "Entidad de prueba"
    (legend,) = layer.findall("w:Style/w:LegendURL", WMS)
    answer = client.get(
        f"/ows/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetLegendGraphic&LAYER={NAME}&FORMAT=image/png"
    )
    drawn = Image.open(BytesIO(answer.content))
    assert drawn.size == (int(legend.get("width")), int(legend.get("height")))
    assert RED in {color for _n, color in drawn.convert("RGBA").getcolors(100_000) or []}
    # Clients that read capabilities find it too.
    answer = client.get("/ows/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetCapabilities")
    service = WebMapService_1_3_0("http://localhost/", version="1.3.0", xml=answer.content)
    assert service[NAME].cascaded == 1


def test_the_address_within_the_server_s_own_network_is_never_asked(
    place: Place, server: MapServer, client: Client
) -> None:
    """Its capabilities name http://10.0.0.1/; all is asked at the table's address."""
    taken(place, server)
    pixels(asked(client))
    assert {said["request"] for said in server.asked} == {
        "GetCapabilities",
        "GetLegendGraphic",
        "GetMap",
    }
    assert all(said["clave"] == "a" for said in server.asked)
    assert Cascade.objects.get().legend_width > 0


def test_it_mixes_with_our_own_layers_in_their_order(
    place: Place, server: MapServer, client: Client
) -> None:
    taken(place, server)
    above = pixels(asked(client, LAYERS=f"departments,{NAME}", STYLES=","))
    middle = SIDE // 2
    assert tuple(above[middle, middle]) == RED
    assert above[0, 0, 3] > 0 or above[..., 3].any()


def test_a_picture_is_asked_for_once_in_a_while(
    place: Place, server: MapServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(place, server)
    now = [1_000_000.0]
    monkeypatch.setattr(get_map, "time", SimpleNamespace(time=lambda: now[0]))
    first = asked(client)
    now[0] += 1
    assert asked(client)["ETag"] == first["ETag"]
    now[0] += get_map.CASCADED_S
    assert asked(client)["ETag"] != first["ETag"]


def test_nothing_is_asked_of_it_but_its_picture(
    place: Place, server: MapServer, client: Client
) -> None:
    taken(place, server)
    info = asked(
        client, REQUEST="GetFeatureInfo", QUERY_LAYERS=NAME, I=5, J=5, INFO_FORMAT="text/plain"
    )
    assert info.status_code == 400
    assert b"LayerNotQueryable" in info.content
    assert b"no tiene elementos" in asked(client, CQL_FILTER="a = 1").content
    assert b"StyleNotDefined" in asked(client, STYLES="otro").content
    for address in (f"/ogc/collections/{NAME}", f"/ogc/collections/{NAME}/items"):
        assert client.get(address).status_code == 404
    wfs = client.get(f"/ows/wfs?SERVICE=WFS&REQUEST=GetFeature&VERSION=2.0.0&TYPENAMES=ta:{NAME}")
    assert wfs.status_code in (400, 404)


def test_without_a_licence_it_is_not_for_everybody(
    place: Place, server: MapServer, client: Client, admin_client: Client
) -> None:
    taken(place, server, licence="")
    assert not listing.published(AnonymousUser())
    assert b"LayerNotDefined" in asked(client).content
    assert client.get(f"/catalogo/{NAME}/").status_code == 404
    assert pixels(asked(admin_client)).any()
    assert asked(admin_client)["Cache-Control"] == "private, no-cache"
    assert User.objects.filter(is_superuser=True).exists()
    changed = admin_client.post(
        "/admin/layers/cascade/prueba/change/", {"licence": "public-document", "is_public": "on"}
    )
    assert changed.status_code == 302
    assert pixels(asked(client)).any()


def test_the_catalogue_has_its_page(place: Place, server: MapServer, client: Client) -> None:
    taken(place, server)
    assert "mapa de otro servidor" in client.get("/catalogo/").content.decode()
    page = client.get(f"/catalogo/{NAME}/").content.decode()
    assert "Entidad de prueba" in page
    assert "GetLegendGraphic" in page
    assert "aquí no se sabe" in page


def test_the_same_again_changes_nothing_and_another_legend_does(
    place: Place, server: MapServer
) -> None:
    taken(place, server)
    version = Cascade.objects.get().version
    assert place.harvest().state == HarvestRun.State.SAME
    assert Cascade.objects.get().version == version
    server.spoil = lambda body: body.replace(b"Lugares que hay", b"Otros que hay")
    assert place.harvest().differences["changed"] == 1
    assert Cascade.objects.get().abstract.startswith("Otros que hay")


def test_a_dry_run_keeps_nothing(place: Place, server: MapServer) -> None:
    registered(place, server)
    assert place.harvest(dry_run=True).state == HarvestRun.State.TRIED
    assert not Cascade.objects.exists()


def test_a_server_that_stopped_answering_is_told_of(
    place: Place, server: MapServer, client: Client
) -> None:
    taken(place, server)
    server.spoil = lambda _body: b"<html>mantenimiento</html>"
    with pytest.raises(SourceError):
        place.harvest()
    assert "no responde desde el" in told(client).findtext("w:Abstract", namespaces=WMS)
    server.spoil = bytes
    place.harvest()
    assert "no responde" not in told(client).findtext("w:Abstract", namespaces=WMS)


PICTURE = BytesIO()
Image.new("RGBA", (7, 7), RED).save(PICTURE, "PNG")


@pytest.mark.parametrize(
    "body",
    [
        b'<ServiceExceptionReport xmlns="http://www.opengis.net/ogc"><ServiceException>10.0.0.1 '
        b"failed</ServiceException></ServiceExceptionReport>",
        b"<html/>",
        PICTURE.getvalue(),  # of another size
        PICTURE.getvalue()[:40],
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"",
        b"GIF89a" + bytes(500),
    ],
)
def test_what_is_no_picture_of_that_size_is_an_error_in_our_words(
    place: Place, server: MapServer, client: Client, body: bytes
) -> None:
    taken(place, server)
    server.spoil = lambda _body: body
    answer = asked(client)
    assert answer.status_code == 502
    assert "no dio el mapa" in answer.content.decode()
    assert b"10.0.0.1" not in answer.content
    # In the image, where the client asks for errors there.
    image = asked(client, EXCEPTIONS="INIMAGE")
    assert image["Content-Type"] == "image/png"


def test_a_server_that_failed_is_left_alone_for_a_while(
    place: Place, server: MapServer, client: Client
) -> None:
    taken(place, server)
    server.spoil = lambda _body: b"no"
    asked(client)
    before = len(server.asked)
    assert asked(client).status_code == 502
    assert len(server.asked) == before
    server.spoil = bytes
    cache.clear()  # as half a minute later
    assert pixels(asked(client)).any()


def test_a_redirection_to_this_machine_is_not_followed(
    place: Place, server: MapServer, client: Client
) -> None:
    reached = []

    def leads_home(handler: Any, path: str, said: dict[str, str]) -> None:
        if said.get("request") == "GetMap":
            reached.append(said)
            send(handler, b"", status=302, Location=f"http://{FORBIDDEN}:5432/")
        else:
            server(handler, path, said)

    taken(place, leads_home)
    assert asked(client).status_code == 502
    assert len(reached) == 1


def test_a_slow_server_does_not_hold_every_thread(
    place: Place, server: MapServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(place, server)
    monkeypatch.setattr(fetching, "_WAIT_S", 0.0)
    held = [fetching._AT_ONCE.acquire() for _ in range(4)]
    try:
        assert asked(client).status_code == 502
    finally:
        for _ in held:
            fetching._AT_ONCE.release()
    # Nothing was wrong with it.
    assert pixels(asked(client)).any()


@pytest.mark.parametrize(
    ("said", "reason"),
    [({"layer": "nada"}, "no tiene la capa «nada»; tiene: "), ({"layer": ""}, "qué capa")],
)
def test_a_layer_that_is_not_there(
    place: Place, server: MapServer, said: dict[str, str], reason: str
) -> None:
    with pytest.raises((SourceError, WrongState), match=reason):
        taken(place, server, **said)
    assert not Cascade.objects.exists()


def test_the_command_lists_and_takes(place: Place, server: MapServer, capsys: Any) -> None:
    registered(place, server)
    call_command("harvest", "prueba", "--layers")
    assert "lugares\tLugares de prueba" in capsys.readouterr().out
    call_command("harvest", "prueba")
    assert Cascade.objects.get().name == NAME
    registered(place, server, protocol="csw")
    with pytest.raises(CommandError, match="no se cosecha"):
        call_command("harvest", "prueba")
