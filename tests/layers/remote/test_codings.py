"""What comes packed though nobody asked for it: all of it, within bounds, or it is refused."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from email.message import Message

import pytest

from layers.remote import RemoteError
from layers.remote.codings import decoded
from tests.layers.remote.web import CONTENT, HERE, Server, content, sends

FIRST, SECOND, THIRD = b"codigo;nombre\n", b"150101;Lima\n" * 9_000, b"080101;Cusco\n"
MEMBERS = [gzip.compress(part, mtime=0) for part in (FIRST, SECOND, THIRD)]
FOLLOWED = "detrás del contenido comprimido vienen bytes que no son parte de él"


def unpacked(
    packed: bytes, cut: int = 1 << 16, coding: str = "gzip", max_bytes: int = 1_000_000
) -> bytes:
    """What it holds, where it comes in blocks of so many bytes."""
    headers = Message()
    headers["Content-Encoding"] = coding
    blocks = (packed[start : start + cut] for start in range(0, len(packed), cut))
    return b"".join(decoded(blocks, headers, replace(HERE, max_bytes=max_bytes)))


@pytest.mark.parametrize("cut", [1, 7, len(MEMBERS[0]), len(MEMBERS[0]) + 1, 1 << 16])
@pytest.mark.parametrize("coding", ["gzip", "x-gzip", " GZIP "])
def test_every_member_is_read_wherever_the_blocks_are_cut(cut: int, coding: str) -> None:
    """As servers send that join files which were packed before, and as bgzip writes."""
    assert unpacked(b"".join(MEMBERS), cut, coding) == FIRST + SECOND + THIRD
    empty = gzip.compress(b"", mtime=0)
    assert unpacked(empty + MEMBERS[0] + empty + MEMBERS[2] + empty, cut) == FIRST + THIRD


def test_a_download_of_several_members_comes_whole(server: Server) -> None:
    halves = CONTENT[: len(CONTENT) // 2], CONTENT[len(CONTENT) // 2 :]
    packed = b"".join(map(gzip.compress, halves))
    server.answers["/a.csv"] = sends(packed, Content_Encoding="gzip")
    assert content(server.address()) == CONTENT


@pytest.mark.parametrize("cut", [1, 1 << 16])
def test_zeros_that_fill_up_the_end_are_of_nothing(cut: int) -> None:
    assert unpacked(MEMBERS[0] + b"\0" * 500, cut) == FIRST
    assert unpacked(MEMBERS[0] + b"\0" * 500 + MEMBERS[2], cut) == FIRST + THIRD


@pytest.mark.parametrize("cut", [1, 1 << 16])
@pytest.mark.parametrize("rest", [b"<!-- 0.02 s -->", b"\r\n", b"\0\0x;y"])
def test_what_follows_and_is_no_member_is_told(rest: bytes, cut: int) -> None:
    with pytest.raises(RemoteError, match=FOLLOWED):
        unpacked(MEMBERS[0] + rest, cut)
    with pytest.raises(RemoteError, match=FOLLOWED):
        unpacked(zlib.compress(FIRST) + rest, cut, "deflate")


def test_deflate_is_of_one_part() -> None:
    one = zlib.compress(FIRST)
    assert unpacked(one, coding="deflate") == FIRST
    with pytest.raises(RemoteError, match=FOLLOWED):
        unpacked(one + one, coding="deflate")


@pytest.mark.parametrize("cut", [1, 1 << 16])
def test_a_member_that_is_cut_or_damaged_is_told(cut: int) -> None:
    whole = MEMBERS[0] + MEMBERS[1]
    for kept in (5, 15, len(MEMBERS[0]) + 1, len(MEMBERS[0]) + 15, len(whole) - 1):
        with pytest.raises(RemoteError, match="se cortó"):
            unpacked(whole[:kept], cut)
    wrong_sum = whole[:-8] + bytes(byte ^ 255 for byte in whole[-8:-4]) + whole[-4:]
    with pytest.raises(RemoteError, match=r"dañada\.$"):
        unpacked(wrong_sum, cut)


def test_all_members_together_are_bounded() -> None:
    bomb = gzip.compress(b"\0" * 400_000)
    assert len(unpacked(bomb * 2)) == 800_000
    with pytest.raises(RemoteError, match="supera los 1 MB"):
        unpacked(bomb * 3)
    # Of members that hold nothing what comes is counted, and not only what comes out.
    with pytest.raises(RemoteError, match="supera los 1 MB"):
        unpacked(gzip.compress(b"") * 60_000)
