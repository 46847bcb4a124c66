"""MapServer 8 behind a small web server: whatever is asked is asked of its CGI program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

import geopandas

from tests.layers.harvest.web import send

PROGRAM = Path("/usr/lib/cgi-bin/mapserv")
_MAP = Template("""\
MAP
  NAME "prueba"
  EXTENT -82 -19 -68 1
  SIZE 256 256
  IMAGETYPE "png"
  PROJECTION "init=epsg:$srid" END
  SYMBOL NAME "circulo" TYPE ELLIPSE FILLED TRUE POINTS 1 1 END END
  WEB METADATA
    "ows_title" "Servicio de prueba"
    "ows_onlineresource" "http://10.0.0.1/interno?"
    "ows_srs" "EPSG:$srid EPSG:4326 EPSG:3857"
    "ows_enable_request" "*"
    "ows_fees" "none"
    "ows_accessconstraints" "Uso libre citando la fuente"
    "ows_attribution_title" "Entidad de prueba"
    $limit
  END END
  LAYER
    NAME "lugares"
    TYPE POINT
    STATUS ON
    CONNECTIONTYPE OGR
    CONNECTION "$file"
    DATA "lugares"
    EXTENT $extent
    PROJECTION "init=epsg:$srid" END
    TEMPLATE "void"
    METADATA
      "ows_title" "Lugares de prueba"
      "ows_abstract" "Lugares que hay en un archivo."
      "gml_featureid" "clave"
      "gml_include_items" "all"
      "gml_types" "auto"
      "ows_include_items" "all"
    END
    CLASS NAME "Lugar" STYLE COLOR 200 0 0 SYMBOL "circulo" SIZE 8 END END
  END
END
""")


class MapServer:
    """A WFS and WMS of one layer, ``lugares``; ``limit`` is the most features of an answer."""

    def __init__(
        self, folder: Path, frame: geopandas.GeoDataFrame, limit: int | None = None
    ) -> None:
        file = folder / "lugares.gpkg"
        frame.to_file(file, driver="GPKG", layer="lugares", engine="pyogrio")
        mapfile = folder / "lugares.map"
        mapfile.write_text(
            _MAP.substitute(
                file=file,
                srid=frame.crs.to_epsg(),
                extent=" ".join(f"{each:.6f}" for each in frame.total_bounds),
                limit=f'"wfs_maxfeatures" "{limit}"' if limit else "",
            )
        )
        config = folder / "mapserver.conf"
        config.write_text(f'CONFIG\n  MAPS\n    PRUEBA "{mapfile}"\n  END\nEND\n')
        self._environment = {"PATH": "/usr/bin:/bin", "MAPSERVER_CONFIG_FILE": str(config)}
        self.asked: list[dict[str, str]] = []
        # What is changed of an answer's body, by a test.
        self.spoil: Callable[[bytes], bytes] = bytes

    def __call__(self, handler: Any, _path: str, said: dict[str, str]) -> None:
        self.asked.append(said)
        query = f"map=PRUEBA&{urlsplit(handler.path).query}"
        done = subprocess.run(
            [str(PROGRAM)],
            env=self._environment
            | {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "SERVER_PORT": "80"},
            capture_output=True,
            check=True,
            timeout=60,
            cwd=os.sep,
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        kind = next(
            (line for line in head.decode().split("\r\n") if line.lower().startswith("content-t")),
            "Content-Type: text/xml",
        )
        send(handler, self.spoil(body), kind.partition(":")[2].strip())
