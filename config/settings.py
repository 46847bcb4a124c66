"""Django settings. Every variable an operator may set is in ``docs/configuration.md``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django.conf.locale

from config.database import database_settings, exact_role, render_role
from config.local_secrets import secret_key, title_keys, title_signing_seed
from config.public_address import public_address
from config.raster_storage import raster_storage

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = os.environ.get("DEBUG", "0") == "1"
SECRET_KEY = secret_key()
HOST = os.environ.get("HOST", "127.0.0.1")
# Where people see the site: scheme, host and path. Without it, where they ask for it.
PUBLIC = public_address()
PREFIX = PUBLIC.prefix if PUBLIC else ""
FORCE_SCRIPT_NAME = PREFIX or None
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", f"127.0.0.1,localhost,[::1],{HOST}").split(",")
if PUBLIC:
    ALLOWED_HOSTS.append(PUBLIC.hostname)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "django_vite",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "territory",
    "layers",
    "ows",
    "frontend",
]

MIDDLEWARE = [
    "ows.kept.remembered",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.security.content_security_policy",
    "ows.compression.compressed",
    "ows.middleware.services",
    "config.busy.refuse_when_busy",
    "ows.addresses.readable",
    "ows.middleware.one_state",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ows.authentication.basic_authentication",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database. ATOMIC_REQUESTS stays off: streamed answers outlive the view.
DATABASES = {"default": database_settings()}
# Mapnik connects by itself, to the same server and database, as a role that may only read.
RENDER_ROLE = render_role()
# Whose the exact counts of people are; empty where the operator made no such role.
EXACT_ROLE = exact_role().get("user", "")
# How long one download may last, its reader's slowness included.
EXPORT_TIMEOUT_MS = 600_000
# The warning says that an old GDAL could be led astray by a spatial reference from outside:
# CRSs come in by number only (ows.crs), and files are read by pyogrio's own GDAL.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The queue of jobs (layers.jobs.queue): nothing is looked for in other applications.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["layers.jobs.queue", "layers.jobs.timetable"]

# What is cached carries the data version in its key, so each process may keep its own copy.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
        "TIMEOUT": None,
    },
    # Of its own: whoever asks for enough different things empties the other.
    "attempts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "attempts",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# Tiles that were made once (layers.kept): how much disk they may take, where they lie, and the
# address of a Redis that keeps them in place of the disk. 0: none is kept.
TILE_CACHE_MB = int(os.environ.get("TILE_CACHE_MB", "1024"))
TILE_CACHE_DIR = os.environ.get("TILE_CACHE_DIR", "") or str(BASE_DIR / ".local" / "tiles")
TILE_CACHE_URL = os.environ.get("TILE_CACHE_URL", "")

# Language and time. Quechua and Aymara show up as soon as locale/ holds their catalogue;
# Django's own table lacks both.
django.conf.locale.LANG_INFO |= {
    "qu": {"bidi": False, "code": "qu", "name": "Quechua", "name_local": "Runasimi"},
    "ay": {"bidi": False, "code": "ay", "name": "Aymara", "name_local": "Aymar aru"},
}
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "español"), ("qu", "Runasimi"), ("ay", "Aymar aru")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "America/Lima"
USE_TZ = True

# Static files. Vite hashes its own names; the others keep theirs and are asked for again.
STATIC_URL = f"{PREFIX}/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "frontend" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"/static/assets/.+-[\w-]{8}\.\w+$"
DJANGO_VITE = {
    "default": {
        "dev_mode": os.environ.get("VITE_DEV", "0") == "1",
        "dev_server_port": int(os.environ.get("VITE_PORT", "5173")),
        "manifest_path": BASE_DIR / "frontend" / "dist" / ".vite" / "manifest.json",
    }
}

# Accounts.
AUTHENTICATION_BACKENDS = ["config.accounts_backend.LimitedBackend"]
LOGIN_URL = "site:login"
LOGIN_REDIRECT_URL = "site:account"
LOGOUT_REDIRECT_URL = "site:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Another site of the same host doesn't get them.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{PREFIX}/"
# Behind HTTPS the cookies must not travel in clear.
if os.environ.get("HTTPS", "0") == "1" or (PUBLIC and PUBLIC.scheme == "https"):
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000

# Who runs the site, for the services' descriptions (ows.contact); what isn't said stays out.
CONTACT = {
    "organization": os.environ.get("CONTACT_ORGANIZATION", ""),
    "person": os.environ.get("CONTACT_PERSON", ""),
    "position": os.environ.get("CONTACT_POSITION", ""),
    "address": os.environ.get("CONTACT_ADDRESS", ""),
    "city": os.environ.get("CONTACT_CITY", ""),
    "region": os.environ.get("CONTACT_REGION", ""),
    "post_code": os.environ.get("CONTACT_POST_CODE", ""),
    "country": os.environ.get("CONTACT_COUNTRY", ""),
    "phone": os.environ.get("CONTACT_PHONE", ""),
    "email": os.environ.get("CONTACT_EMAIL", ""),
}
# Where a catalogue has a layer's metadata (ISO 19115 as XML); {layer} stands for its name.
METADATA_URL = os.environ.get("METADATA_URL", "")

# E-mail about zones (layers.zones.mail) and contributions (layers.participation.mail): none is
# sent unless a server is named.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "0") == "1"
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL", "0") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "") or CONTACT["email"] or "webmaster@localhost"

# Within so many days this site asks agencies to answer a contribution; it is no term of a law.
CONTRIBUTION_ANSWER_DAYS = int(os.environ.get("CONTRIBUTION_ANSWER_DAYS", "30"))

# How often the use of layers is written, seconds; 0: it isn't counted.
LAYER_USE_FLUSH_S = int(os.environ.get("LAYER_USE_FLUSH_S", "30"))

# Networks that harvests may reach although they are private (10.1.2.0/24), and a table of sources
# instead of the project's own.
HARVEST_ALLOWED_NETWORKS = os.environ.get("HARVEST_ALLOWED_NETWORKS", "")
HARVEST_SOURCES = os.environ.get("HARVEST_SOURCES", "")

# After how long what a facility said of its beds is stale, and how old a report may be.
EMERGENCY_BEDS_STALE_HOURS = int(os.environ.get("EMERGENCY_BEDS_STALE_HOURS", "12"))
EMERGENCY_BEDS_OLDEST_HOURS = int(os.environ.get("EMERGENCY_BEDS_OLDEST_HOURS", "72"))

# Where rasters' files are (layers.rasters.storage): a folder, or a bucket with its keys.
RASTER_STORAGE, RASTER_S3 = raster_storage(BASE_DIR / ".local" / "rasters")

# Commitment 7: what hashes of titles are made with, and what answers on many of them are signed
# with; of seeds that were replaced, the public keys, comma-separated (docs/importar-titulos.md).
TITLE_KEYS = title_keys()
TITLE_SIGNING_SEED = title_signing_seed()
TITLE_FORMER_SIGNING_KEYS = os.environ.get("TITLE_FORMER_SIGNING_KEYS", "")

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["ows.rest.permissions.OfferedOrSignedIn"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["ows.authentication.ServiceAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "ows.rest.parameters.JsonByDefault",
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "ows.rest.errors.handle",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Territorio Abierto",
    "DESCRIPTION": "Unidades, compromisos y resúmenes por territorio, en GeoJSON.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "ows.rest.schema_errors.describe_errors",
    ],
    # Several kinds of pages have it.
    "ENUM_NAME_OVERRIDES": {
        "FeatureCollectionEnum": ["FeatureCollection"],
        "CountStateEnum": "territory.models.counts.CountState",
        "StudyKindEnum": "territory.models.studies.StudyKind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.log_lines.OneLine",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {
        "only_defects": {"()": "config.log_lines.OnlyDefects"},
        "faults_in_a_line": {"()": "config.log_lines.FaultsInALine"},
        "each_host_once": {"()": "config.log_lines.EachHostOnce"},
        "nothing": {"()": "config.log_lines.Nothing"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": "line",
        }
    },
    "loggers": {
        "django.request": {"filters": ["only_defects"]},
        **{
            name: {"filters": ["faults_in_a_line"]}
            for name in (
                "procrastinate.worker",
                "procrastinate.worker.worker",
                "procrastinate.utils",
                "asyncio",
            )
        },
        "django.security.DisallowedHost": {"filters": ["each_host_once"]},
        **{
            f"django.security.{name}": {"filters": ["nothing"]}
            for name in (
                "BadRequest",
                "RequestDataTooBig",
                "SuspiciousFileOperation",
                "SuspiciousMultipartForm",
                "SuspiciousOperation",
                "SuspiciousSession",
                "TooManyFieldsSent",
                "TooManyFilesSent",
                "csrf",
            )
        },
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
