"""What a theme's room has to hold: a reader, samples, administration and a guide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from layers.loading import importing
from layers.loading.sources import find
from layers.reading.context import Context, Feed
from layers.reading.results import SourceError
from layers.source import Source
from layers.themes.samples import sample_files
from territory.models import AdminUnit, CommitmentTerritory
from tests.layers.themes.contract.asked import Asked
from tests.territory.shapes import FIXTURES

DOCS = FIXTURES.parent / "docs"
ROOMS = FIXTURES.parent / "layers" / "themes"
_NOT_A_TABLE = b"\x89PNG\r\n\x1a\n" + bytes(64)


def check_import(asked: Asked) -> None:
    """The official file's reader takes its own samples, and refuses them as facts, and no table."""
    assert asked.theme.sources, "no source"
    for source in asked.theme.sources:
        assert find(source.name) is source
        for data, feed in _samples(source):
            with pytest.raises(SourceError):
                source.read(_NOT_A_TABLE, _context(source, samples=False, feed=feed))
            reading = source.read(data, _context(source, samples=True, feed=feed))
            assert reading.number_of_rows > 0, f"{source.name} reads no row of its samples"
            assert reading.errors == (), reading.errors[:3]
            as_facts = source.read(data, _context(source, samples=False, feed=feed))
            assert as_facts.number_of_rows == 0, f"{source.name} takes samples for facts"


def check_sample(asked: Asked) -> None:
    """Samples are written by the room's own script, over all regions that it is of, and marked."""
    assert (ROOMS / asked.theme.name / "sample.py").is_file(), "no sample.py in the room"
    files = sample_files(FIXTURES)
    for source in asked.theme.sources:
        assert any(name.startswith(source.sample) for name in files), source.name
    assert asked.models, "no model whose rows are shown"
    regions = regions_of(asked.theme.commitments)
    for model in asked.models:
        rows = model._default_manager.filter(is_sample=True)
        codes = rows.exclude(declared_unit=None).values_list("declared_unit", flat=True)
        departments = {code[:2] for code in codes}
        assert departments == regions, f"{model.__name__}: {len(departments)} regions"


def regions_of(commitments: Iterable[int]) -> set[str]:
    """The departments that the plan names for commitments; all, where one is of the country."""
    every = AdminUnit.objects.filter(level=AdminUnit.Level.DEPARTMENT, valid_to=None)
    named: set[str] = set()
    for number in commitments:
        rows = CommitmentTerritory.objects.filter(commitment__number=number)
        units = set(rows.values_list("unit", flat=True))
        if not units or None in units:
            return set(every.values_list("pk", flat=True))
        named |= {str(unit)[:2] for unit in units}
    return named


def check_administration(asked: Asked) -> None:
    """Each model has its page in the administration, for who may see it and for nobody else."""
    assert asked.models, "no model"
    staff = User.objects.get_or_create(username="contrato-personal", is_staff=True)[0]
    root = User.objects.get_or_create(username="contrato-raiz", is_staff=True, is_superuser=True)[0]
    for model in asked.models:
        assert model in admin.site._registry, f"{model.__name__} is not in the administration"
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert asked.client.get(address).status_code == 302
        for user, status in ((staff, 403), (root, 200)):
            asked.client.force_login(user)
            assert asked.client.get(address).status_code == status, f"{user}: {address}"
        asked.client.logout()


def check_guide(asked: Asked) -> None:
    """A guide in Spanish names each source and every column that its files may have."""
    path = DOCS / asked.theme.guide
    assert asked.theme.guide, "no guide"
    assert path.is_file(), f"docs/{asked.theme.guide} is missing"
    text = path.read_text("utf-8")
    assert asked.theme.sources, "no source to explain"
    for source in asked.theme.sources:
        assert re.search(rf"\b{source.name}\b", text), f"{source.name} is not named"
    index = (DOCS / "importar.md").read_text("utf-8")
    assert asked.theme.guide in index, f"docs/importar.md does not lead to {asked.theme.guide}"


def _context(source: Source, *, samples: bool, feed: Feed | None = None) -> Context:
    context = importing._context(samples=samples, provenance=importing.SAMPLE_PROVENANCE)
    return replace(context, feed=feed) if source.needs_feed else context


def _samples(source: Source) -> Iterator[tuple[bytes, Feed | None]]:
    """The bytes of its samples, with the feed that they are; of many feeds two."""
    folder = FIXTURES / "samples"
    if source.needs_feed:
        for feed in source.sample_feeds[:2]:
            yield importing._zipped(folder / source.sample / feed.name), feed
    else:
        yield (folder / source.sample).read_bytes(), None
