"""The plan: verbatim originals, listed corrections, and no invented place."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from typing import Any

import pytest

from layers.plan.reader import correct, read_plan
from layers.reading.results import SourceError
from territory.acronyms import ACRONYMS, acronyms_in
from territory.models import Agency, Commitment, CommitmentTerritory, Milestone, Plan
from tests.territory.shapes import FIXTURES, SHARED_DATA

PLAN = FIXTURES / "plan" / "plan.json"
PUBLISHED = SHARED_DATA / "plan-de-accion.txt"


def published_text() -> str:
    if not PUBLISHED.exists():
        pytest.skip(f"the plan's published text is not at {PUBLISHED}")
    return PUBLISHED.read_text(encoding="utf-8")


def commitments() -> list[dict[str, Any]]:
    return list(read_plan(PLAN)["commitments"])


def test_originals_are_the_published_words() -> None:
    lines = published_text().split("\n")
    for row in commitments():
        heading = lines.index(f"{row['number']}. {row['title_original']}")
        assert lines[heading + 1] == ""
        assert lines[heading + 2] == row["text_original"]


def test_the_plans_own_text_is_everything_before_the_first_commitment() -> None:
    before = published_text().split("\n1. Foros", 1)[0]
    assert read_plan(PLAN)["plan"]["text_original"] == before.rstrip("\n")


@pytest.mark.parametrize(
    ("number", "error", "corrected"),
    [
        (2, "informacióon", "información"),
        (3, "CAR Y CAM", "CAR y CAM"),
        (4, "recurso públicos", "recursos públicos"),
        (4, "local. Particularmente", "local). Particularmente"),
        (5, "Bilingue", "Bilingüe"),
        (6, "construccióon", "construcción"),
        (8, "en los que se refiere", "en lo que se refiere"),
        (9, "ala futura", "a la futura"),
        (9, "Tranporste", "Transporte"),
        (10, "Academia Empresa", "Academia, Empresa"),
        (11, "Respositorio", "Repositorio"),
        (17, "poítica", "política"),
    ],
)
def test_typing_errors_are_corrected_and_kept(number: int, error: str, corrected: str) -> None:
    row = commitments()[number - 1]
    assert error in " ".join(row["text_original"].split())
    assert error not in row["text"]
    assert corrected in row["text"]


def test_a_title_is_corrected_too() -> None:
    row = commitments()[4]
    assert "materias educativos" in row["title_original"]
    assert "materiales educativos" in row["title"]


def test_nothing_changes_but_what_is_listed() -> None:
    """Compared word by word: each difference lies in a listed correction, and none is idle."""
    for row in commitments():
        for field in ("title", "text"):
            listed = [item for item in row["corrections"] if item["field"] == field]
            before, after = row[f"{field}_original"].split(), row[field].split()
            changes = [
                (" ".join(before[i1:i2]), " ".join(after[j1:j2]))
                for kind, i1, i2, j1, j2 in SequenceMatcher(
                    None, before, after, False
                ).get_opcodes()
                if kind != "equal"
            ]
            for removed, added in changes:
                assert any(
                    word in f" {item['original']} " or item["original"] in removed
                    for item in listed
                    for word in removed.split()
                ), (row["number"], removed, added)
            assert bool(changes) == bool(listed)


@pytest.mark.parametrize(
    ("original", "corrections", "expected"),
    [
        (" uno\xa0 dos ", [], "uno dos"),
        ("ala la ala", [("ala", "a la")], "a la la a la"),
        ("ab", [("a", "b"), ("bb", "c")], "c"),
    ],
)
def test_correct(original: str, corrections: list[tuple[str, str]], expected: str) -> None:
    pairs = [{"original": old, "corrected": new} for old, new in corrections]
    assert correct(original, pairs) == expected


def test_a_correction_that_finds_nothing_is_an_error() -> None:
    with pytest.raises(SourceError, match="ausente"):
        correct("texto", [{"original": "ausente", "corrected": "x"}])


def test_a_quote_that_the_plan_does_not_say_is_an_error(tmp_path: Any) -> None:
    content = json.loads(PLAN.read_text(encoding="utf-8"))
    content["commitments"][0]["territories"][0]["quote"] = "Cusco"
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SourceError, match="compromiso 1 no dice «Cusco»"):
        read_plan(path)


@pytest.mark.django_db
def test_territories_are_only_those_that_the_text_names() -> None:
    named = set(
        CommitmentTerritory.objects.filter(unit__isnull=False).values_list(
            "commitment__number", "unit", "quote"
        )
    )
    assert named == {
        (9, "1501", "Lima y Callao"),
        (9, "0701", "Lima y Callao"),
        (17, "13", "Región La Libertad"),
        (17, "1301", "Provincia de Trujillo"),
    }
    national = CommitmentTerritory.objects.filter(unit=None)
    assert set(national.values_list("commitment__number", flat=True)) == set(range(1, 19)) - {9, 17}
    for place in CommitmentTerritory.objects.select_related("commitment").defer("geom"):
        words = place.commitment.title_original + "\n" + place.commitment.text_original
        assert (place.quote or "") in words


def test_words_that_name_no_place_are_no_quote() -> None:
    """Of 16 and 18 an observatory and a commission were quoted, of 4 and 11 levels and a sector."""
    content = read_plan(PLAN)
    for commitment in content["commitments"]:
        if commitment["number"] in (4, 11, 16, 18):
            assert [place["quote"] for place in commitment["territories"]] == [None]


@pytest.mark.django_db
def test_leading_and_supporting_agencies_are_apart() -> None:
    """4 by OGP's record PE0069; 17's actors as the plan's own text names them."""
    four, seventeen = (Commitment.objects.get(number=number) for number in (4, 17))
    assert [str(agency) for agency in four.lead_agencies.all()] == ["MINEM"]
    assert [str(agency) for agency in four.supporting_agencies.all()] == ["PRODUCE"]
    assert (four.agencies_source_url or "").endswith("/commitments/PE0069/")
    names = {agency.name for agency in seventeen.supporting_agencies.all()}
    for words in ("Crimen Organizado", "Gobierno Regional de La Libertad", "provincia de Trujillo"):
        assert any(words in name for name in names)
        assert words.split()[-1].lower() in seventeen.text.lower()


