"""The two READMEs are kept alike, and what they point to is there."""

from __future__ import annotations

import ast
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from config.cluster_place import CHECKOUT
from layers.themes.theme import Part

ENGLISH, SPANISH = "README.md", "README.es.md"
PAGES = sorted(
    str(path.relative_to(CHECKOUT))
    for folder in (".", "docs", "docs/decisions")
    for path in (CHECKOUT / folder).glob("*.md")
)
ROOMS = ("bench", "config", "docs", "fixtures", "frontend", "layers", "ows", "territory", "tests")
CODE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)\)")
NAME = re.compile(r"`([^`\n]+)`")
TRANSLATED = {"<tema>": "<theme>", "<formato>": "<format>"}


def _text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def _shape(name: str) -> list[str]:
    """The marks that begin headings, list items, tables' rows and pictures, in order."""
    prose = CODE.sub("", _text(name))
    return re.findall(r"^(?:#+|\||\d\.|-|!\[)", prose, re.MULTILINE)


def _commands(name: str) -> list[str]:
    """The lines of code without what they tell the reader."""
    blocks = CODE.findall(_text(name))
    return [re.sub(r"\s+#.*", "", line) for block in blocks for line in block.splitlines()]


def _links(name: str) -> list[str]:
    return [link for link in LINK.findall(_text(name)) if link not in (ENGLISH, SPANISH)]


def _names(name: str) -> set[str]:
    """Files, variables, addresses: what stands in code marks."""
    text = CODE.sub("", _text(name))
    for spanish, english in TRANSLATED.items():
        text = text.replace(spanish, english)
    return set(NAME.findall(text))


@pytest.mark.parametrize("part", [_shape, _commands, _links, _names])
def test_both_languages_have_the_same_parts(part: Any) -> None:
    assert part(ENGLISH)
    assert part(ENGLISH) == part(SPANISH)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    folder = (CHECKOUT / name).parent
    for link in LINK.findall(_text(name)):
        assert link.startswith(("http://", "https://")) or (folder / link).exists(), link


@pytest.mark.parametrize("name", PAGES)
def test_the_code_that_a_page_names_is_there(name: str) -> None:
    """Paths from the checkout, and modules by their dotted names."""
    gone = [
        named
        for named in NAME.findall(CODE.sub("", _text(name)))
        if not _exists(Path(name).name, named)
    ]
    assert not gone


def _exists(page: str, named: str) -> bool:
    if page == "CHANGELOG.md" or any(mark in named for mark in "<>*… :"):
        return True  # what was, and what stands for many
    first, slash, _ = named.partition("/")
    if slash and first in ROOMS:
        return (CHECKOUT / named).exists() or _is_planned(named)
    parts = named.split(".")
    if slash or parts[0] not in ROOMS or len(parts) == 1:
        return True
    # The last may be something in the module.
    return any(
        (CHECKOUT / "/".join(parts[:size])).is_dir()
        or (CHECKOUT / "/".join(parts[:size])).with_suffix(".py").is_file()
        for size in (len(parts), max(len(parts) - 1, 2))
    )


def _is_planned(named: str) -> bool:
    """Places that the architecture keeps free for what is to come."""
    _, _, after = _text("docs/architecture.md").partition("Places for what is to come")
    return f"`{named}`" in after.partition("\n\n`")[0]


def test_the_classes_that_the_architecture_names_are_there() -> None:
    """With the attribute, where one is named: ``Layer.audience(user)``."""
    members = _members()
    gone = set()
    for named in NAME.findall(_text("docs/architecture.md")):
        match = re.fullmatch(r"([A-Z]+[a-z]\w*)(?:\.(\w+)(?:\(\w*\))?)?", named)
        if match and (match[1] not in members or (match[2] and match[2] not in members[match[1]])):
            gone.add(named)
    assert not gone


def _members() -> dict[str, set[str]]:
    """Class → the names that its body gives, of the same class name in all files.

    Models too that no ``class`` says (pghistory makes those of versions).
    """
    found: dict[str, set[str]] = {model.__name__: set() for model in apps.get_models()}
    for room in ("config", "frontend", "layers", "ows", "territory"):
        for path in (CHECKOUT / room).rglob("*.py"):
            if "node_modules" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    found.setdefault(node.name, set()).update(_defined(node))
    return found


def _defined(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            yield statement.name
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id
        elif isinstance(statement, ast.Assign):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name))


def test_the_recipe_of_a_layer_lists_what_the_contract_asks() -> None:
    for name, title in ((ENGLISH, "## Add a layer"), (SPANISH, "## Agregar una capa")):
        section = _text(name).partition(title)[2].partition("\n## ")[0]
        listed = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
        assert listed == [part.value for part in Part]


@pytest.mark.parametrize("name", PAGES)
def test_every_record_is_in_the_index(name: str) -> None:
    path = Path(name)
    if path.parent.name == "decisions" and path.name != "README.md":
        assert f"({path.name})" in _text("docs/decisions/README.md")


@pytest.mark.parametrize("name", [ENGLISH, SPANISH])
def test_its_examples_are_answered(name: str, live_url: str) -> None:
    addresses = re.findall(r"curl '([^']+)'", _text(name))
    assert len(addresses) == 3
    for address in addresses:
        url = address.replace("http://127.0.0.1:8000", live_url)
        with urllib.request.urlopen(url, timeout=60) as answer:
            assert answer.status == 200
            assert b"xception" not in answer.read()


def test_every_make_target_is_explained() -> None:
    makefile = (CHECKOUT / "Makefile").read_text()
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    explained = re.findall(r"^([a-z]+):.*## \w", makefile, re.MULTILINE)
    assert targets == explained
    (phony,) = re.findall(r"^\.PHONY: (.*)", makefile, re.MULTILINE)
    assert set(phony.split()) == set(targets)
