"""MapServer's configuration, written from the same ``Layer`` objects that the site serves."""

from __future__ import annotations

from collections.abc import Iterable
from string import Template
from typing import Any

from psycopg.conninfo import make_conninfo

from layers.layer import OFFERED_SRIDS, Layer
from layers.styles.model import Rule, Stroke

# Longitude and latitude of Peru; given, so that no request has to ask the database for it.
EXTENT = "-81.4 -18.4 -68.6 0.1"
# The site's own level (ows.render.image_formats).
PNG_LEVEL = 1

_TYPES = {"Point": "POINT", "MultiPolygon": "POLYGON", "LineString": "LINE"}
_GML_TYPES = {"Point": "point", "MultiPolygon": "multipolygon", "LineString": "line"}

_MAP = Template("""\
MAP
  NAME "bench"
  STATUS ON
  SIZE 256 256
  MAXSIZE 4096
  EXTENT $extent
  UNITS DD
  IMAGETYPE "png"
  PROJECTION "init=epsg:4326" END
  OUTPUTFORMAT
    NAME "png"
    DRIVER "AGG/PNG"
    MIMETYPE "image/png"
    IMAGEMODE RGBA
    EXTENSION "png"
    FORMATOPTION "COMPRESSION=$png_level"
  END
  OUTPUTFORMAT
    NAME "geojson"
    DRIVER "OGR/GEOJSON"
    MIMETYPE "application/json"
    FORMATOPTION "STORAGE=stream"
    FORMATOPTION "FORM=SIMPLE"
    FORMATOPTION "LCO:COORDINATE_PRECISION=7"
    FORMATOPTION "USE_FEATUREID=true"
  END
  OUTPUTFORMAT
    NAME "mvt"
    DRIVER "MVT"
    FORMATOPTION "EXTENT=4096"
    FORMATOPTION "EDGE_BUFFER=20"
  END
  WEB
    METADATA
      "ows_title" "bench"
      "ows_onlineresource" "$url"
      "ows_srs" "$srs"
      "ows_enable_request" "*"
      "wfs_getfeature_formatlist" "gml,geojson"
    END
  END
  SYMBOL NAME "circle" TYPE ELLIPSE POINTS 1 1 END FILLED TRUE END
$layers
END
""")

_LAYER = Template("""\
  LAYER
    NAME "$name"
    TYPE $type
    STATUS ON
    CONNECTIONTYPE POSTGIS
    CONNECTION "$connection"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    DATA "geom FROM $table USING UNIQUE id USING SRID=4326"
    EXTENT $extent
    PROJECTION "init=epsg:4326" END
    TEMPLATE "void"
    METADATA
      "ows_title" "$name"
      "ows_extent" "$extent"
      "ows_srs" "$srs"
      "wfs_use_default_extent_for_getfeature" "false"
      "gml_featureid" "id"
      "gml_include_items" "$items"
      "gml_types" "auto"
      "gml_geometries" "geom"
      "gml_geom_type" "$gml_type"
      "gml_geom_occurances" "1,1"
    END
    CLASSITEM "$classitem"
$classes
  END
""")

# Only this map can be asked for.
_CONFIG = Template("""\
CONFIG
  ENV
    MS_MAP_NO_PATH "1"
  END
  MAPS
    BENCH "$mapfile"
  END
END
""")


def write_mapfile(layers: Iterable[Layer], url: str, dsn: str) -> str:
    """The mapfile of these layers; ``dsn`` is libpq's address of their database."""
    srs = " ".join(f"EPSG:{srid}" for srid in OFFERED_SRIDS)
    return _MAP.substitute(
        extent=EXTENT,
        png_level=PNG_LEVEL,
        url=url,
        srs=srs,
        layers="".join(_layer(layer, dsn, srs) for layer in layers),
    )


def write_config(mapfile: str) -> str:
    """MapServer 8's own configuration: the one map, under the name ``BENCH``."""
    return _CONFIG.substitute(mapfile=mapfile)


def _layer(layer: Layer, dsn: str, srs: str) -> str:
    connection = make_conninfo(dsn)  # quoted as libpq has it: an option may hold a space
    return _LAYER.substitute(
        name=layer.name,
        type=_TYPES[layer.geometry_type],
        gml_type=_GML_TYPES[layer.geometry_type],
        connection=connection,
        table=layer.name,
        extent=EXTENT,
        srs=srs,
        items=",".join(layer.field_names),
        classitem=_equality(layer.style.rules[0])[0],
        classes="\n".join(_class(rule) for rule in layer.style.rules),
    )


def _class(rule: Rule) -> str:
    _field, value = _equality(rule)
    symbols = []
    if rule.marker:
        color, size = _rgb(rule.marker.fill.color), rule.marker.size_px
        symbols.append(f'SYMBOL "circle" COLOR {color} SIZE {size:g}')
    elif rule.fill:
        outline = _stroke("OUTLINECOLOR", rule.stroke) if rule.stroke else ""
        symbols.append(f"COLOR {_rgb(rule.fill.color)} {outline}")
    elif rule.stroke:
        symbols.append(f"{_stroke('COLOR', rule.stroke)} LINEJOIN ROUND LINECAP BUTT")
    styles = " ".join(f"STYLE {symbol} END" for symbol in symbols)
    return f'    CLASS NAME "{rule.name}" EXPRESSION "{value}" {styles} END'


def _equality(rule: Rule) -> tuple[str, str]:
    """Field and value of a rule's filter; the bench's styles know no other kind."""
    tree: dict[str, Any] = rule.filter or {}
    assert tree.get("op") == "=", rule
    reference, value = tree["args"]
    return reference["property"], value


def _stroke(keyword: str, stroke: Stroke) -> str:
    return f"{keyword} {_rgb(stroke.color)} WIDTH {stroke.width_px:g}"


def _rgb(color: str) -> str:
    return " ".join(str(int(color[start : start + 2], 16)) for start in (1, 3, 5))
