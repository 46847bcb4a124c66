"""The site's own settings with the suite's layers added, for the test instance."""

from __future__ import annotations

from config.settings import *  # noqa: F403 - whatever the site has
from config.settings import INSTALLED_APPS as SITE_APPS

INSTALLED_APPS = [*SITE_APPS, "tests.cite"]
