"""Uploads whatever the protocol: pieces in order, quota, and what is left of what goes wrong."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from layers import stored, uploads
from layers.errors import (
    ChecksumMismatch,
    EditNotAllowed,
    InvalidParameter,
    NotAuthenticated,
    QuotaExceeded,
    StoredFileMissing,
    UploadTooLarge,
    WrongOffset,
)
from layers.models import Upload
from layers.uploads import rules
from territory.models import Agency, AgencyRole
from tests.stored_files import stored_blocks, stored_files
from tests.zones import planner

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 20


@pytest.fixture
def user() -> User:
    return planner("ana")


def test_pieces_that_follow_one_another_are_the_file(user: User) -> None:
    upload = uploads.begin(user, "C:\\datos\\a.csv", "text/csv", len(CONTENT))
    assert uploads.receive(upload, 0, [CONTENT[:7], CONTENT[7:100]]) == 100
    assert not upload.file.is_complete
    assert uploads.receive(upload, 100, [CONTENT[100:]]) == len(CONTENT)
    file = uploads.take(user, upload.pk)
    assert (file.name, file.owner_id) == ("a.csv", user.pk)
    assert file.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert file.expires_at is None
    with stored.open(file) as content:
        assert content.read() == CONTENT
    assert not Upload.objects.exists()


@pytest.mark.parametrize("offset", [0, 4, 6, 5000])
def test_a_piece_elsewhere_than_at_the_end_is_refused(user: User, offset: int) -> None:
    upload = uploads.begin(user, "a", "", 10)
    uploads.receive(upload, 0, [b"12345"])
    with pytest.raises(WrongOffset) as caught:
        uploads.receive(upload, offset, [b"67890"])
    assert caught.value.size == 5
    assert uploads.receive(upload, 5, [b"67890"]) == 10


def test_nothing_is_added_to_a_complete_file(user: User) -> None:
    upload = uploads.begin(user, "a", "", 3)
    uploads.receive(upload, 0, [b"123"])
    with pytest.raises(WrongOffset):
        uploads.receive(upload, 3, [])


def test_more_than_was_announced_leaves_what_was_there(user: User) -> None:
    upload = uploads.begin(user, "a", "", 4)
    uploads.receive(upload, 0, [b"12"])
    with pytest.raises(UploadTooLarge):
        uploads.receive(upload, 2, [b"3", b"45"])
    assert uploads.find(user, upload.pk).file.size == 2


def test_what_comes_before_a_line_is_lost_is_there(user: User) -> None:
    upload = uploads.begin(user, "a", "", 4)

    def cut() -> Iterator[bytes]:
        yield b"12"

    assert uploads.receive(upload, 0, cut()) == 2
    assert uploads.receive(upload, 2, [b"34"]) == 4


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
@pytest.mark.usefixtures("untracked")
def test_a_piece_is_held_against_its_sum(user: User, algorithm: str) -> None:
    """RFC 4648's base64 of the digest, as tus 1.0 writes it."""
    upload = uploads.begin(user, "a", "", 4)
    digest = base64.b64encode(hashlib.new(algorithm, b"12").digest()).decode()
    with pytest.raises(ChecksumMismatch):
        uploads.receive(upload, 0, [b"13"], f"{algorithm} {digest}")
    assert uploads.find(user, upload.pk).file.size == 0
    assert not stored_blocks().exists()
    assert uploads.receive(upload, 0, [b"1", b"2"], f"{algorithm} {digest}") == 2


@pytest.mark.parametrize("checksum", ["md5 abcd", "sha256", "sha256 ñ", "sha256 %%%"])
def test_a_sum_that_cannot_be_read_is_refused(user: User, checksum: str) -> None:
    upload = uploads.begin(user, "a", "", 4)
    with pytest.raises((InvalidParameter, ChecksumMismatch)):
        uploads.receive(upload, 0, [b"12"], checksum)
    assert uploads.find(user, upload.pk).file.size == 0


def test_an_empty_file_is_complete_at_once(user: User) -> None:
    upload = uploads.begin(user, "a", "", 0)
    assert uploads.take(user, upload.pk).size == 0


@pytest.mark.usefixtures("untracked")
def test_a_file_in_one_piece(user: User) -> None:
    file = uploads.keep(user, "a.csv", "text/csv", [CONTENT[:9], CONTENT[9:]], len(CONTENT))
    assert file.sha256 == hashlib.sha256(CONTENT).hexdigest()
    with pytest.raises(StoredFileMissing, match="incompleto"):
        uploads.keep(user, "a.csv", "", [CONTENT[:9]], len(CONTENT))
    assert list(stored_files().values_list("pk", flat=True)) == [file.pk]


def test_each_sees_their_own_only(user: User) -> None:
    upload = uploads.begin(user, "a", "", 4)
    for other in (planner("luis"), User.objects.create_superuser("root")):
        with pytest.raises(StoredFileMissing):
            uploads.find(other, upload.pk)
        with pytest.raises(StoredFileMissing):
            uploads.take(other, upload.pk)
    with pytest.raises(StoredFileMissing):
        uploads.find(user, uuid.uuid4())


def test_one_half_done_is_used_by_nobody(user: User) -> None:
    upload = uploads.begin(user, "a", "", 4)
    with pytest.raises(StoredFileMissing, match="completo"):
        uploads.take(user, upload.pk)


@pytest.mark.usefixtures("untracked")
def test_what_expired_is_gone(user: User) -> None:
    upload = uploads.begin(user, "a", "", 4)
    uploads.receive(upload, 0, [b"12"])
    stored_files().update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(StoredFileMissing):
        uploads.find(user, upload.pk)
    assert stored.sweep() == 1
    assert not Upload.objects.exists()


def test_a_file_has_a_bound_and_so_has_an_account(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UploadTooLarge, match="500 MB"):
        uploads.begin(user, "a", "", uploads.MAX_BYTES + 1)
    for _ in range(4):
        kept = uploads.begin(user, "a", "", uploads.MAX_BYTES)
    with pytest.raises(QuotaExceeded, match="2000 MB"):
        uploads.begin(user, "a", "", 1)
    uploads.begin(planner("luis"), "a", "", 1)
    uploads.discard(kept)
    uploads.begin(user, "a", "", 1)
    monkeypatch.setattr(rules, "MAX_AT_ONCE", 4)
    with pytest.raises(QuotaExceeded, match="4 archivos"):
        uploads.begin(user, "a", "", 1)


def test_only_who_publishes_plans_or_reviews_sends_files() -> None:
    member = User.objects.create_user("member")
    assert not uploads.may_upload(member)
    with pytest.raises(EditNotAllowed, match="no puede subir"):
        uploads.begin(member, "a", "", 1)
    AgencyRole.objects.create(
        user=member, agency=Agency.objects.all()[0], role=AgencyRole.Role.EDITOR
    )
    assert uploads.may_upload(User.objects.get(pk=member.pk))
    assert uploads.may_upload(User.objects.create_superuser("root"))


def test_nobody_without_an_account() -> None:
    with pytest.raises(NotAuthenticated):
        uploads.check_may_upload(AnonymousUser())
