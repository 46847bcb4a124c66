"""The population that is loaded, to look at."""

from __future__ import annotations

from django.contrib import admin

from layers.published_admin import ReadOnlyAdmin
from territory.models import PopulationSource


@admin.register(PopulationSource)
class PopulationSourceAdmin(ReadOnlyAdmin):
    """It comes in by ``import_population``, or is a published raster's."""

    list_display = ("source", "kind", "raster", "cells", "people", "cutoff_date", "imported_at")
