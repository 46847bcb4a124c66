"""What an answer draws on, and what its reader has to know of it: drafts, trials, what ended."""

from __future__ import annotations

from collections.abc import Iterator

from ows.fhir.messages import Words
from ows.formats.outcomes import Issue
from territory.terminology.composing import Selection
from territory.terminology.versions import SetVersion, SystemVersion, Version

_WHAT = {"CodeSystem": "un catálogo", "ValueSet": "un conjunto de códigos"}


def sets_of(selection: Selection) -> list[SetVersion]:
    """The value set and those that it imports, each once."""
    found = {found.set.canonical: found.set for found in selection.everything()}
    return list(found.values())


def imported_sets(selection: Selection) -> list[SetVersion]:
    """Those that it imports and that have an address."""
    own = selection.set.canonical
    handed = {f"#{found.get('id')}" for found in selection.set.contained.values()}
    inner = {str(found.get("url")) for found in selection.set.contained.values()} | handed
    return [s for s in sets_of(selection) if s.url and s.canonical != own and s.url not in inner]


def warnings(versions: list[SystemVersion] | list[SetVersion]) -> Iterator[tuple[str, Version]]:
    """``draft``, ``experimental``, ``deprecated``, ``withdrawn`` with what is."""
    for found in versions:
        status = found.standards_status
        if status in ("deprecated", "withdrawn"):
            yield status, found
        elif isinstance(found, SystemVersion):
            if found.status == "draft":
                yield "draft", found
            elif found.experimental:
                yield "experimental", found


def status_issues(
    words: Words, systems: list[SystemVersion], sets: list[SetVersion]
) -> Iterator[Issue]:
    for status, found in (*warnings(systems), *warnings(sets)):
        name = f"MSG_{status.upper()}"
        text = words.say(name, what=_WHAT[found.kind], kind=found.kind, canonical=found.canonical)
        yield Issue("information", "business-rule", text, kind="status-check", name=name)
