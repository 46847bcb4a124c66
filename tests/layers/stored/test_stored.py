"""Stored files: what goes in comes out, from any place on, and nothing half written is read."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import random
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from layers import stored
from layers.errors import StoredFileMissing
from layers.models import StoredFile
from layers.stored.writing import BLOCK_BYTES
from tests.stored_files import stored_blocks, stored_files

pytestmark = pytest.mark.django_db

# Whole blocks and a piece, of which no two are alike.
CONTENT = random.Random(7).randbytes(2 * BLOCK_BYTES + 12_345)


def kept(content: bytes = CONTENT, pieces: int = 300_000) -> StoredFile:
    with stored.create("datos.csv", "text/csv") as writer:
        for start in range(0, len(content), pieces):
            writer.write(content[start : start + pieces])
    return writer.file


def test_what_is_written_is_read_with_its_size_and_hash(tmp_path: Path) -> None:
    file = StoredFile.objects.get(pk=kept().pk)
    assert (file.size, file.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    with stored.open(file) as content:
        assert content.read() == CONTENT
    assert b"".join(stored.blocks(file)) == CONTENT
    stored.copy_to(file, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == CONTENT


@pytest.mark.parametrize("size", [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1])
def test_every_size_around_a_block(size: int) -> None:
    file = kept(CONTENT[:size])
    assert file.is_complete
    with stored.open(file) as content:
        assert content.read() == CONTENT[:size]
    assert file.blocks.count() == -(-size // BLOCK_BYTES)


def test_any_place_is_read_as_in_a_file_on_disk() -> None:
    chance = random.Random(3)
    ours, theirs = stored.open(kept()), io.BytesIO(CONTENT)
    for _ in range(200):
        whence = chance.choice([io.SEEK_SET, io.SEEK_CUR, io.SEEK_END])
        offset = chance.randint(0, len(CONTENT)) - (len(CONTENT) if whence == io.SEEK_END else 0)
        assert ours.seek(offset, whence) == theirs.seek(offset, whence) == ours.tell()
        size = chance.choice([1, 4096, BLOCK_BYTES + 1])
        assert ours.read(size) == theirs.read(size)
    with pytest.raises(ValueError, match="-1"):
        ours.seek(-1)


def test_a_library_reads_it_as_a_file() -> None:
    with (
        stored.create("datos.zip", "application/zip") as writer,
        zipfile.ZipFile(writer, "w") as archive,
    ):
        archive.writestr("a.bin", CONTENT)
    with stored.create("datos.txt", "text/plain") as text:
        lines = io.TextIOWrapper(io.BufferedWriter(text), "utf-8")
        lines.write("año\n")
        lines.flush()
    with stored.open(text.file) as content:
        assert content.read() == "año\n".encode()
    with zipfile.ZipFile(stored.open(writer.file)) as archive:
        assert archive.read("a.bin") == CONTENT


def test_one_query_a_block_whatever_is_asked_of_it() -> None:
    file = kept()
    with CaptureQueriesContext(connection) as queries, stored.open(file) as content:
        while content.read(1000):
            pass
    assert len(queries) == 0  # Django's own; those of the blocks go by the driver
    assert file.blocks.count() == 3


def test_pieces_that_come_one_after_another() -> None:
    file = stored.begin("datos.csv", "text/csv")
    for start, end in ((0, 5), (5, 5), (5, BLOCK_BYTES + 9), (BLOCK_BYTES + 9, len(CONTENT))):
        with stored.lock(file) as current:
            assert stored.append(current, [CONTENT[start:end]]) == end
    with stored.lock(file) as current:
        stored.finish(current)
    file.refresh_from_db()
    assert file.sha256 == hashlib.sha256(CONTENT).hexdigest()
    with stored.open(file) as content:
        content.seek(3)
        assert content.read(BLOCK_BYTES) == CONTENT[3 : 3 + BLOCK_BYTES]


def test_nobody_reads_what_is_still_written(tmp_path: Path) -> None:
    file = stored.begin("datos.csv", "text/csv")
    with stored.lock(file) as current:
        stored.append(current, [b"a"])
    file.refresh_from_db()
    for read in (stored.open, stored.blocks):  # at once: an answer may still be another
        with pytest.raises(StoredFileMissing, match="todavía no está completo"):
            read(file)
    with pytest.raises(StoredFileMissing):
        stored.copy_to(file, tmp_path / "copy")


@pytest.mark.usefixtures("untracked")
def test_what_ends_by_an_exception_leaves_nothing() -> None:
    def cut() -> None:
        with stored.create("datos.csv", "text/csv") as writer:
            writer.write(CONTENT)
            raise ValueError("cut")

    with pytest.raises(ValueError, match="cut"):
        cut()
    assert not stored_files().exists()
    assert not stored_blocks().exists()


@pytest.mark.usefixtures("untracked")
def test_the_error_of_a_failed_transaction_is_the_one_that_is_seen() -> None:
    def fail() -> None:
        with transaction.atomic(), stored.create("datos.csv", "text/csv") as writer:
            writer.write(b"a")
            connection.cursor().execute("SELECT 1/0")

    with pytest.raises(DatabaseError, match="zero"):
        fail()
    assert not stored_files().exists()


def test_what_was_deleted_is_missing_and_never_an_empty_file(tmp_path: Path) -> None:
    file = kept()
    content = stored.open(file)
    assert content.read(10) == CONTENT[:10]
    stored.delete(file)
    stored.delete(file)
    content.seek(2 * BLOCK_BYTES)
    with pytest.raises(StoredFileMissing, match="ya no está guardado"):
        content.read()
    with pytest.raises(StoredFileMissing):
        stored.copy_to(file, tmp_path / "copy")
    with pytest.raises(StoredFileMissing), stored.lock(file):
        pass


def test_a_content_that_is_not_what_was_stored_is_refused(tmp_path: Path) -> None:
    file = kept(b"abc")
    file.blocks.update(content=b"abd")
    with pytest.raises(StoredFileMissing):
        stored.copy_to(file, tmp_path / "copy")


@pytest.mark.usefixtures("untracked")
def test_what_has_expired_is_swept_and_the_rest_stays() -> None:
    past, future = dt.timedelta(seconds=-1), dt.timedelta(hours=1)
    files = [stored.begin(f"{number}", "text/csv", expires_in=past) for number in range(25)]
    with stored.lock(files[0]) as current:
        stored.append(current, [b"abc"])
    stays = [stored.begin("a", "text/csv", expires_in=future), stored.begin("b", "text/csv")]
    assert stored.sweep() == 25
    assert set(stored_files().values_list("pk", flat=True)) == {file.pk for file in stays}
    assert not stored_blocks().exists()
    assert stored.sweep() == 0


@pytest.mark.parametrize(
    ("given", "kept_as"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\escuelas.xlsx", "escuelas.xlsx"),
        ("a\0b\r\n.csv", "ab.csv"),
        ("", "archivo"),
        ("carpeta/", "archivo"),
        ("ñ" * 300, "ñ" * 200),
    ],
)
def test_a_name_is_never_a_path(given: str, kept_as: str) -> None:
    assert stored.begin(given, "text/csv").name == kept_as


def test_a_file_outlives_its_owner() -> None:
    user = User.objects.create_user("ana")
    file = stored.begin("a.csv", "text/csv", owner=user)
    user.delete()
    file.refresh_from_db()
    assert file.owner_id is None


def test_blocks_are_kept_as_they_come() -> None:
    """``attstorage`` of pg_attribute: ``e`` is EXTERNAL (PostgreSQL, 51.7)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute WHERE attrelid = 'layers_storedblock'::regclass "
            "AND attname = 'content'"
        )
        assert cursor.fetchone() == ("e",)
