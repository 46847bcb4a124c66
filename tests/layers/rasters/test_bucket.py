"""Rasters in a bucket, held against a server of S3's protocol that checks signatures."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from django.core.management import CommandError, call_command
from django.test import Client

from layers.errors import StorageAway, StoredFileMissing
from layers.loading.fixtures import load_fixtures
from layers.models.rasters import Coverage, CoverageKind, CoverageState
from layers.progress import Unwatched
from layers.rasters import storage
from layers.rasters.bucket import Bucket, bucket, put
from layers.rasters.cleaning import clean
from layers.rasters.coverage import Raster
from layers.rasters.opening import opened
from layers.rasters.states import remove
from layers.rasters.zones import statistics
from tests.config.processes import free_port
from tests.layers.reading.rasters.test_converting import write
from tests.s3_server import BUCKET, SECRET, S3Server, s3_server

# Around Cusco, metres of UTM 19 south.
PLACE = Affine(100, 0, 150_000, 0, -100, 8_540_000)
PLACED: dict[str, Any] = {"crs": "EPSG:32719", "transform": PLACE}
PART_BYTES = 5 * 1024 * 1024
FIXTURES = Path(__file__).parents[3] / "fixtures"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as started:
        yield started


@pytest.fixture
def in_bucket(server: S3Server, settings: Any) -> S3Server:
    settings.RASTER_STORAGE = f"s3://{BUCKET}/sitio/uno"
    settings.RASTER_S3 = server.said()
    return server


def large(path: Path, seed: int = 1) -> Path:
    """More than one part (5 MB) of numbers that no compression makes smaller."""
    cells = np.random.default_rng(seed).integers(0, 30_000, (2_500, 2_400), "int16")
    return write(path, cells, tiled=True, blockxsize=512, blockysize=512, **PLACED)


def imported(path: Path, title: str) -> Coverage:
    said = ["--kind", "quantity", "--unit", "mm", "--source", "Prueba", "--cutoff", "31/12/2020"]
    call_command("import_raster", str(path), "--title", title, *said, stdout=StringIO())
    return Coverage.objects.exclude(state=CoverageState.DELETED).get(title=title)


def test_a_file_is_kept_in_parts_as_it_is(in_bucket: S3Server, tmp_path: Path) -> None:
    path = large(tmp_path / "a.tif")
    key = storage.keep(path)
    whole = path.read_bytes()
    assert in_bucket.files()[f"sitio/uno/{key}"] == whole
    assert key == f"{hashlib.sha256(whole).hexdigest()}.tif"
    parts = [path for method, path, *_ in in_bucket.requests() if "partNumber" in path]
    assert len(parts) == math.ceil(len(whole) / PART_BYTES) > 1
    assert storage.keep(path) == key
    with storage.local(key) as copy:
        assert copy.read_bytes() == whole
    assert not copy.exists()
    storage.remove(key)
    with pytest.raises(StoredFileMissing), storage.local(key):
        pass
    storage.remove(key)  # one that isn't there is none the worse
    assert f"sitio/uno/{key}" not in in_bucket.files()


def test_it_is_read_in_ranges_and_the_same(
    in_bucket: S3Server, tmp_path: Path, settings: Any, raster_of: Callable[..., Raster]
) -> None:
    path = large(tmp_path / "a.tif", seed=2)
    local = raster_of(path, CoverageKind.QUANTITY)
    area = shapely.box(-72.1, -13.75, -71.9, -13.55)
    expected = statistics(local, area)
    settings.RASTER_STORAGE = f"s3://{BUCKET}/sitio/uno"
    assert storage.keep(path) == local.key
    before = len(in_bucket.requests())
    assert statistics(local, area) == expected
    asked = in_bucket.requests(before)
    assert {(method, status) for method, _path, status, _bytes in asked} == {("GET", 206)}
    assert sum(size for *_, size in asked) < path.stat().st_size / 2
    # What has been read is known: nothing is asked for twice.
    before = len(in_bucket.requests())
    with opened(local) as source, rasterio.open(path) as own:
        block = ((0, 8), (0, 8))
        assert (source.read(1, window=block) == own.read(1, window=block)).all()
    assert len(in_bucket.requests(before)) <= 1


@pytest.mark.django_db
def test_maps_downloads_and_numbers_are_those_of_a_folder(
    in_bucket: S3Server, settings: Any, tmp_path: Path, client: Client
) -> None:
    y, x = np.mgrid[0:700, 0:900]
    path = write(tmp_path / "a.tif", (x + 3 * y).astype("int16"), **PLACED)
    addresses = (
        "/ogc/collections/{name}/map/tiles/WebMercatorQuad/8/137/76?f=png",
        "/ows/wcs?service=WCS&version=2.0.1&request=GetCoverage&coverageid={name}"
        "&format=image/tiff&scalefactor=0.25&subsettingcrs=EPSG:4326&outputcrs=EPSG:3857",
        "/api/v1/rasters/{name}/value/?lon=-71.98&lat=-13.52",
        "/api/v1/rasters/{name}/statistics/?unit=0801",
        "/api/v1/rasters/{name}/profile/?line=-72.1,-13.6;-71.9,-13.5&points=7",
        "/api/v1/rasters/{name}/clip/?bbox=-72,-13.6,-71.9,-13.5",
    )

    def answers(name: str) -> list[bytes]:
        found = []
        for address in addresses:
            answer: Any = client.get(address.format(name=name))
            data = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code == 200, data[:500]
            found.append(data.replace(name.encode(), b"NAME"))
        return found

    there = imported(path, "De prueba")
    assert list(in_bucket.files()) == [f"sitio/uno/{there.file_key}"]
    from_bucket = answers(there.name)
    remove(there.pk, None)
    settings.RASTER_STORAGE = str(tmp_path / "kept")
    here = imported(path, "De prueba")
    assert here.file_key == there.file_key
    assert answers(here.name) == from_bucket


@pytest.mark.django_db
def test_a_deleted_raster_s_file_goes_though_not_at_once(
    in_bucket: S3Server,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = write(tmp_path / "a.tif", np.arange(400, dtype="int16").reshape(20, 20), **PLACED)
    coverage = imported(path, "Por borrar")
    name = f"sitio/uno/{coverage.file_key}"
    settings.RASTER_S3 = in_bucket.said(secret="wrong")
    with django_capture_on_commit_callbacks(execute=True):
        remove(coverage.pk, None)
    assert name in in_bucket.files()
    assert "stays for now" in caplog.text
    assert SECRET not in caplog.text
    settings.RASTER_S3 = in_bucket.said()
    clean(Unwatched())
    assert name not in in_bucket.files()
    coverage.refresh_from_db()
    assert (coverage.state, coverage.file_key) == (CoverageState.DELETED, "")


@pytest.mark.usefixtures("in_bucket")
def test_keys_are_in_no_text_of_the_place() -> None:
    assert SECRET not in repr(bucket())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"secret": "wrong"}, "no admite las claves"),
        ({"key": "nobody"}, "no admite las claves"),
        ({"name": "otro-contenedor"}, "no tiene el contenedor"),
        ({"endpoint": "closed"}, "no responde"),
    ],
)
def test_a_bucket_that_takes_nothing_says_why(
    server: S3Server, tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(b"cells")
    if "endpoint" in changes:
        changes = {"endpoint": f"http://127.0.0.1:{free_port()}"}
    place = Bucket(**{"name": BUCKET, "prefix": "", **server.said(), **changes})
    with pytest.raises(StorageAway, match=words):
        put(place, path, "a.tif")
    assert "a.tif" not in server.files()


@pytest.mark.django_db
def test_nothing_is_registered_that_is_not_kept(
    in_bucket: S3Server, settings: Any, tmp_path: Path
) -> None:
    settings.RASTER_S3 = in_bucket.said(secret="wrong")
    path = write(tmp_path / "a.tif", np.ones((9, 9), "uint8"), **PLACED)
    with pytest.raises(CommandError, match="no admite las claves"):
        imported(path, "No guardado")
    assert not Coverage.objects.filter(title="No guardado").exists()


@pytest.mark.django_db
def test_a_file_that_is_gone_is_said(in_bucket: S3Server, tmp_path: Path, client: Client) -> None:
    path = write(tmp_path / "a.tif", np.full((30, 30), 5, "uint8"), **PLACED)
    coverage = imported(path, "Sin archivo")
    storage.remove(coverage.file_key)
    west, south, east, north = coverage.extent
    middle = {"lon": str((west + east) / 2), "lat": str((south + north) / 2)}
    # GDAL is told once what it is, and by a number alone from then on.
    for _time in range(2):
        answer = client.get(f"/api/v1/rasters/{coverage.name}/value/", middle)
        assert answer.status_code == 404, answer.content
        assert "no está en el almacenamiento" in answer.content.decode()


@pytest.mark.django_db
def test_while_it_is_away_pages_go_on_and_answers_say_so(
    settings: Any, tmp_path: Path, client: Client
) -> None:
    """A server that ends after GDAL has read a beginning: the rest can't be read any more."""
    folder = tmp_path / "server"
    folder.mkdir()
    with s3_server(folder) as server:
        settings.RASTER_STORAGE, settings.RASTER_S3 = f"s3://{BUCKET}", server.said()
        storage.keep(FIXTURES / "terrain.tif")
        coverage = imported(large(tmp_path / "a.tif", seed=4), "Se va")
        value = f"/api/v1/rasters/{coverage.name}/value/"
        near = {"lon": "-72.2", "lat": "-13.3"}
        assert client.get(value, near).status_code == 200
        server.stop()
        far = client.get(value, {"lon": "-70.5", "lat": "-15.2"})
        assert far.status_code == 503, far.content
        assert "no responde" in far.content.decode()
        page = client.get("/t/0801/")
        assert page.status_code == 200
        assert "El almacenamiento de rásteres no responde" in page.content.decode()
        said: list[str] = []
        load_fixtures(FIXTURES, samples=True, report=said.append)
        assert said[0].startswith("Relieve: El almacenamiento de rásteres no responde")
        server.start()
        again = client.get(value, {"lon": "-70.5", "lat": "-15.2"})
        assert again.status_code == 200
        assert "Altitud media" in client.get("/t/0801/").content.decode()
