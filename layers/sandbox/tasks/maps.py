"""A stranger's map or legend, drawn anew so that nothing of the file itself is passed on."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageFile, UnidentifiedImageError

from layers.harvest.pages.gml import scan
from layers.reading.results import SourceError
from layers.sandbox.wire import Reporter

_FORMATS = ("PNG", "JPEG", "GIF")
_MAX_PIXELS = 4_096 * 4_096
REDRAWN = "map.png"


def redraw_map(
    files: Mapping[str, Path], arguments: Mapping[str, Any], output: Path, _progress: Reporter
) -> dict[str, Any]:
    """The pixels of the file ``file`` as an RGBA PNG: ``map.png``.

    Where ``width`` and ``height`` are given it has to have them. Raises SourceError, in the words
    of the server where it answered with an exception.
    """
    Image.MAX_IMAGE_PIXELS = _MAX_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    path = files["file"]
    try:
        with Image.open(path, formats=_FORMATS) as image:
            wanted = arguments.get("width"), arguments.get("height")
            if wanted not in ((None, None), image.size):
                raise SourceError(
                    f"La imagen tiene {image.width} × {image.height} píxeles y no los pedidos."
                )
            if image.width * image.height > _MAX_PIXELS:
                raise SourceError("La imagen tiene demasiados píxeles.")
            image.load()
            plain = image.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise SourceError("La imagen tiene demasiados píxeles.") from None
    except UnidentifiedImageError:
        raise SourceError(_said(path)) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise SourceError("La imagen está dañada o cortada.") from None
    plain.save(output / REDRAWN, "PNG", compress_level=1)
    return {"width": plain.width, "height": plain.height}


def _said(path: Path) -> str:
    """What an answer that is no picture says: an exception's words, or that it is none."""
    try:
        found = scan(path)
    except SourceError:
        return "La respuesta no es una imagen PNG, JPEG o GIF."
    if found.root in ("ServiceExceptionReport", "ExceptionReport"):
        return "El servicio responde: " + " ".join("".join(found.said).split())[:300]
    return "La respuesta no es una imagen PNG, JPEG o GIF."
