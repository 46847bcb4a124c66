"""Which versions a request means: stored ones that its reader sees, or such as it hands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.auth.models import User

from territory.models import CodeSystem, ConceptMap, ValueSet
from territory.roles import AnyUser
from territory.terminology.faults import UnknownSystem, UnknownValueSet, WrongVersion
from territory.terminology.versions import (
    Json,
    MapVersion,
    SetVersion,
    SystemVersion,
    Version,
    handed_in,
    stored_map,
    stored_set,
    stored_system,
)

Found = TypeVar("Found", bound=Version)

# Who sees drafts, by Django's own permissions.
_SEES_DRAFTS = "territory.view_codesystem"
# No catalogue has more versions than a page of them.
_MOST_VERSIONS = 500


def visible(model: type[Any], user: AnyUser | None) -> Any:
    """The rows of a table of versions that an account sees; None: nobody's."""
    rows = model.objects.all()
    if isinstance(user, User) and user.has_perm(_SEES_DRAFTS):
        return rows.prepared()
    return rows.published()


def split(canonical: str) -> tuple[str, str | None]:
    """Address and version of FHIR's ``url|version``."""
    url, _, version = canonical.partition("|")
    return url, version or None


@dataclass(frozen=True)
class VersionRules:
    """Which version of a code system is meant where none is told, or whatever is told.

    Address → version: ``default``, ``check`` (any other is refused), ``force``.
    """

    default: Mapping[str, str] = field(default_factory=dict)
    check: Mapping[str, str] = field(default_factory=dict)
    force: Mapping[str, str] = field(default_factory=dict)


class Library:
    """Finds versions by address; what it found once it doesn't ask for again."""

    def __init__(
        self,
        user: AnyUser | None = None,
        resources: Iterable[Json] = (),
        rules: VersionRules | None = None,
    ) -> None:
        self._user = user
        self._rules = rules or VersionRules()
        self._systems: dict[str, list[SystemVersion]] = {}
        self._sets: dict[str, list[SetVersion]] = {}
        self._handed_in: list[Version] = []
        for resource in resources:
            self.add(resource)

    def add(self, resource: Json) -> Version | None:
        """Take a resource that came with the request; it goes before a stored one."""
        found = handed_in(resource)
        if found is not None:
            self._handed_in.append(found)
        return found

    def want(self, systems: Iterable[str], sets: Iterable[str]) -> None:
        """Read at once, by two statements at most, what will be asked for."""
        self._read(CodeSystem, self._systems, {split(c)[0] for c in systems}, stored_system)
        self._read(ValueSet, self._sets, {split(c)[0] for c in sets}, stored_set)

    def system(self, url: str, version: str | None = None) -> SystemVersion:
        """The code system that is meant; ``UnknownSystem`` where there is none."""
        wanted = self._rules.force.get(url) or version or self._rules.default.get(url)
        self.want([url], [])
        found = _chosen(self._systems[url], wanted)
        if found is None:
            raise UnknownSystem(
                "No existe el catálogo.", url=url, version=wanted or "", known=self._known(url)
            )
        checked = self._rules.check.get(url)
        if checked and found.version != checked:
            raise WrongVersion(
                "El catálogo es de otra versión.",
                url=url,
                version=found.version or "",
                wanted=checked,
            )
        return found

    def value_set(self, canonical: str) -> SetVersion:
        """The value set that is meant; ``UnknownValueSet`` where there is none."""
        url, version = split(canonical)
        self.want([], [url])
        found = _chosen(self._sets[url], version)
        if found is None:
            raise UnknownValueSet("No existe el conjunto de códigos.", url=canonical)
        return found

    def supplements_of(self, system: SystemVersion, named: Iterable[str]) -> list[SystemVersion]:
        """Those of ``named`` (canonicals) that complete the system."""
        found = []
        for canonical in named:
            supplement = self.system(*split(canonical))
            if supplement.supplements and split(supplement.supplements)[0] == system.url:
                found.append(supplement)
        return found

    def maps(self, canonical: str | None = None) -> list[MapVersion]:
        """The maps of an address, or all that were handed in and all that are stored."""
        rows = visible(ConceptMap, self._user)
        mine = [found for found in self._handed_in if isinstance(found, MapVersion)]
        if canonical is None:
            return [*mine, *(stored_map(row) for row in rows[:_MOST_VERSIONS])]
        url, version = split(canonical)
        known = [found for found in mine if found.url == url]
        known += [stored_map(row) for row in rows.filter(url=url)[:_MOST_VERSIONS]]
        chosen = _chosen(known, version)
        return [chosen] if chosen else []

    def _read(
        self, model: type[Any], known: dict[str, list[Any]], urls: set[str], made: Any
    ) -> None:
        missing = {url for url in urls if url not in known}
        if not missing:
            return
        for url in missing:
            known[url] = [
                found
                for found in self._handed_in
                if found.url == url and found.kind == model.__name__
            ]
        asked = [url for url in missing if url and "\0" not in url]
        for row in visible(model, self._user).filter(url__in=asked)[: _MOST_VERSIONS * 20]:
            known[row.url].append(made(row))

    def _known(self, url: str) -> str:
        return ", ".join(sorted({found.version or "" for found in self._systems[url]}))


def _chosen(versions: list[Found], wanted: str | None) -> Found | None:
    """The version that is wanted, else the last; what was handed in goes first."""
    fitting = [found for found in versions if wanted is None or found.version == wanted]
    mine = [found for found in fitting if found.pk is None]
    return max(mine or fitting, key=lambda found: found.order, default=None)
