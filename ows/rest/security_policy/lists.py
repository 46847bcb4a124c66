"""The library of evidence, the documents and what these stand on, as JSON or a table."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from ows.errors import InvalidValue
from ows.kvp import Kvp
from ows.rest.parameters import FORM
from ows.rest.table_lists import TableList, responses_of
from territory.addresses import on_site
from territory.models import PolicyBasis, PolicyDocument, SecurityEvidence
from territory.security_policy import library

_COMMITMENT = OpenApiParameter("commitment", OpenApiTypes.INT, description="16, 17 o 18.")
_METHOD = OpenApiParameter("method", OpenApiTypes.STR, enum=SecurityEvidence.Method.values)
_KIND = OpenApiParameter("kind", OpenApiTypes.STR, enum=PolicyDocument.Kind.values)

_EVIDENCE = (
    "id",
    "commitment",
    "title",
    "shows",
    "method",
    "method_title",
    "institution",
    "issued_on",
    "period_from",
    "period_to",
    "units",
    "address",
    "file_url",
    "sha256",
    "source",
    "cutoff_date",
    "is_sample",
)
_DOCUMENTS = (
    "id",
    "commitment",
    "title",
    "kind",
    "kind_title",
    "agency",
    "summary",
    "issued_on",
    "document_url",
    "consultation",
    "number_of_bases",
    "source_url",
    "cutoff_date",
    "is_sample",
)
_BASIS = (
    "document",
    "document_title",
    "number",
    "evidence",
    "evidence_title",
    "layer",
    "figure",
    "period",
    "figure_cutoff",
    "use",
    "source_url",
    "cutoff_date",
    "is_sample",
)


class SecurityEvidenceSerializer(serializers.ModelSerializer[SecurityEvidence]):
    """An evidence: one of ``address`` and ``file_url``."""

    commitment = serializers.IntegerField(source="commitment.number")
    method_title = serializers.CharField(source="get_method_display")
    units = serializers.SerializerMethodField(help_text="Ubigeos, separados por espacios.")
    file_url = serializers.SerializerMethodField()
    source = serializers.CharField(source="institution")  # type: ignore[assignment]

    class Meta:
        model = SecurityEvidence
        fields = _EVIDENCE

    def get_units(self, row: SecurityEvidence) -> str | None:
        return " ".join(row.units) or None

    def get_file_url(self, row: SecurityEvidence) -> str | None:
        return on_site(f"/seguridad/evidencia/{row.pk}/archivo/") if row.file else None


class PolicyDocumentSerializer(serializers.ModelSerializer[PolicyDocument]):
    """A bulletin, a proposal or guidelines; ``consultation`` is where its text is drafted."""

    commitment = serializers.IntegerField(source="commitment.number")
    kind_title = serializers.CharField(source="get_kind_display")
    agency = serializers.CharField(source="agency.acronym")
    consultation = serializers.SerializerMethodField()
    number_of_bases = serializers.SerializerMethodField()

    class Meta:
        model = PolicyDocument
        fields = _DOCUMENTS

    def get_consultation(self, row: PolicyDocument) -> str | None:
        found = row.consultation
        return found.slug if found and found.state == "published" else None

    def get_number_of_bases(self, row: Any) -> int:
        return len(row.public_basis)


class PolicyBasisSerializer(serializers.ModelSerializer[PolicyBasis]):
    """What a document stands on: an evidence of the library or a figure of a layer."""

    document = serializers.IntegerField(source="document_id")
    document_title = serializers.CharField(source="document.title")
    evidence = serializers.IntegerField(source="evidence_id", allow_null=True)
    evidence_title = serializers.CharField(source="evidence.title", default=None, allow_null=True)
    source_url = serializers.URLField(source="document.source_url", allow_null=True)
    cutoff_date = serializers.DateField(source="document.cutoff_date")

    class Meta:
        model = PolicyBasis
        fields = _BASIS


class SecurityEvidenceList(TableList):
    """La biblioteca de evidencia sobre seguridad, cuantitativa y cualitativa."""

    serializer_class = SecurityEvidenceSerializer
    file_name = "evidencia_sobre_seguridad"
    title = "Biblioteca de evidencia sobre seguridad"
    columns = _EVIDENCE
    known_parameters = ("commitment", "method", "f")

    @extend_schema(
        operation_id="security_evidence",
        parameters=[FORM, _COMMITMENT, _METHOD],
        responses=responses_of(SecurityEvidenceSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[SecurityEvidence]:
        kvp = Kvp.from_query(self.request.query_params)
        method = _one_of(kvp, "method", SecurityEvidence.Method.values)
        return library.evidence(_commitment(kvp), method)


class PolicyDocumentList(TableList):
    """Los boletines, propuestas de política y lineamientos de seguridad."""

    serializer_class = PolicyDocumentSerializer
    file_name = "documentos_de_politica_de_seguridad"
    title = "Boletines y propuestas de política de seguridad"
    columns = _DOCUMENTS
    source_column = "agency"
    known_parameters = ("commitment", "kind", "f")

    @extend_schema(
        operation_id="policy_documents",
        parameters=[FORM, _COMMITMENT, _KIND],
        responses=responses_of(PolicyDocumentSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[PolicyDocument]:
        kvp = Kvp.from_query(self.request.query_params)
        kind = _one_of(kvp, "kind", PolicyDocument.Kind.values)
        return library.documents(_commitment(kvp), kind)


class PolicyBasisList(TableList):
    """En qué evidencia y en qué cifras publicadas se apoya cada documento."""

    serializer_class = PolicyBasisSerializer
    file_name = "sustento_de_documentos_de_politica"
    title = "En qué se apoyan los documentos de política de seguridad"
    columns = _BASIS
    source_column = "document_title"

    @extend_schema(
        operation_id="policy_basis",
        parameters=[FORM],
        responses=responses_of(PolicyBasisSerializer(many=True)),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.answer(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[PolicyBasis]:
        return library.basis()


def _commitment(kvp: Kvp) -> int | None:
    if kvp.get("commitment") is None:
        return None
    return kvp.integer("commitment", 0, minimum=1, maximum=18)


def _one_of(kvp: Kvp, name: str, values: list[str]) -> str:
    text = kvp.get(name) or ""
    if text and text not in values:
        raise InvalidValue(name, f"«{text[:40]}» no existe: use {', '.join(values)}.")
    return text
