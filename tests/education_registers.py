"""Both registers that the UGEL's services of EIB follow from, as files that are published."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from tests.layers.themes.eib_schools.register_files import csv_file

SCHOOLS_HEADER = (
    "COD_MOD,ANEXO,CEN_EDU,CODGEO,D_DPTO,D_PROV,D_DIST,AREA_CENSO,ESTADO,TALUMNO,CODOOII,D_DREUGEL,"
    "NLAT_IE,NLONG_IE"
)
CUSCO = "080102,CUSCO,CUSCO,CCORCA"
SCHOOLS = (
    f"111,0,UNA,{CUSCO},2,1,60,080001,UGEL CUSCO,-13.58,-72.06",
    f"222,0,OTRA,{CUSCO},1,1,40,080001,UGEL CUSCO,-13.58,-72.05",
    f"222,1,OTRA ANEXO,{CUSCO},2,1,,080001,UGEL CUSCO,,",
    "333,0,TERCERA,130802,LA LIBERTAD,PATAZ,BULDIBUYO,2,1,25,130008,UGEL PATAZ,-8.12,-77.39",
    f"444,0,DE LA DRE,{CUSCO},2,1,9,080000,DRE CUSCO,-13.58,-72.04",
)
REGISTER = (
    ("111", "0", "FORTALECIMIENTO", "QUECHUA CHANKA", "QUECHUA COLLAO", ""),
    ("222", "0", "URBANO", "AIMARA", "QUECHUA", ""),
    ("222", "1", "REVITALIZACIÓN", "CULINA", "AIMARA", "AGUARUNA"),
    ("333", "0", "", "QUECHUA", "", ""),
    ("444", "0", "FORTALECIMIENTO", "", "", ""),
    ("999", "0", "FORTALECIMIENTO", "QUECHUA", "", ""),
)
ESCALE = ("--origin", "MINEDU, ESCALE", "--cutoff", "2025-05-31")
DEIB = ("--origin", "MINEDU, DEIB", "--cutoff", "2025-03-31")
NAMES = ("CÓDIGO MODULAR", "ANEXO", "FORMA DE ATENCIÓN")
SAID = tuple(f"LENGUA ORIGINARIA {n}" for n in (1, 2, 3))

# What publishes "schools" and "eib"; each gives what the command said.
Publish = dict[str, Callable[..., str]]


def register(*rows: tuple[str, ...]) -> bytes:
    """The file of EIB with these rows, or with those of ``REGISTER``."""
    return csv_file(*(dict(zip((*NAMES, *SAID), row, strict=True)) for row in rows or REGISTER))


def publishing(folder: Path) -> Publish:
    """``folder`` keeps the files."""

    def run(source: str, content: bytes, *options: str) -> str:
        path, out = folder / f"{source}.csv", StringIO()
        path.write_bytes(content)
        call_command("import_source", source, str(path), *options, stdout=out, stderr=StringIO())
        return out.getvalue()

    def schools(*lines: str) -> str:
        text = "\n".join((SCHOOLS_HEADER, *(lines or SCHOOLS), ""))
        return run("education", text.encode(), *ESCALE)

    def eib(*rows: tuple[str, ...], covers: str = "PE", replace: bool = False) -> str:
        options = [*DEIB, *(("--covers", covers) if covers else ())]
        return run("eib", register(*rows), *options, *(["--replace"] if replace else ()))

    return {"schools": schools, "eib": eib}
