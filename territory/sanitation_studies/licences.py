"""Which licences let this site give a study's file to anybody, and where each is read."""

from __future__ import annotations

from collections.abc import Mapping

from territory.models.studies import StudyLicence

_CC = "https://creativecommons.org/licenses/{}/4.0/"
_ODC = "https://opendatacommons.org/licenses/{}/1-0/"

# All of them let anybody copy a work as it is and give it on, those of Creative Commons that
# forbid trade or changes too: this site sells nothing and changes nothing of a file.
ADDRESSES: Mapping[str, str] = {
    StudyLicence.CC0.value: "https://creativecommons.org/publicdomain/zero/1.0/",
    StudyLicence.CC_BY.value: _CC.format("by"),
    StudyLicence.CC_BY_SA.value: _CC.format("by-sa"),
    StudyLicence.CC_BY_ND.value: _CC.format("by-nd"),
    StudyLicence.CC_BY_NC.value: _CC.format("by-nc"),
    StudyLicence.CC_BY_NC_SA.value: _CC.format("by-nc-sa"),
    StudyLicence.CC_BY_NC_ND.value: _CC.format("by-nc-nd"),
    StudyLicence.ODC_BY.value: _ODC.format("by"),
    StudyLicence.ODBL.value: _ODC.format("odbl"),
}
PERMITTING = tuple(ADDRESSES)


def permits_copies(licence: str) -> bool:
    """Whether a file under the licence may be served."""
    return licence in ADDRESSES


def address_of(licence: str) -> str:
    """Where the licence is read; empty where there is none."""
    return ADDRESSES.get(licence, "")
