"""The columns of SERFOR's layer of titles to use forests and wildlife."""

from __future__ import annotations

import re

from layers.reading.cells import CellError, parse_required_text
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.utm import parse_zone
from territory.models import ExtractiveSite

SAMPLE_CODE = "EJEMPLO-"
# "17-TAH/C-J-001-02", "P.F. N° 12": letters, digits and what stands between them.
_CODE = re.compile(r"[^\W_](?:[\w .°/()-]*[^\W_])?")


def _parse_code(raw: str) -> str:
    code = " ".join(parse_required_text(raw, 60).split()).upper()
    if not _CODE.fullmatch(code):
        raise CellError("El código del título solo lleva letras, dígitos, guiones y barras.")
    return code


TITLES = Specification(
    ExtractiveSite,
    (
        Column(
            "CONTRA",
            "code",
            "código del contrato o título; ninguno se repite",
            required=True,
            strict=True,
            parse=_parse_code,
            sample=SampleMark((SAMPLE_CODE,)),
        ),
        Column(
            "NOMTIT",
            "holder",
            "titular: una empresa, comunidad o entidad por su nombre; una persona como «persona "
            "natural». Si no se distingue, no se publica, y se informa",
            required=True,
        ),
        Column(
            "MODOTO",
            "modality",
            "modalidad, con las palabras del archivo",
            also=("MODALIDAD",),
        ),
        Column(
            "ESTUA",
            "state",
            "estado, con las palabras del archivo: vigente, en trámite, caducado, extinguido … Un "
            "código solo no dice cuál es y queda sin reconocer",
        ),
        Column(
            "SUPSIG",
            part_of="area_ha",
            about="área en hectáreas según el polígono; si falta `SUPAPR`",
        ),
        Column("SUPAPR", part_of="area_ha", about="área aprobada en hectáreas"),
        Column("AUTFOR", "authority", "autoridad forestal que lo otorga"),
        Column(
            "ZONUTM",
            "utm_zone",
            "17, 18 o 19. Obligatoria si las coordenadas son metros y el archivo no declara su "
            "sistema",
            parse=parse_zone,
        ),
        Column("DATUM", part_of="datum", about="`WGS84` o `PSAD56`. Obligatoria como `ZONUTM`"),
    ),
    commitments=(4,),
    computed=(
        "feed",
        "name",
        "geom",
        "status",
        "position_accuracy_m",
        "named_units",
        "declared_ubigeo",
    ),
)
