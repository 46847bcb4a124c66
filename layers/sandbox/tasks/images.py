"""A stranger's photo, drawn anew so that nothing of the file itself is kept."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from layers.reading.results import SourceError
from layers.sandbox.wire import Reporter

# No others are tried: what can't be opened can't be attacked.
FORMATS = ("JPEG", "PNG", "WEBP")
# The largest telephones take 200 million pixels and offer 50; a bomb has thousands of millions.
MAX_PIXELS = 60_000_000
MAX_SIDE_PX = 1_600
QUALITY = 82
REENCODED = "photo.jpg"

_NOT_AN_IMAGE = "La foto no se puede leer: se admiten JPEG, PNG y WebP."
_TOO_LARGE = f"La foto tiene demasiados píxeles: se admiten {MAX_PIXELS // 1_000_000} millones."


def reencode_image(
    files: Mapping[str, Path], _arguments: Mapping[str, Any], output: Path, progress: Reporter
) -> dict[str, Any]:
    """The pixels of the file ``file`` as a JPEG of at most ``MAX_SIDE_PX``: ``photo.jpg``.

    Upright as the camera meant it, on white where it was transparent, the first picture of
    several. Neither EXIF nor a profile, a comment or what follows the picture is written. Gives
    ``width`` and ``height``; raises SourceError.
    """
    progress.step("Leyendo la foto")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(files["file"], formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise SourceError(_TOO_LARGE)
            # A JPEG is decoded at no more than it needs.
            image.draft("RGB", (MAX_SIDE_PX, MAX_SIDE_PX))
            image.load()
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
            plain = _plain(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise SourceError(_TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise SourceError(_NOT_AN_IMAGE) from None
    plain.save(output / REENCODED, "JPEG", quality=QUALITY, optimize=True)
    return {"width": plain.width, "height": plain.height}


def _plain(image: Image.Image) -> Image.Image:
    """The pixels in a new picture, which has nothing of what the old one said beside."""
    coloured = image.convert("RGBA")
    plain = Image.new("RGB", coloured.size, "white")
    plain.paste(coloured, mask=coloured.getchannel("A"))
    return plain
