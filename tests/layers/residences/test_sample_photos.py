"""The examples of a residence before and after: drawings that say what they are."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image, ImageChops

from layers.models import StoredFile
from layers.residences import samples
from layers.residences.sample_photos import MOST, drawn
from territory.models import Delivery, ResidenceCondition
from tests.residences import residence

pytestmark = pytest.mark.django_db


def rows() -> Any:
    return ResidenceCondition.objects.filter(is_sample=True).order_by("residence_id", "observed_on")


def test_each_has_one_before_and_one_after_its_delivery(client: Client) -> None:
    found = list(rows())
    assert len(found) == 2 * MOST
    for before, after in zip(found[::2], found[1::2], strict=True):
        assert before.residence_id == after.residence_id
        day = Delivery.objects.filter(alliance__need__residence=before.residence).earliest(
            "delivered_on"
        )
        assert before.observed_on < day.delivered_on < after.observed_on
        page = client.get(f"/residencias/{before.residence.code}/").content.decode()
        assert page.index("Antes de las entregas") < page.index("Después de una entrega")
        assert page.count("EJEMPLO · Dibujo de un dormitorio") >= 2
        image = client.get(f"/residencias/fotos/{before.pk}/")
        assert image.status_code == 200


def test_the_drawing_says_that_it_is_an_example() -> None:
    """Ink where the word is, in both, and beds that differ."""
    before, after = (
        Image.open(io.BytesIO(drawn(is_after=is_after))).convert("RGB")
        for is_after in (False, True)
    )
    for image in (before, after):
        word = image.crop((60, 40, 420, 100))
        colours = {colour for _count, colour in word.getcolors(10_000) or ()}
        assert (0x20, 0x30, 0x3C) in colours
        assert not image.getexif()
    assert ImageChops.difference(before, after).getbbox() is not None


def test_loaded_again_they_stay_and_removed_they_take_their_files() -> None:
    keys = list(rows().values_list("pk", "file"))
    samples.load()
    assert list(rows().values_list("pk", "file")) == keys
    samples.remove()
    assert not rows().exists()
    assert not StoredFile.objects.filter(pk__in=[file for _pk, file in keys]).exists()


def test_none_is_of_a_fact() -> None:
    made = residence(1)
    samples.load()
    assert not ResidenceCondition.objects.filter(residence=made).exists()
