"""The guides of ``docs/`` as HTML: those that are written for who publishes, in Spanish."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs"
# Others are of architecture, and in English.
_NAMES = re.compile(r"importar(?:-[a-z-]+)?|publicar(?:-capas)?|residencias|rondas-eib|descargas")
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_LINK = re.compile(r"([a-z-]+)\.md(?:#.*)?")


@lru_cache
def _markdown() -> MarkdownIt:
    """CommonMark and tables; HTML in the text is shown as it is written, pictures aren't."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def guide(name: str, address_of: Callable[[str], str]) -> SafeString | None:
    """The guide as HTML; None where there is none of that name (``importar-camas``).

    ``address_of`` gives the page of another guide. Links to what has no page are text.
    """
    path = FOLDER / f"{name}.md"
    if not _NAMES.fullmatch(name) or not path.is_file():
        return None
    tokens = _markdown().parse(_COMMENT.sub("", path.read_text("utf-8")))
    for token in tokens:
        _mend(token)
        token.children = _linked(token.children, address_of) if token.children else token.children
    html: str = _markdown().renderer.render(tokens, _markdown().options, {})
    label = escape(_("Tabla de la guía"))
    html = html.replace(
        "<table>",
        f'<div class="table-wrap" tabindex="0" role="region" aria-label="{label}"><table>',
    )
    html = html.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    safe: SafeString = mark_safe(html)  # noqa: S308 - of our own files, their HTML escaped
    return safe


def _mend(token: Token) -> None:
    """Headers of a table get a scope."""
    if token.type == "th_open":
        token.attrSet("scope", "col")


def _linked(children: Sequence[Token], address_of: Callable[[str], str]) -> list[Token]:
    """The words with links that lead somewhere on the site, or to another site."""
    found, is_text = [], False
    for token in children:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href") or ""), address_of)
            is_text = not address
            token.attrSet("href", address)
        if not (is_text and token.type in ("link_open", "link_close")):
            found.append(token)
        if token.type == "link_close":
            is_text = False
    return found


def _address(href: str, address_of: Callable[[str], str]) -> str:
    if href.startswith(("https://", "http://")):
        return href
    named = _LINK.fullmatch(href)
    return address_of(named[1]) if named and _NAMES.fullmatch(named[1]) else ""
