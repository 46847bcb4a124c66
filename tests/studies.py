"""Studies of the repository, for tests: as no door lets one in; and PDFs written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from layers import stored
from layers.models import StoredFile
from territory.models import SanitationStudy, StudyVersion
from territory.sanitation_studies import refresh_studies
from tests.tracking import commitment

SOURCE = "https://example.org/estudios"
DAY = dt.date(2019, 1, 31)


def study(number: int = 15, **values: Any) -> SanitationStudy:
    """A published one."""
    given = {
        "commitment": commitment(number),
        "title": "Diagnóstico de saneamiento rural",
        "abstract": "Mide la cobertura de agua potable.",
        "institution": "Universidad que lo hizo",
        "year": 2018,
        "kind": "diagnosis",
        "licence": "CC-BY-4.0",
        "source_url": SOURCE,
        "cutoff_date": DAY,
        "units": ["08"],
        "state": "published",
    }
    made = SanitationStudy.objects.create(**(given | values))
    refresh_studies()
    made.refresh_from_db()
    return made


def version(of: SanitationStudy, number: int = 1, **values: Any) -> StudyVersion:
    """A published version at an address."""
    given = {
        "study": of,
        "number": number,
        "title": "Primera edición",
        "address": f"{SOURCE}/{number}.pdf",
        "cleared_at": timezone.now(),
        "state": "published",
    }
    made = StudyVersion.objects.create(**(given | values))
    refresh_studies()
    made.refresh_from_db()
    return made


def kept(content: bytes, name: str = "estudio.pdf") -> StoredFile:
    with stored.create(name, "application/pdf") as writer:
        writer.write(content)
    return writer.file


def pdf(*pages: str, catalogue: str = "", trailer: str = "") -> bytes:
    """A PDF of one font with a line of text a page (ISO 32000-1, 7.5), Latin-1."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalogue}>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for at, text in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {5 + 2 * at} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>",
            f"<</Length {len(drawn.encode('cp1252'))}>>stream\n{drawn}\nendstream",
        ]
    body, places = b"%PDF-1.4\n", []
    for number, said in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{said}endobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\n"
    end += f"startxref\n{len(body)}\n%%EOF\n"
    return body + end.encode()
