"""Files that GDAL writes, fed with Arrow batches while the database sends the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
from django.utils.translation import gettext as _
from pyogrio.errors import DataLayerError, DataSourceError

from layers.exports.arrow import GEOMETRY
from layers.exports.export import FormatLimit
from layers.exports.streaming import check_space


def write_layer(
    path: Path,
    batches: Iterable[Any],
    schema: Any,
    *,
    driver: str,
    layer: str,
    geometry_type: str | None,
    srid: int,
    **options: Any,
) -> None:
    """One layer of a file; ``geometry_type`` None where it has none.

    Raises FormatLimit where the format can't hold it, and whatever the rows raise: GDAL sees of
    their errors no more than that there was one.
    """
    source = _Watched(batches, path.parent)
    reader = pa.RecordBatchReader.from_batches(schema, iter(source))
    try:
        pyogrio.write_arrow(
            reader,
            path,
            layer=layer,
            driver=driver,
            geometry_name=GEOMETRY if geometry_type else None,
            geometry_type=geometry_type,
            crs=f"EPSG:{srid:d}" if geometry_type else None,
            **options,
        )
    except (pa.ArrowException, RuntimeError, DataLayerError, DataSourceError) as error:
        if source.failure is not None:
            raise source.failure from None
        raise FormatLimit(
            _("El formato no puede con lo pedido: pida menos elementos o campos.")
        ) from error


class _Watched:
    """The batches, the disk looked at before each; ``failure`` is what ended them early."""

    def __init__(self, batches: Iterable[Any], folder: Path) -> None:
        self._batches = batches
        self._folder = folder
        self.failure: BaseException | None = None

    def __iter__(self) -> Iterator[Any]:
        try:
            for batch in self._batches:
                check_space(self._folder)
                yield batch
        except GeneratorExit:
            raise
        except BaseException as error:
            self.failure = error
            raise
