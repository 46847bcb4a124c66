"""Publishes the bench's layers beside the site's, in the bench's own server only."""

from __future__ import annotations

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "bench.site"
    label = "bench"

    def ready(self) -> None:
        """Add the layers; the site itself never installs this app."""
        from bench.site.layers import LAYERS  # noqa: PLC0415 - models exist only now
        from layers import registry  # noqa: PLC0415 - likewise

        registry.LAYERS = (*registry.LAYERS, *LAYERS)
