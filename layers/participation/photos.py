"""A contribution's photo: drawn anew before it is kept, and gone with what it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from layers import sandbox, stored
from layers.errors import InvalidParameter, UploadTooLarge
from layers.models import ContributionPhoto, StoredFile
from layers.reading.results import SourceError
from layers.sandbox.tasks.images import REENCODED
from layers.temporary import temporary_folder
from territory.models import Contribution

MAX_BYTES = 12_000_000
MEDIA_TYPE = "image/jpeg"
PARAMETER = "photo"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Photo:
    """A re-encoded photo that isn't stored yet: JPEG, pixels."""

    content: bytes
    width: int
    height: int


def reencoded(pieces: Iterable[bytes]) -> Photo:
    """The photo in a file that somebody sent; raises InvalidParameter or UploadTooLarge."""
    with temporary_folder("photo") as folder:
        source, output = folder / "sent", folder / "output"
        output.mkdir()
        _write(source, pieces)
        try:
            found = sandbox.run("reencode_image", {"file": source}, {}, output)
        except SourceError as error:
            raise InvalidParameter(str(error), parameter=PARAMETER) from None
        content = (output / REENCODED).read_bytes()
    return Photo(content, int(found["width"]), int(found["height"]))


def keep(contribution: Contribution, photo: Photo) -> ContributionPhoto:
    """Store the photo as the contribution's."""
    name = f"aporte-{contribution.pk}.jpg"
    with stored.create(name, MEDIA_TYPE) as writer:
        writer.write(photo.content)
    return ContributionPhoto.objects.create(
        contribution=contribution, file=writer.file, width=photo.width, height=photo.height
    )


def delete(contribution: Contribution) -> None:
    """Delete the contribution's photo with its content, where it has one."""
    for photo in ContributionPhoto.objects.filter(contribution=contribution):
        photo.delete()
        StoredFile.objects.filter(pk=photo.file_id).delete()


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    size = 0
    with path.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > MAX_BYTES:
                raise UploadTooLarge(
                    f"La foto pesa demasiado: se admiten {MAX_BYTES // 1_000_000} MB.",
                    parameter=PARAMETER,
                )
            file.write(piece)
