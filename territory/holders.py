"""Whose a title is, as far as it may be published: a firm by its name, a person as a person.

A natural person's name is personal data (Ley 29733): only what is known to be a firm, a
community or a public body is published by name. What can't be told apart isn't published.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from territory.names import fold

# What stands for a natural person, whoever it is.
NATURAL_PERSON = "persona natural"


class Holder(StrEnum):
    """What a holder's name is that of."""

    FIRM = "firm"
    PERSON = "person"
    UNKNOWN = "unknown"


def _words(file: str) -> frozenset[str]:
    """The words of a file beside this one; a line that begins with # is a comment."""
    lines = Path(__file__).with_name(file).read_text("utf-8").splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())


# What tells a person's name without a comma.
_GIVEN_NAMES = _words("given_names.txt")
# The forms of Peru's companies (Ley 26887; D.L. 21621 the E.I.R.L.; the mining law's S.M.R.L.)
# and other countries', at a name's end or among its words, dots and spaces apart.
_LEGAL_FORM = re.compile(
    r"(?<![a-z0-9])(?:"
    r"s[. ]{0,2}a[. ]{0,2}[abc]|s[. ]{0,2}m[. ]{0,2}r[. ]{0,2}l|"
    r"s[. ]{0,2}(?:c[. ]{0,2})?r[. ]{0,2}l(?:tda)?|e[. ]{0,2}i[. ]{0,2}r[. ]{0,2}l(?:tda)?|"
    r"l\.?l\.?[cp]|p\.?l\.?c|ltda|ltd|limited|limitada|inc|incorporated|corp|gmbh|pty|ulc|"
    r"sociedad anonima(?: cerrada| abierta)?"
    r")\.?(?![a-z0-9])"
)
# Initials may be these; "de Sá" is a surname.
_SHORT_FORM = re.compile(
    r"(?<![a-z0-9])(?:s\. ?a\.?|s\. ?c\.)(?![a-z0-9])|"
    r"(?<!\bde) (?:s ?a|s ?l|s/a|a ?g|n\.?v|b\.?v|co|l\.?p)\.?$"
)
_FIRM_WORDS = _words("firm_words.txt")
# Who are persons though a word of firms is in the name.
_PERSONS = re.compile(
    r"\b(?:sucesion|suc|herederos|hdros|testamentaria|sociedad conyugal|soc conyugal|"
    r"copropietarios|empresa unipersonal|unipersonal|persona natural|personas naturales|"
    r"vda|viuda)\b"
)
_SEVERAL = re.compile(r"\s*[/;|\n]\s*")
_JOINED = re.compile(r"\s+(?:y|e|and|&|-)\s+|,\s*", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
# A name after these is a place's.
_SAINTS = ("san", "santa", "santo")
# "OTROS", "OTRO", "3 MAS": of those who aren't named.
_OTHERS = re.compile(r"(?:y\s+)?(?:\d+\s+)?(?:otr[oa]s?|mas)")


def is_given_name(word: str) -> bool:
    """Whether a word, as ``fold`` writes it, is a common given name."""
    return word in _GIVEN_NAMES


def classify(name: str) -> Holder:
    """What a single holder's name is that of."""
    text = " ".join(fold(name).split())
    words = _WORD.findall(text)
    names_a_firm = bool(_FIRM_WORDS.intersection(words))
    is_person = _looks_like_a_person(text, words)
    form = _LEGAL_FORM.search(text)
    if form and (names_a_firm or not _is_listed(text) or _is_at_an_end(form, text)):
        return Holder.FIRM
    if _PERSONS.search(" ".join(words)):
        return Holder.PERSON
    if names_a_firm or (_SHORT_FORM.search(text) and not _is_listed(text)):
        return Holder.FIRM
    return Holder.PERSON if is_person else Holder.UNKNOWN


def publishable(name: str) -> str | None:
    """The holders as they may be published; None where one of them can't be told apart.

    Several are separated by ``/``, ``;`` or ``|``. Persons read "persona natural", once.
    """
    found: list[str] = []
    for one in filter(None, (part.strip() for part in _SEVERAL.split(name))):
        if _OTHERS.fullmatch(fold(one)):
            continue
        kind = classify(one)
        if kind == Holder.UNKNOWN:
            return None
        found += _without_partners(one) if kind == Holder.FIRM else [NATURAL_PERSON]
    return " / ".join(dict.fromkeys(found))


def _without_partners(name: str) -> list[str]:
    """A firm's name; of "PÉREZ, JUAN Y MINERA X S.A." the person is taken out."""
    if not _JOINED.search(name):
        return [name]
    parts = [part.strip() for part in _JOINED.split(name) if part.strip()]
    firms = [part for part in parts if classify(part) == Holder.FIRM and _has_a_name(part)]
    # The longest beginning or end that is a person's, the firm being what is left.
    for at in range(1, len(parts)):
        for persons, rest in ((parts[:at], parts[at:]), (parts[at:], parts[:at])):
            if classify(", ".join(persons)) == Holder.PERSON and set(rest) <= set(firms):
                return [*rest, NATURAL_PERSON]
    return [name]


def _has_a_name(part: str) -> bool:
    """Whether a piece is more than the form of a company."""
    return bool(_WORD.search(_SHORT_FORM.sub("", _LEGAL_FORM.sub("", f" {fold(part)}"))))


def _is_listed(text: str) -> bool:
    """Whether it is written as persons are listed: "SURNAMES, NAMES", a given name first."""
    _surnames, _comma, names = text.partition(",")
    return bool(_GIVEN_NAMES.intersection(_WORD.findall(names)[:2]))


def _is_at_an_end(form: re.Match[str], text: str) -> bool:
    return form.start() == 0 or form.end() == len(text)


def _looks_like_a_person(text: str, words: list[str]) -> bool:
    """Words of letters: "SURNAME SURNAME, NAMES", or with a given name among them."""
    if not 2 <= len(words) <= 9 or any(not word.isalpha() for word in words):
        return False
    surnames, comma, names = text.partition(",")
    if comma and names.strip() and surnames.strip() and "," not in names:
        return True
    pairs = zip(("", *words), words, strict=False)
    return any(word in _GIVEN_NAMES and before not in _SAINTS for before, word in pairs)
