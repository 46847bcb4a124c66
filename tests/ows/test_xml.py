"""XML that means harm."""

from __future__ import annotations

import pytest

from layers.errors import InvalidParameter
from layers.xml_bounds import MAX_ELEMENTS
from ows.xml import children, local_name, parse_xml

_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)
)  # each ten times the one before

HOSTILE = {
    "billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "lol">{_LAUGHS}]><a>&l11;</a>',
    "laughs in an attribute": f'<!DOCTYPE a [<!ENTITY l0 "lol">{_LAUGHS}]><a b="&l11;"/>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY x "{"x" * 50_000}">]><a>{"&x;" * 50_000}</a>',
    "external entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "parameter entity": '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><a/>',
    "external DTD": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
    "empty DOCTYPE": "<!DOCTYPE a><a/>",
    "undefined entity": "<a>&x;</a>",
    "deep": "<a>" * 2_001 + "</a>" * 2_001,
    "very deep": "<a>" * 200_000,
    "ten megabytes": f"<a>{'x' * 10 * 1024 * 1024}</a>",
    "nothing": "",
    "no XML": "SELECT 1",
    "two roots": "<a/><b/>",
    "NUL": "<a>\x00</a>",
    "unbound prefix": "<x:a/>",
    "unknown encoding": '<?xml version="1.0" encoding="none"?><a/>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused(name: str) -> None:
    with pytest.raises(InvalidParameter) as raised:
        parse_xml(HOSTILE[name].encode(), parameter="filter")
    assert raised.value.parameter == "filter"


@pytest.mark.parametrize("name", ["billion laughs", "external entity", "empty DOCTYPE"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_doctype_hides_in_no_encoding(name: str, encoding: str) -> None:
    with pytest.raises(InvalidParameter):
        parse_xml(HOSTILE[name].encode(encoding))


def test_a_document_as_wide_as_can_be_is_read() -> None:
    wide = b"<a>" + b"<b/>" * (MAX_ELEMENTS - 1) + b"</a>"
    assert len(parse_xml(wide)) == MAX_ELEMENTS - 1


def test_what_is_read() -> None:
    root = parse_xml(
        '<?xml version="1.0"?><x:a xmlns:x="u"><!-- c --><?p i?>Ñ<b/>🙂</x:a>'.encode()
    )
    assert local_name(root) == "a"
    assert [local_name(child) for child in children(root)] == ["b"]
    assert "".join(map(str, root.itertext())) == "Ñ🙂"
    assert parse_xml("<a>ñ</a>".encode("utf-16")).text == "ñ"
    assert parse_xml(b"<a>" * 200 + b"</a>" * 200) is not None
