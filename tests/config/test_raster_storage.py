"""RASTER_STORAGE: a folder, or a bucket with all that it takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.raster_storage import raster_storage

Told = Callable[[dict[str, str]], tuple[str, dict[str, str]]]
DEFAULT = Path("/somewhere/rasters")
NAMES = ("STORAGE", *(f"S3_{name}" for name in ("ENDPOINT", "REGION", "KEY", "SECRET")))
KEYS = {"RASTER_S3_KEY": "k", "RASTER_S3_SECRET": "s"}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What comes of these variables, and no others of their kind."""
    for name in NAMES:
        monkeypatch.delenv(f"RASTER_{name}", raising=False)

    def tell(said: dict[str, str]) -> tuple[str, dict[str, str]]:
        for name, value in said.items():
            monkeypatch.setenv(name, value)
        return raster_storage(DEFAULT)

    return tell


@pytest.mark.parametrize(
    ("said", "place"),
    [({}, "/somewhere/rasters"), ({"RASTER_STORAGE": " /data/rasters "}, "/data/rasters")],
)
def test_a_folder(told: Told, said: dict[str, str], place: str) -> None:
    assert told(said) == (place, {})


def test_a_bucket_of_any_server(told: Told) -> None:
    said = KEYS | {
        "RASTER_STORAGE": "s3://rasteres/sitio/uno",
        "RASTER_S3_ENDPOINT": "http://127.0.0.1:9000/",
    }
    place, bucket = told(said)
    assert place == "s3://rasteres/sitio/uno"
    assert bucket == {
        "endpoint": "http://127.0.0.1:9000",
        "region": "us-east-1",
        "key": "k",
        "secret": "s",
    }


def test_amazon_s_without_an_endpoint(told: Told) -> None:
    said = KEYS | {"RASTER_STORAGE": "s3://rasteres", "RASTER_S3_REGION": "sa-east-1"}
    _place, bucket = told(said)
    assert (bucket["endpoint"], bucket["region"]) == ("", "sa-east-1")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"RASTER_STORAGE": "s3://"}, "RASTER_STORAGE"),
        ({"RASTER_STORAGE": "s3://Rasteres"}, "RASTER_STORAGE"),
        ({"RASTER_STORAGE": "s3://rasteres/a//b"}, "RASTER_STORAGE"),
        ({"RASTER_STORAGE": "s3://rasteres/../otro?x"}, "RASTER_STORAGE"),
        ({"RASTER_STORAGE": "gs://rasteres"}, "RASTER_STORAGE"),
        ({"RASTER_STORAGE": "https://minio/rasteres"}, "RASTER_STORAGE"),
        ({"RASTER_S3_KEY": ""}, "RASTER_S3_KEY"),
        ({"RASTER_S3_SECRET": " "}, "RASTER_S3_SECRET"),
        ({"RASTER_S3_ENDPOINT": "minio:9000"}, "RASTER_S3_ENDPOINT"),
        ({"RASTER_S3_ENDPOINT": "ftp://minio"}, "RASTER_S3_ENDPOINT"),
        ({"RASTER_S3_ENDPOINT": "http://minio:noventa"}, "RASTER_S3_ENDPOINT"),
        ({"RASTER_S3_ENDPOINT": "http://minio/base"}, "RASTER_S3_ENDPOINT"),
        ({"RASTER_S3_ENDPOINT": "http://k:s@minio"}, "RASTER_S3_ENDPOINT"),
        ({"RASTER_S3_REGION": "sa east"}, "RASTER_S3_REGION"),
    ],
)
def test_what_is_wrong_is_named(told: Told, said: dict[str, str], named: str) -> None:
    whole = KEYS | {"RASTER_STORAGE": "s3://rasteres"} | said
    with pytest.raises(ImproperlyConfigured, match=f"^{named}[=:]"):
        told(whole)
