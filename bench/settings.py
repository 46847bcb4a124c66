"""The site's own settings with the bench's layers added, for the server that is measured."""

from __future__ import annotations

from config.settings import *  # noqa: F403 - whatever the site has, the bench has
from config.settings import INSTALLED_APPS as SITE_APPS

INSTALLED_APPS = [*SITE_APPS, "bench.site"]
