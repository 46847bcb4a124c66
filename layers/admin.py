"""Django's admin for the territory, the plan and the themes.

It lives here and not in ``territory`` since what is saved is published: the data versions of
the layers that show it have to rise with it.
"""

from importlib import import_module

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from layers.themes import THEMES
from layers.themes.theme import Part

# Importing a room's admin registers it; Django looks in an application's own ``admin`` only.
_ROOMS = tuple(
    f"layers.{room}"
    for room in (
        "api_tokens",
        "boundaries",
        "cascade",
        "eib_rounds",
        "federation",
        "jobs",
        "loading",
        "participation.processes",
        "plan",
        "plan.making",
        "population",
        "publishing",
        "sanitation_studies",
        "security_policy",
        "tracking",
        "units",
        "zones",
    )
)
for _room in (*_ROOMS, *(theme.room for theme in THEMES if theme.has(Part.ADMINISTRATION))):
    import_module(f"{_room}.admin")
import_module("layers.account_admin")

admin.site.site_header = "Territorio Abierto"
admin.site.site_title = "Territorio Abierto"
admin.site.index_title = _("Administración")
