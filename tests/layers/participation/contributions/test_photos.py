"""Photos of strangers: what is kept of them is pixels alone."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from layers.errors import InvalidParameter, UploadTooLarge
from layers.participation import photos
from layers.sandbox.tasks.images import MAX_PIXELS, MAX_SIDE_PX
from tests.contributions import picture

SECRET = b"SECRETO-4f1c"
ORIENTATION = 0x0112


def opened(photo: photos.Photo) -> Image.Image:
    image = Image.open(BytesIO(photo.content))
    image.load()
    return image


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_what_cameras_write_is_drawn_anew(format: str) -> None:
    photo = photos.reencoded([picture(format)])
    image = opened(photo)
    assert (image.format, image.size) == ("JPEG", (64, 48))
    assert (photo.width, photo.height) == (64, 48)
    red = image.getpixel((10, 5))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[2] < 60


def test_where_and_when_it_was_taken_is_gone_and_the_picture_upright() -> None:
    """Exif 2.32: orientation 6 is a picture that has to be turned by 90° clockwise."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010E] = SECRET.decode()  # ImageDescription
    exif.get_ifd(0x8825).update({1: "S", 2: (13.0, 30.0, 59.0), 3: "W", 4: (71.0, 58.0, 41.0)})
    sent = picture(exif=exif, comment=SECRET)
    assert SECRET in sent
    photo = photos.reencoded([sent])
    image = opened(photo)
    assert SECRET not in photo.content
    assert b"Exif" not in photo.content
    assert not dict(image.getexif())
    assert image.size == (48, 64)


def test_what_follows_the_picture_is_gone() -> None:
    """A polyglot: a JPEG that is a page with a script, or a zip, to whoever reads its end."""
    sent = picture() + b"<script>alert(1)</script>PK\x03\x04" + SECRET
    photo = photos.reencoded([sent])
    assert SECRET not in photo.content
    assert b"<script" not in photo.content
    assert b"PK\x03\x04" not in photo.content
    # ISO/IEC 10918-1: it ends with EOI.
    assert photo.content.endswith(b"\xff\xd9")


def test_texts_in_a_png_are_gone() -> None:
    chunk = b"tEXt" + b"Comment\0" + SECRET
    data = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    plain = picture("PNG")
    photo = photos.reencoded([plain[:33] + data + plain[33:]])
    assert SECRET not in photo.content


def test_a_large_photo_is_made_smaller() -> None:
    photo = photos.reencoded([picture(size=(4000, 3000))])
    assert (photo.width, photo.height) == (MAX_SIDE_PX, MAX_SIDE_PX * 3 // 4)


def bomb(side: int) -> bytes:
    """A PNG whose header promises more pixels than any camera has, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 + side // 8) * 64)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def test_a_bomb_is_refused_by_its_pixels() -> None:
    side = int(MAX_PIXELS**0.5) + 100
    with pytest.raises(InvalidParameter, match="demasiados píxeles"):
        photos.reencoded([bomb(side)])


def test_a_far_larger_bomb_too() -> None:
    with pytest.raises(InvalidParameter, match="demasiados píxeles"):
        photos.reencoded([bomb(100_000)])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + bytes(100),
        picture("TIFF"),
        picture()[:400],
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    ],
    ids=["nothing", "pdf", "svg", "gif", "tiff", "cut off", "postscript"],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidParameter, match="no se puede leer") as refused:
        photos.reencoded([content])
    assert refused.value.parameter == "photo"


def test_a_file_that_goes_on_is_read_no_further() -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield bytes(1_000_000)

    with pytest.raises(UploadTooLarge):
        photos.reencoded(endless())  # type: ignore[arg-type]
    assert read == photos.MAX_BYTES // 1_000_000 + 1
