"""Addresses with parameters, whatever parameters they have already."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit


def with_parameters(address: str, **said: str | int) -> str:
    """The address with these parameters in place of its own of the same names, in any case."""
    parts = urlsplit(address)
    named = {name.lower() for name in said}
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in named
    ]
    query = urlencode(
        [*kept, *((name, str(value)) for name, value in said.items())], quote_via=quote
    )
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def below(address: str, *segments: str) -> str:
    """The address with further segments of its path, its parameters kept."""
    parts = urlsplit(address)
    path = "/".join([parts.path.rstrip("/"), *(quote(each, safe="") for each in segments)])
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
