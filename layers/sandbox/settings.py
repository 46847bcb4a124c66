"""Django's settings for a process that reads: the models' columns, and no database at all."""

from __future__ import annotations

import secrets

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
