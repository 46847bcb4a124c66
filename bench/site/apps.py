"""Publishes the bench's layers beside the site's, in the bench's own server only."""

from __future__ import annotations

import os

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "bench.site"
    label = "bench"

    def ready(self) -> None:
        """Add the layers; the site itself never installs this app."""
        from bench.site.layers import LAYERS, POINTS, copies_of  # noqa: PLC0415 - models exist only now
        from bench.site.server import EXTRA_LAYERS  # noqa: PLC0415 - likewise
        from layers import registry  # noqa: PLC0415 - likewise

        extra = int(os.environ.get(EXTRA_LAYERS, "0"))
        registry.LAYERS = (*registry.LAYERS, *LAYERS, *copies_of(POINTS, extra))
