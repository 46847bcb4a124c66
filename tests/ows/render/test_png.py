"""PNG files held to Pillow's reading of them."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from ows.render.png import write_png


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 2), (256, 256)])
def test_pillow_reads_the_pixels_that_were_written(width: int, height: int) -> None:
    pixels = np.random.default_rng(7).integers(0, 256, (height, width, 4), dtype=np.uint8)
    image = Image.open(BytesIO(write_png(width, height, pixels.tobytes())))
    assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (width, height))
    image.load()  # checks the sums of the chunks
    assert (np.asarray(image) == pixels).all()
