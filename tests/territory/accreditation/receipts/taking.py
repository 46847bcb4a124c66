"""A transaction handed in as parties do: what comes of it."""

from __future__ import annotations

import pytest

from territory.accreditation.receipts.appending import append
from territory.accreditation.receipts.checking import written
from territory.accreditation.receipts.statements import Refused, parse_transaction
from territory.models import AccreditationReceipt
from territory.titles import signing
from tests.accreditation import (
    Json,
)


def take(sent: Json) -> Json:
    return written(append(parse_transaction(sent))[0])


def refused(sent: Json) -> Refused:
    with pytest.raises(Refused) as found:
        append(parse_transaction(sent))
    assert not AccreditationReceipt.objects.filter(nonce=sent["query"]["nonce"]).exists()
    return found.value


def site_keys() -> dict[str, bytes]:
    return {signing.key_id(key): key.public_bytes_raw() for key in signing.public_keys()}
