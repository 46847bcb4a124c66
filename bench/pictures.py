"""Images as arrays, and how alike two of them are."""

from __future__ import annotations

import urllib.request
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]

# A channel that is off by no more than this (of 255) can't be distinguished by eye.
TOLERANCE = 8
# From this opacity (of 255) on a pixel counts as painted.
_PAINTED = 100


def fetch(url: str) -> Pixels:
    """The image at ``url`` as height x width x RGBA."""
    with urllib.request.urlopen(url, timeout=120) as answer:  # noqa: S310 - loopback
        content_type, body = answer.headers.get("Content-Type", ""), answer.read()
    if not content_type.startswith("image/png"):
        raise ValueError(f"{url}: {body[:500].decode(errors='replace')}")
    return np.asarray(Image.open(BytesIO(body)).convert("RGBA"))


def share_differing(one: Pixels, other: Pixels) -> float:
    """The share of all pixels that look different."""
    difference = np.abs(_on_white(one) - _on_white(other)).max(axis=2)
    return float((difference > TOLERANCE).mean())


def share_painted_alike(one: Pixels, other: Pixels) -> float:
    """Of the painted pixels, the share that has a painted one beside it in the other image.

    Beside, not under: two engines round half a pixel each in its own way.
    """
    a, b = one[..., 3] >= _PAINTED, other[..., 3] >= _PAINTED
    painted = a.sum() + b.sum()
    if not painted:
        return 1.0
    return float(((a & _grown(b)).sum() + (b & _grown(a)).sum()) / painted)


def _grown(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The mask and the pixels around it."""
    height, width = mask.shape
    padded = np.pad(mask, 1)
    shifts = [padded[y : y + height, x : x + width] for y in range(3) for x in range(3)]
    return np.asarray(np.stack(shifts).any(axis=0))


def _on_white(pixels: Pixels) -> npt.NDArray[np.float64]:
    """The colours as seen on white paper, where a transparent pixel has none of its own."""
    alpha = pixels[..., 3:].astype(float) / 255
    return pixels[..., :3] * alpha + 255 * (1 - alpha)
