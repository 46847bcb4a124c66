"""Whom to ask about the services: what the operator says of themselves, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.conf import settings


@dataclass(frozen=True)
class Contact:
    """Who runs the site; empty is not known."""

    organization: str = ""
    person: str = ""
    position: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    post_code: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything is said."""
        return any(getattr(self, item.name) for item in fields(self))

    @property
    def has_address(self) -> bool:
        """Whether it says where, in part at least."""
        return any((self.address, self.city, self.region, self.post_code, self.country))


def catalogue_record(layer: str) -> str:
    """Where the operator's catalogue has the metadata of a layer; empty where it has none."""
    record: str = settings.METADATA_URL.replace("{layer}", layer)
    return record


def contact() -> Contact:
    """The operator's, from the settings."""
    return Contact(**settings.CONTACT)
