"""Rasters' files in a bucket of S3, or of what speaks as it does (MinIO, Ceph, Garage).

Written by ``obstore`` in parts, read by GDAL in ranges: memory doesn't grow with the file, and of a
map only the tiles that it shows are fetched. Keys reach GDAL for the moment of reading alone.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from layers.errors import StorageAway, StoredFileMissing, TerritorioError

if TYPE_CHECKING:
    from obstore.store import S3Store

SCHEME = "s3://"
log = logging.getLogger(__name__)
_CONNECT_S, _ANSWER_S = 5, 120
# For GDAL: while somebody waits for a map.
_READ_S = 30
_TRIES = 2
_GONE = "El archivo del ráster no está en el almacenamiento."


@dataclass(frozen=True)
class Bucket:
    """Where it is and by which keys; without an ``endpoint`` it is Amazon's.

    Names of files begin with ``prefix`` and a slash, where there is one.
    """

    name: str
    prefix: str
    endpoint: str
    region: str
    key: str
    secret: str = field(repr=False)

    def path_of(self, file: str) -> str:
        """The file's name within the bucket."""
        return f"{self.prefix}/{file}" if self.prefix else file


def bucket() -> Bucket | None:
    """The one that the settings name; None where files are in a folder."""
    place = settings.RASTER_STORAGE
    if not place.startswith(SCHEME):
        return None
    name, _, prefix = place.removeprefix(SCHEME).partition("/")
    return Bucket(name, prefix.strip("/"), **settings.RASTER_S3)


def put(place: Bucket, path: Path, file: str) -> None:
    """Write a file, in place of one of that name; raises StorageAway."""
    from obstore import put as write  # noqa: PLC0415 - only for who keeps rasters in a bucket
    from obstore.exceptions import BaseError  # noqa: PLC0415

    # A file of the disk that can't be read is another matter than a bucket that isn't there.
    with path.open("rb"):
        pass
    try:
        write(_store(place), file, path)
    except (BaseError, OSError) as error:
        raise _refused(error) from error


def fetch(place: Bucket, file: str, path: Path) -> None:
    """Write a copy of a file to the disk, part by part; raises StoredFileMissing, StorageAway."""
    from obstore import get  # noqa: PLC0415 - as above
    from obstore.exceptions import BaseError  # noqa: PLC0415

    with path.open("wb") as copy:
        try:
            for part in get(_store(place), file).stream():
                copy.write(part)
        except FileNotFoundError as error:
            raise StoredFileMissing(_GONE) from error
        except BaseError as error:
            raise _refused(error) from error


def remove(place: Bucket, file: str) -> None:
    """Remove a file; one that isn't there is none the worse. Raises StorageAway."""
    from obstore import delete  # noqa: PLC0415 - as above
    from obstore.exceptions import BaseError  # noqa: PLC0415

    try:
        delete(_store(place), file)
    except FileNotFoundError:
        pass
    except (BaseError, OSError) as error:
        raise _refused(error) from error


def address(place: Bucket, file: str) -> str:
    """What GDAL opens, with ``session`` and ``options``."""
    return f"/vsis3/{place.name}/{place.path_of(file)}"


@lru_cache(maxsize=4)
def session(place: Bucket) -> Any:
    """What rasterio tells GDAL of the bucket; its own class for it asks for boto3."""
    from rasterio.session import Session  # noqa: PLC0415 - as ``opening`` loads it

    said = {
        "AWS_ACCESS_KEY_ID": place.key,
        "AWS_SECRET_ACCESS_KEY": place.secret,
        "AWS_REGION": place.region,
        # By its path, which every server of the kind knows, whatever its certificate names.
        "AWS_VIRTUAL_HOSTING": "FALSE",
    }
    if place.endpoint:
        at = urlsplit(place.endpoint)
        said |= {"AWS_S3_ENDPOINT": at.netloc, "AWS_HTTPS": "YES" if at.scheme == "https" else "NO"}

    class _Keys(Session):  # type: ignore[misc]
        @classmethod
        def hascreds(cls, config: Mapping[str, str]) -> bool:
            return False

        def get_credential_options(self) -> dict[str, str]:
            return said

    return _Keys()


def options() -> dict[str, Any]:
    """How GDAL reads from a bucket: nothing but rasters, a header at once, not for ever."""
    return {
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".tif",
        "GDAL_INGESTED_BYTES_AT_OPEN": 32_768,
        "GDAL_HTTP_CONNECTTIMEOUT": _CONNECT_S,
        "GDAL_HTTP_TIMEOUT": _READ_S,
        "GDAL_HTTP_MAX_RETRY": _TRIES,
        "GDAL_HTTP_RETRY_DELAY": 0.5,
    }


def fault(error: BaseException) -> TerritorioError:
    """What a failed reading of GDAL's means: that the file isn't there, or nobody knows."""
    cause = error.__cause__ or error.__context__
    # The second who asks for what isn't there is told the number alone.
    if "ObjectNotFound" in type(cause).__name__ or str(error).endswith("code: 404"):
        return StoredFileMissing(_GONE)
    log.warning("the bucket of rasters can't be read: %s", error)
    return StorageAway()


def _refused(error: BaseException) -> StorageAway:
    """What to say of a failed writing; the rest of it goes to the log alone."""
    log.warning("the bucket of rasters refuses: %s", str(error).partition("\n")[0])
    name = type(error).__name__
    if name in ("PermissionDeniedError", "UnauthenticatedError"):
        return StorageAway("El almacenamiento de rásteres no admite las claves que se le dan.")
    if isinstance(error, FileNotFoundError):
        return StorageAway("El almacenamiento de rásteres no tiene el contenedor que se le nombra.")
    return StorageAway()


@lru_cache(maxsize=4)
def _store(place: Bucket) -> S3Store:
    from obstore.store import S3Store  # noqa: PLC0415 - as above

    return S3Store(
        place.name,
        prefix=place.prefix or None,
        endpoint=place.endpoint or None,
        region=place.region,
        access_key_id=place.key,
        secret_access_key=place.secret,
        virtual_hosted_style_request=False,
        client_options={
            "allow_http": place.endpoint.startswith("http://"),
            "connect_timeout": dt.timedelta(seconds=_CONNECT_S),
            "timeout": dt.timedelta(seconds=_ANSWER_S),
        },
        retry_config={"max_retries": _TRIES, "retry_timeout": dt.timedelta(seconds=_ANSWER_S)},
    )
