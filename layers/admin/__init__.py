"""Django's admin for the territory, the plan and the themes.

It lives here and not in ``territory`` since what is saved is published: the data versions of
the layers that show it have to rise with it.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from layers.admin import (
    boundary_imports,
    education,
    environment,
    extractives,
    plan,
    sanitation,
    snapshots,
    transport,
    units,
    zones,
)

__all__ = [
    "boundary_imports",
    "education",
    "environment",
    "extractives",
    "plan",
    "sanitation",
    "snapshots",
    "transport",
    "units",
    "zones",
]

admin.site.site_header = "Territorio Abierto"
admin.site.site_title = "Territorio Abierto"
admin.site.index_title = _("Administración")
