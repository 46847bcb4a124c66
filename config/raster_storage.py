"""Where rasters' files are, as the operator says: a folder, or a bucket of S3 with its keys."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# As S3 names them, and a name for files within that needs no escaping anywhere.
_PLACE = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._-]+)*/?")
_REGION = re.compile(r"[A-Za-z0-9-]{1,40}")


def raster_storage(default: Path) -> tuple[str, dict[str, str]]:
    """The folder or ``s3://bucket/prefix``, and of a bucket endpoint, region, key and secret.

    Raises ImproperlyConfigured naming the variable that is missing or no good.
    """
    place = os.environ.get("RASTER_STORAGE", "").strip()
    if "://" not in place:
        return place or str(default), {}
    if not _PLACE.fullmatch(place):
        raise ImproperlyConfigured(
            f"RASTER_STORAGE={place}: debe ser una carpeta o un contenedor de S3, por ejemplo "
            "s3://rasteres/territorio"
        )
    bucket = {
        "endpoint": _endpoint(os.environ.get("RASTER_S3_ENDPOINT", "").strip()),
        "region": os.environ.get("RASTER_S3_REGION", "").strip() or "us-east-1",
        "key": os.environ.get("RASTER_S3_KEY", "").strip(),
        "secret": os.environ.get("RASTER_S3_SECRET", "").strip(),
    }
    if not _REGION.fullmatch(bucket["region"]):
        raise ImproperlyConfigured(
            f"RASTER_S3_REGION={bucket['region']}: debe ser el nombre de una región, por ejemplo "
            "sa-east-1"
        )
    for name in ("key", "secret"):
        if not bucket[name]:
            raise ImproperlyConfigured(
                f"RASTER_S3_{name.upper()}: falta. Un contenedor de S3 (RASTER_STORAGE={place}) "
                "necesita RASTER_S3_KEY y RASTER_S3_SECRET."
            )
    return place, bucket


def _endpoint(text: str) -> str:
    """The server's address without a path; empty for Amazon's."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    is_bare = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_bare:
        raise ImproperlyConfigured(
            f"RASTER_S3_ENDPOINT={text}: debe ser la dirección del servidor, sin ruta ni claves, "
            "por ejemplo https://minio.ejemplo.pe:9000"
        )
    return f"{parts.scheme}://{parts.netloc}"
