"""What may be asked of a reading process: nothing but these, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from layers.sandbox.limits import Limits


@dataclass(frozen=True)
class Task:
    """A function of this room, ``module:function``, and what it may use.

    It is called with the files by name, the arguments, the folder that it writes to and a
    reporter of steps and rows, and gives what JSON can hold. Django is set up, without a database.
    """

    work: str
    limits: Limits = field(default_factory=Limits)


TASKS: Mapping[str, Task] = {
    "check": Task("layers.sandbox.tasks.official:check"),
    "mark": Task("layers.sandbox.tasks.marking:mark"),
    "describe_file": Task("layers.sandbox.tasks.spatial:describe_file", Limits(cpu_s=120)),
    "read_spatial": Task(
        "layers.sandbox.tasks.spatial:read_spatial", Limits(memory_bytes=3_000_000_000)
    ),
    "check_evidence": Task("layers.sandbox.tasks.evidence:check", Limits(cpu_s=30, wall_s=60)),
    "read_pdf_text": Task(
        "layers.sandbox.tasks.pdf_text:read_text",
        Limits(memory_bytes=1_200_000_000, cpu_s=60, wall_s=120, file_bytes=20_000_000),
    ),
    "read_shapes": Task("layers.sandbox.tasks.spatial:read_shapes", Limits(cpu_s=30, wall_s=60)),
    "read_population": Task(
        "layers.sandbox.tasks.population:read_population",
        Limits(memory_bytes=2_500_000_000, file_bytes=2_500_000_000),
    ),
    "read_answer": Task(
        "layers.sandbox.tasks.harvest:read_answer", Limits(memory_bytes=3_000_000_000)
    ),
    "read_description": Task(
        "layers.sandbox.tasks.harvest:read_description", Limits(cpu_s=60, wall_s=120)
    ),
    "unpack_archive": Task("layers.sandbox.tasks.harvest:unpack_archive", Limits(cpu_s=300)),
    "convert_raster": Task(
        "layers.sandbox.tasks.rasters:convert_raster",
        Limits(memory_bytes=2_500_000_000, cpu_s=1_800, wall_s=3_600, file_bytes=9_000_000_000),
    ),
    "redraw_map": Task(
        "layers.sandbox.tasks.maps:redraw_map",
        Limits(memory_bytes=1_000_000_000, cpu_s=20, wall_s=40, file_bytes=100_000_000),
    ),
    "reencode_image": Task(
        "layers.sandbox.tasks.images:reencode_image",
        Limits(memory_bytes=1_000_000_000, cpu_s=20, wall_s=40, file_bytes=20_000_000),
    ),
}
