"""Commitment 7: the register of titles, of which counts and keyed hashes are kept."""

from __future__ import annotations

from layers.source import Source, Table
from layers.themes.higher_institutes import titles_columns, titles_reader
from territory.models import DegreeCount, TitleFile, TitleMark
from territory.models.counts import count_key
from territory.titles.placed import place_degree_counts

TITLES = Source(
    name="titles",
    title="Registro de títulos y grados de institutos",
    agencies=("MINEDU",),
    tables=(
        Table(
            "degree_counts",
            DegreeCount,
            columns=titles_columns.FILE.fields,
            key=count_key("institute_code", "programme"),
        ),
        Table(
            "title_files",
            TitleFile,
            columns=(
                "code",
                "source",
                "source_url",
                "cutoff_date",
                "key_id",
                "first_year",
                "last_year",
                "is_sample",
            ),
            key=("code", "is_sample"),
            is_layer=False,
        ),
        Table(
            "title_marks",
            TitleMark,
            columns=("digest", "bucket", "file_code", "is_sample"),
            key=("digest", "is_sample"),
            is_layer=False,
        ),
    ),
    read=titles_reader.read_titles,
    withheld=titles_columns.WITHHELD,
    names_persons=True,
    choices=("sheet",),
    file=titles_columns.FILE,
    sample="titles.csv",
    refresh_derived=place_degree_counts,
)
