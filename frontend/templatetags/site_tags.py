"""What the templates need beyond Django's own: the menu, numbers, legends, messages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JSONCatalog

from layers.geometry_types import GeometryType
from layers.publishing.permissions import is_administrator
from territory.agencies import limited_roles_of, roles_of
from territory.roles import AnyUser

register = template.Library()

# INEI groups thousands by a narrow space that never ends a line.
THOUSANDS_SEPARATOR = "\u202f"

_MENU: tuple[tuple[str, str | Promise], ...] = (
    ("site:map", _("Mapa")),
    ("site:units", _("Territorios")),
    ("site:commitments", _("Compromisos")),
    ("site:board", _("Seguimiento")),
    ("site:participation", _("Participar")),
    ("site:zones", _("Zonas")),
    ("site:catalogue", _("Catálogo")),
    ("site:help", _("Ayuda")),
)


@dataclass(frozen=True)
class MenuItem:
    """``current`` is the value of ``aria-current``, empty elsewhere."""

    title: str | Promise
    url: str
    current: str


@register.simple_tag(takes_context=True)
def site_menu(context: template.Context) -> list[MenuItem]:
    """The main menu; an error page has no request, and marks nothing as current."""
    request: HttpRequest | None = context.get("request")
    here = request.path if request else ""
    items = []
    for name, title in _MENU:
        url = reverse(name)
        within = "true" if here.startswith(url) else ""
        items.append(MenuItem(title, url, "page" if here == url else within))
    return items


@register.filter
def publishes(user: AnyUser) -> bool:
    """Whether the account has something to do on the pages of publishing; one query."""
    return bool(roles_of(user) or limited_roles_of(user)) or is_administrator(user)


@register.filter
def thousands(value: Any) -> str:
    """``1234567.5`` → ``1 234 567,50`` with narrow spaces; what is no number stays as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    whole, _point, cents = f"{value:,.2f}".partition(".")
    grouped = whole.replace(",", THOUSANDS_SEPARATOR)
    return grouped if cents == "00" else f"{grouped},{cents}"


@register.filter
def hectares(value: float) -> str:
    """``12345.678`` → ``12 345,7 ha``; small areas keep more decimals."""
    decimals = 1 if value >= 100 else 2
    whole, _dot, part = f"{value:,.{decimals}f}".partition(".")
    return f"{whole.replace(',', THOUSANDS_SEPARATOR)},{part}\u00a0ha"


@register.filter
def geometry_label(name: str | None) -> str:
    """``MultiPolygon Z``, as a file calls its geometries, in Spanish; another name stays."""
    kind, _space, more = (name or "").partition(" ")
    if kind not in set(GeometryType) or not kind:
        return name or ""
    height = _(" con altura") if "Z" in more else ""
    return f"{GeometryType(kind).label}{height}"


@register.filter
def cell(value: Any) -> Any:
    """A value as a table shows it: sí, no, a dash for none."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("Sí") if value else _("No")
    return value


@register.filter
def rounded(value: float) -> int:
    """``1234.56`` → ``1235``."""
    return round(value)


@register.filter
def seconds(value: float) -> str:
    """``95.2`` → ``1 min 35 s``; an hour and more without seconds."""
    whole = round(value)
    if whole < 60:
        return f"{whole}\u00a0s"
    if whole < 3600:
        return f"{whole // 60}\u00a0min {whole % 60}\u00a0s"
    return f"{whole // 3600}\u00a0h {whole % 3600 // 60}\u00a0min"


@register.inclusion_tag("frontend/parts/symbol.html")
def legend_symbol(entry: dict[str, Any]) -> dict[str, Any]:
    """The symbol of an entry of ``layers.styles.viewer.legend``, as inline SVG."""
    size = min(entry.get("size_px", 0), 16)
    dash = " ".join(str(length) for length in (entry["stroke"] or {}).get("dash", ()))
    return {
        "entry": entry,
        "size": size,
        "left": 14 - size / 2,
        "top": 9 - size / 2,
        "radius": size / 2,
        "dash": dash,
    }


@register.simple_tag
def js_catalogue() -> SafeString:
    """The messages of the scripts in the page's language; nothing where there are none."""
    view = JSONCatalog()
    view.translation = DjangoTranslation(
        get_language() or settings.LANGUAGE_CODE,
        domain="djangojs",
        localedirs=[str(path) for path in settings.LOCALE_PATHS],
    )
    catalogue = view.get_catalog()
    return json_script(catalogue, "catalogue") if catalogue else SafeString()
