"""A small ArcGIS REST server: what the documented one does, well and badly.

Fields, ``returnIdsOnly``, ``where`` on the key, ``outFields``, errors inside a 200, a limit that
cuts pages silently (``exceededTransferLimit``), and no ``resultOffset``.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.layers.harvest.web import send

_WHERE = re.compile(r"OBJECTID >= (\d+) AND OBJECTID <= (\d+)")
FIELDS = (
    ("OBJECTID", "esriFieldTypeOID", "OBJECTID"),
    ("NOMBRE", "esriFieldTypeString", "Nombre del punto"),
    ("VALOR", "esriFieldTypeDouble", "Valor medido"),
    ("CODIGO", "esriFieldTypeString", "Código"),
    ("FECHA", "esriFieldTypeDate", "Fecha"),
    ("TELEFONO", "esriFieldTypeString", "Teléfono de contacto"),
)


def point(key: int) -> dict[str, Any]:
    """A feature near Cusco, in a grid of 0.001 degrees."""
    return {
        "attributes": {
            "OBJECTID": key,
            "NOMBRE": f"Punto {key}",
            "VALOR": (key * 37 % 1000) / 10,
            "CODIGO": f"{key:06}",
            "FECHA": 1_700_000_000_000 + key * 86_400_000 % 10**10,
            "TELEFONO": "984123456",
        },
        "geometry": {"x": -72.0 + key % 300 * 0.001, "y": -13.5 + key // 300 * 0.001},
    }


@dataclass
class ArcGIS:
    """``faults`` are tried in turn on each query: the first that answers (True) is the answer."""

    features: dict[int, dict[str, Any]]
    geometry: str = "esriGeometryPoint"
    most: int = 1_000
    faults: list[Callable[[ArcGIS, Any, dict[str, str]], bool]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, handler: Any, path: str, said: dict[str, str]) -> None:
        self.asked.append({"path": path, **said})
        if path.endswith("/query"):
            if any(fault(self, handler, said) for fault in list(self.faults)):
                return
            self._send(handler, self.ids() if "returnidsonly" in said else self.page(said))
        elif path.endswith("MapServer"):
            self._send(handler, {"layers": [{"id": 1, "name": "puntos"}]})
        else:
            self._send(handler, self.layer())

    def layer(self) -> dict[str, Any]:
        return {
            "name": "puntos",
            "geometryType": self.geometry,
            "copyrightText": "Entidad de prueba, 2026",
            "description": "Puntos que miden algo.",
            "maxRecordCount": self.most,
            "fields": [{"name": n, "type": t, "alias": a} for n, t, a in FIELDS],
        }

    def ids(self) -> dict[str, Any]:
        """Not in order, as the servers give them."""
        keys = sorted(self.features, key=lambda key: key * 7_919 % 104_729)
        return {"objectIdFieldName": "OBJECTID", "objectIds": keys}

    def page(self, said: dict[str, str], most: int | None = None) -> dict[str, Any]:
        """What is asked for, in order, no more than ``most``."""
        found = _WHERE.fullmatch(said["where"])
        assert found, said
        first, last = map(int, found.groups())
        keys = [key for key in sorted(self.features) if first <= key <= last]
        kept = keys[: most or self.most]
        names = said["outfields"].split(",")
        page: dict[str, Any] = {
            "objectIdFieldName": "OBJECTID",
            "geometryType": self.geometry,
            "spatialReference": {"wkid": 4326},
            "fields": [{"name": n, "type": t} for n, t, _a in FIELDS if n in names],
            "features": [
                {
                    "attributes": {
                        n: v for n, v in self.features[key]["attributes"].items() if n in names
                    },
                    "geometry": self.features[key]["geometry"],
                }
                for key in kept
            ],
        }
        if len(kept) < len(keys):
            page["exceededTransferLimit"] = True
        return page

    def pages_asked(self) -> list[dict[str, str]]:
        return [a for a in self.asked if a["path"].endswith("/query") and "returnidsonly" not in a]

    @staticmethod
    def _send(handler: Any, body: Any) -> None:
        send(handler, json.dumps(body).encode())


def once(fault: Callable[[ArcGIS, Any, dict[str, str]], bool]) -> Any:
    """The fault on the first page that is asked for, and never again."""
    done: list[bool] = []

    def only(server: ArcGIS, handler: Any, said: dict[str, str]) -> bool:
        if done or "returnidsonly" in said:
            return False
        done.append(True)
        return fault(server, handler, said)

    return only


def error_in_200(_server: ArcGIS, handler: Any, _said: dict[str, str]) -> bool:
    error = {"code": 500, "message": "Error performing query operation", "details": []}
    send(handler, json.dumps({"error": error}).encode())
    return True


def cut_at(number: int) -> Any:
    """Pages of fewer rows than are asked for, which say so."""

    def fault(server: ArcGIS, handler: Any, said: dict[str, str]) -> bool:
        if "returnidsonly" in said:
            return False
        send(handler, json.dumps(server.page(said, number)).encode())
        return True

    return fault


def silently_cut_at(number: int) -> Any:
    """The same, which don't."""

    def fault(server: ArcGIS, handler: Any, said: dict[str, str]) -> bool:
        if "returnidsonly" in said:
            return False
        page = server.page(said, number)
        page.pop("exceededTransferLimit", None)
        send(handler, json.dumps(page).encode())
        return True

    return fault


def teapot(_server: ArcGIS, handler: Any, _said: dict[str, str]) -> bool:
    """418 to whoever doesn't say that it is a browser."""
    if "Chrome/" in handler.headers.get("User-Agent", ""):
        return False
    send(handler, b"", status=418)
    return True


def truncated(server: ArcGIS, handler: Any, said: dict[str, str]) -> bool:
    """Half of the body, then the connection is closed."""
    body = json.dumps(server.page(said)).encode()
    send(handler, body[: len(body) // 2], length=len(body))
    return True


def truncated_as_whole(server: ArcGIS, handler: Any, said: dict[str, str]) -> bool:
    """Half of the body, announced as all of it."""
    body = json.dumps(server.page(said)).encode()
    send(handler, body[: len(body) // 2])
    return True


def slow(_server: ArcGIS, handler: Any, _said: dict[str, str]) -> bool:
    """A byte, then nothing for longer than is waited for."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"{")
    handler.wfile.flush()
    time.sleep(5)
    return True


def busy(retry_after: str) -> Any:
    """503, and when to come again."""

    def fault(_server: ArcGIS, handler: Any, _said: dict[str, str]) -> bool:
        send(handler, b"", status=503, Retry_After=retry_after)
        return True

    return fault


def redirects(to: str) -> Any:
    def fault(_server: ArcGIS, handler: Any, _said: dict[str, str]) -> bool:
        send(handler, b"", status=302, Location=to)
        return True

    return fault
