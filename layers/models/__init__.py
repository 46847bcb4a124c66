"""What the publishing side itself has to remember."""

from layers.models.boundary_imports import BoundaryImport, BoundaryImportRow
from layers.models.cascade import Cascade
from layers.models.datasets import (
    Dataset,
    DatasetEvent,
    DatasetState,
    DatasetTheme,
    DatasetUpload,
    Licence,
)
from layers.models.federation import (
    FederatedService,
    OfferedCount,
    OfferedItem,
    Platform,
    ServiceProtocol,
)
from layers.models.harvest import HarvestedSource, HarvestPage, HarvestRun
from layers.models.jobs import Job
from layers.models.participation import ContributionPhoto
from layers.models.publications import LoadedFile, Snapshot
from layers.models.publishing import DiaryEntry, SourceSetting
from layers.models.rasters import (
    Coverage,
    CoverageEvent,
    CoverageKind,
    CoverageState,
    CoverageUpload,
)
from layers.models.serving import DataVersion, Overview, OverviewPatch, PageStart, TileChoice
from layers.models.stored import StoredBlock, StoredFile
from layers.models.submissions import CandidateRow, Submission, SubmissionCell
from layers.models.uploads import Upload
from layers.models.use import LayerUse, UseKind

__all__ = [
    "BoundaryImport",
    "BoundaryImportRow",
    "CandidateRow",
    "Cascade",
    "ContributionPhoto",
    "Coverage",
    "CoverageEvent",
    "CoverageKind",
    "CoverageState",
    "CoverageUpload",
    "DataVersion",
    "Dataset",
    "DatasetEvent",
    "DatasetState",
    "DatasetTheme",
    "DatasetUpload",
    "DiaryEntry",
    "FederatedService",
    "HarvestPage",
    "HarvestRun",
    "HarvestedSource",
    "Job",
    "LayerUse",
    "Licence",
    "LoadedFile",
    "OfferedCount",
    "OfferedItem",
    "Overview",
    "OverviewPatch",
    "PageStart",
    "Platform",
    "ServiceProtocol",
    "Snapshot",
    "SourceSetting",
    "StoredBlock",
    "StoredFile",
    "Submission",
    "SubmissionCell",
    "TileChoice",
    "Upload",
    "UseKind",
]
