"""How a study is cited: a sentence, BibTeX and RIS, each with its own escapes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from territory.models import SanitationStudy

# What LaTeX takes for its own (The LaTeX Companion, 2nd ed., A.1); the backslash goes first.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile("[" + re.escape("".join(_TEX)) + "]")
# Within \url{} these alone end it or begin a command.
_URL_ESCAPES = {"\\": "%5C", "{": "%7B", "}": "%7D", "%": r"\%", "#": r"\#"}


@dataclass(frozen=True)
class Citation:
    """What every form of citation says; ``address`` is the page of the version that is meant."""

    title: str
    institution: str
    year: int
    version: int | None
    address: str
    key: str
    abstract: str = ""
    rights: str = ""


def citation_of(study: SanitationStudy, address: str, version: int | None = None) -> Citation:
    """Of a version, or of the study where it has none."""
    return Citation(
        title=_line(study.title),
        institution=_line(study.institution),
        year=study.year,
        version=version,
        address=address,
        key=f"estudio{study.pk}" + (f"v{version}" if version else ""),
        abstract=_line(study.abstract),
        rights=str(study.get_licence_display()),
    )


def as_text(said: Citation) -> str:
    """``Institución (2018). Título (versión 2). https://…``."""
    version = f" (versión {said.version})" if said.version else ""
    ended = said.title if said.title.endswith((".", "?", "!")) and not version else ""
    title = ended or f"{said.title}{version}."
    return f"{said.institution} ({said.year}). {title} {said.address}"


def as_bibtex(said: Citation) -> str:
    """A ``@techreport``; braces keep capitals and an institution's name whole."""
    fields = [
        ("author", f"{{{tex(said.institution)}}}"),
        ("title", f"{{{tex(said.title)}}}"),
        ("institution", tex(said.institution)),
        ("year", str(said.year)),
        ("url", _url(said.address)),
    ]
    if said.version:
        fields.append(("note", tex(f"Versión {said.version}")))
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields)
    return f"@techreport{{{said.key},\n{lines}\n}}\n"


def as_ris(said: Citation) -> str:
    """A report (RPRT), a tag a line, ended as the format asks: CRLF."""
    tags: list[tuple[str, str]] = [
        ("TY", "RPRT"),
        ("TI", said.title),
        ("AU", said.institution),
        ("PB", said.institution),
        ("PY", str(said.year)),
        *([("AB", said.abstract)] if said.abstract else []),
        *([("ET", f"Versión {said.version}")] if said.version else []),
        ("UR", said.address),
        ("LA", "es"),
        ("ER", ""),
    ]
    return _ris_lines(tags)


def _ris_lines(tags: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{tag}  - {value}\r\n" for tag, value in tags)


def tex(text: str) -> str:
    """Text that LaTeX prints as it is."""
    return _SPECIAL.sub(lambda found: _TEX[found[0]], text)


def _url(address: str) -> str:
    return "".join(_URL_ESCAPES.get(sign, sign) for sign in address)


def _line(text: str) -> str:
    """On one line: a newline would begin a tag of RIS."""
    return " ".join(text.split())
