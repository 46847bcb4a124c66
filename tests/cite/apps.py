"""Publishes the suite's layers beside the site's, in the test instance's own server only."""

from __future__ import annotations

import os

from django.apps import AppConfig


class CiteConfig(AppConfig):
    name = "tests.cite"
    label = "cite"

    def ready(self) -> None:
        from layers import registry  # noqa: PLC0415 - models exist only now
        from tests.cite.layers import layers  # noqa: PLC0415 - likewise

        registry.LAYERS = (*layers(os.environ.get("CITE_PREFIX", "cite:")), *registry.LAYERS)