def test_acronyms_are_explained_in_the_order_of_first_use() -> None:
    found = acronyms_in("CAR y CAM", "Las CAM, las CAR y la ATU del MTC")
    assert [acronym for acronym, _meaning in found] == ["CAR", "CAM", "ATU"]
    assert dict(found)["CAR"] == "Comisión Ambiental Regional"


def test_what_the_plan_itself_spells_out_is_taken_from_it() -> None:
    texts = " ".join(c["title"] + " " + c["text"] for c in read_plan(PLAN)["commitments"])
    for acronym in ("ATU", "EIB", "IES", "OEFA", "SINIA"):
        assert str(ACRONYMS[acronym]) in texts


@pytest.mark.django_db
def test_the_plan_as_stored() -> None:
    plan = Plan.objects.get()
    assert (plan.year_from, plan.year_to) == (2017, 2019)
    assert list(Commitment.objects.values_list("number", flat=True)) == list(range(1, 19))
    assert not Commitment.objects.filter(lead_agencies=None).exists()
    assert not Agency.objects.filter(led_commitments=None, supported_commitments=None).exists()
    mtc = Commitment.objects.filter(lead_agencies__acronym="MTC").values_list("number", flat=True)
    assert list(mtc) == [9, 10]
    # Nothing that no checked source says.
    assert not Milestone.objects.filter(is_sample=False).exists()
    for commitment in Commitment.objects.all():
        assert not re.search(r"\s{2}|\xa0", commitment.text)
