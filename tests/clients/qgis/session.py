"""A headless QGIS that runs a script and prints what it found."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from qgis.core import QgsApplication, QgsFeature
from qgis.PyQt.QtCore import QDate, QDateTime, Qt

Report = dict[str, Any]


def run(script: Callable[[str, Report], None]) -> None:
    """Start QGIS, let ``script`` fill its report on the server named first, print it."""
    application = QgsApplication([], False)
    application.initQgis()
    report: Report = {}
    # The script's layers are gone when it returns: QGIS crashes where one outlives it.
    script(sys.argv[1], report)
    application.exitQgis()
    json.dump(report, sys.stdout)


def attributes(feature: QgsFeature) -> dict[str, Any]:
    """The feature's values as JSON can hold them; QGIS's NULL is None."""
    return {field.name(): plain(feature[field.name()]) for field in feature.fields()}


def plain(value: Any) -> Any:
    """None for QGIS's NULL; a date or a moment as ISO 8601 writes it."""
    if isinstance(value, QDate | QDateTime):
        return str(value.toString(Qt.ISODate)) or None
    return value if isinstance(value, int | float | str | bool) else None
