"""RAR archives that the real programs wrote: format 4 and 5, packed, in folders, locked, solid."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from layers.harvest.pages.unpacking import unpack
from layers.reading.results import SourceError

ARCHIVES = Path(__file__).with_name("rar")
# CRC-32 of each member, as rarfile's own listings (``*.rar.exp``) have them.
FILE1, FILE2, LONG, FILE = 0xE229F704, 0xC904A4C7, 0x71B7247D, 0x2FEC89C1
FOLDERS = {
    "sub/dir1/file1.txt": FILE1,
    "sub/dir2/file2.txt": FILE2,
    "sub/with space/long fn.txt": LONG,
    "sub/üȵĩöḋè/file.txt": FILE,
}


def unpacked(name: str, folder: Path) -> dict[str, int]:
    """Member → the CRC-32 of what came out of it."""
    found = unpack(ARCHIVES / name, folder)["files"]
    return {each["name"]: zlib.crc32((folder / each["file"]).read_bytes()) for each in found}


@pytest.mark.parametrize("name", ["rar3-subdirs.rar", "rar5-subdirs.rar"])
def test_folders_of_both_formats(tmp_path: Path, name: str) -> None:
    assert unpacked(name, tmp_path) == FOLDERS


@pytest.mark.parametrize("name", ["seektest.rar", "rar5-crc.rar"])
def test_what_was_packed_comes_out_as_it_was(tmp_path: Path, name: str) -> None:
    text = "".join(f"{number:03}\n" for number in range(512)).encode()
    assert len(text) == 2_048
    found = unpacked(name, tmp_path)
    assert found == dict.fromkeys(("stest1.txt", "stest2.txt"), zlib.crc32(text))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("rar3-solid.rar", "sólido"),
        ("rar3-comment-hpsw.rar", "contraseña"),
        ("rar5-hpsw.rar", "contraseña"),
        ("rar5-psw.rar", "contraseña"),
    ],
)
def test_what_cannot_be_opened_says_why(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        unpacked(name, tmp_path)


def test_a_link_leads_nowhere(tmp_path: Path) -> None:
    """``up`` is a link to the folder above, and ``up/pwned.txt`` would be written through it."""
    inside = tmp_path / "inside"
    inside.mkdir()
    found = unpack(ARCHIVES / "rar5-evil-symlink-traversal.rar", inside)["files"]
    assert [each["name"] for each in found] == ["up/pwned.txt"]
    assert [path.name for path in tmp_path.rglob("*")] == ["inside", found[0]["file"]]
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))
