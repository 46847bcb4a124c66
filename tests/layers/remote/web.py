"""A web server on loopback for tests, and the policy by which it alone is reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from layers import remote
from layers.remote import Policy

CONTENT = b"ubigeo;nombre\n150101;Lima\n" * 1000
LOOPBACK = "127.0.0.1"
# Tests reach one address of this machine, and no other.
HERE = Policy(may_reach=lambda address: str(address) == LOOPBACK, total_s=20, read_s=5)


@dataclass
class Server:
    """A web server on loopback: what each path answers, and what was asked of it."""

    port: int
    answers: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def address(self, path: str = "/a.csv", host: str = LOOPBACK) -> str:
        return f"http://{host}:{self.port}{path}"


def sends(
    body: bytes = CONTENT, status: int = 200, length: int | None = None, **headers: str
) -> Callable[[Any], None]:
    def answer(handler: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirects(to: str, status: int = 302) -> Callable[[Any], None]:
    return sends(b"", status, Location=to)


def names(**known: Sequence[str]) -> Callable[[str, int], Sequence[str]]:
    def resolve(host: str, _port: int) -> Sequence[str]:
        if host not in known and not host[0].isdigit():
            raise OSError(host)
        return known.get(host, [host])

    return resolve


def content(address: str, policy: Policy = HERE) -> bytes:
    with remote.opened(address, policy) as answer:
        return b"".join(answer.blocks)
