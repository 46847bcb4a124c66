"""Django's settings for a process that reads: the models' columns, and no database at all."""

from __future__ import annotations

import secrets
from importlib.util import find_spec
from pathlib import Path


def _bundled_gdal() -> str | None:
    """The GDAL that pyogrio brings, where it brings one; the system's else."""
    found = find_spec("pyogrio")
    if found is None or found.origin is None:
        return None
    beside = Path(found.origin).parents[1] / "pyogrio.libs"
    return next((str(path) for path in beside.glob("libgdal*.so*")), None)


# One GDAL for Django and for what reads: the system's would come with a hundred libraries of its
# own, 180 MB of addresses.
GDAL_LIBRARY_PATH = _bundled_gdal()
SECRET_KEY = secrets.token_urlsafe(37)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.gis",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "territory",
    "layers",
]
# Whoever asks it is told that there is none.
DATABASES: dict[str, object] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "es"
USE_I18N = False
TIME_ZONE = "America/Lima"
USE_TZ = True
# Whatever is said goes to the process that asked, by its own way.
LOGGING_CONFIG = None
