"""An upload from its first byte to its last, whoever carries them."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import OperationalError, transaction
from django.utils import timezone

from layers import stored
from layers.errors import (
    ChecksumMismatch,
    InvalidParameter,
    StoredFileMissing,
    UploadLocked,
    UploadTooLarge,
    WrongOffset,
)
from layers.models import StoredFile, Upload
from layers.uploads.rules import EXPIRES_IN, check_may_upload, check_quota
from territory.roles import AnyUser

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# The algorithms of ``Checksum``, as tus names them.
ALGORITHMS = ("sha256", "sha1")
_LOCK_NOT_AVAILABLE = "55P03"


def begin(user: User, name: str, media_type: str, length: int) -> Upload:
    """A new upload of ``length`` bytes, none of which is there.

    Raises NotAuthenticated, EditNotAllowed, UploadTooLarge or QuotaExceeded.
    """
    check_may_upload(user)
    with transaction.atomic():
        # Of two that begin at once the second counts the first.
        get_user_model().objects.select_for_update().get(pk=user.pk)
        check_quota(user, length)
        file = stored.begin(name, media_type or "application/octet-stream", user, EXPIRES_IN)
        upload = Upload.objects.create(file=file, length=length)
        if length == 0:
            stored.finish(file)
    return upload


def find(user: AnyUser, key: UUID) -> Upload:
    """The user's own upload; raises StoredFileMissing where there is none (any more)."""
    found = Upload.objects.select_related("file").filter(
        pk=key, file__owner_id=user.pk or 0, file__expires_at__gt=timezone.now()
    )
    upload = found.first()
    if upload is None:
        raise StoredFileMissing
    return upload


def receive(upload: Upload, offset: int, pieces: Iterable[bytes], checksum: str = "") -> int:
    """Add the pieces at ``offset``; gives how many bytes there are now.

    ``checksum`` is of these pieces, an algorithm and the digest in base64, as tus writes it:
    where it isn't theirs, nothing of them is kept. The file is complete with its last byte.

    Raises:
        WrongOffset: the file doesn't end there; the message says where.
        UploadTooLarge: there are more bytes than were announced.
        ChecksumMismatch, InvalidParameter: what the name says, of ``checksum``.
        UploadLocked: somebody else adds to it at the moment.
    """
    hashing = _Checksum(checksum) if checksum else None
    try:
        with stored.lock(upload.file) as file:
            if file.size != offset or (file.is_complete and upload.length):
                raise WrongOffset(file.size)
            within = _within(pieces, upload.length - file.size, hashing)
            size = stored.append(file, within)
            if hashing:
                hashing.check()
            if size == upload.length:
                stored.finish(file)
            StoredFile.objects.filter(pk=file.pk).update(expires_at=timezone.now() + EXPIRES_IN)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
            raise UploadLocked from error
        raise
    upload.file.refresh_from_db()
    return size


def keep(
    user: User, name: str, media_type: str, pieces: Iterable[bytes], length: int
) -> StoredFile:
    """A file that came in one piece, complete, as if it had come in several.

    Raises as ``begin`` and ``receive`` do.
    """
    upload = begin(user, name, media_type, length)
    try:
        size = receive(upload, 0, pieces) if length else 0
    except BaseException:
        discard(upload)
        raise
    if size < length:
        discard(upload)
        raise StoredFileMissing("El archivo llegó incompleto: súbalo de nuevo.")
    return take(user, upload.pk)


def take(user: AnyUser, key: UUID) -> StoredFile:
    """The user's complete upload, which is used from now on: it leaves the quota and stays.

    Whoever takes it deletes it, or lets it expire. Raises StoredFileMissing.
    """
    with transaction.atomic():
        upload = find(user, key)
        if not upload.file.is_complete:
            raise StoredFileMissing("El archivo todavía no está completo.")
        file = upload.file
        Upload.objects.filter(pk=upload.pk).delete()
        StoredFile.objects.filter(pk=file.pk).update(expires_at=None)
        file.expires_at = None
    return file


def discard(upload: Upload) -> None:
    """Delete what has come of it."""
    stored.delete(upload.file)


def _within(pieces: Iterable[bytes], left: int, hashing: _Checksum | None) -> Iterator[bytes]:
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise UploadTooLarge("Llegaron más bytes de los anunciados.")
        if hashing:
            hashing.update(piece)
        yield piece


class _Checksum:
    """What the pieces should amount to (tus 1.0, "Checksum")."""

    def __init__(self, text: str) -> None:
        name, _, digest = text.strip().partition(" ")
        if name not in ALGORITHMS:
            raise InvalidParameter(
                f"La suma «{name[:20]}» no se conoce: use {' o '.join(ALGORITHMS)}.",
                parameter="Upload-Checksum",
            )
        try:
            self._expected = base64.b64decode(digest, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InvalidParameter(
                "La suma no está en base64.", parameter="Upload-Checksum"
            ) from error
        self._hash = hashlib.new(name, usedforsecurity=False)

    def update(self, piece: bytes) -> None:
        self._hash.update(piece)

    def check(self) -> None:
        if self._hash.digest() != self._expected:
            raise ChecksumMismatch
