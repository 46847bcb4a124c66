"""Everything that exists in the territory, one file a theme."""

import pgtrigger

from territory.models.accreditation import (
    AccreditationActivity,
    AccreditationDay,
    InsurerKind,
)
from territory.models.accreditation_receipts import (
    AccreditationCount,
    AccreditationKey,
    AccreditationReceipt,
)
from territory.models.agencies import AgencyRole
from territory.models.alliances import Alliance, Delivery, DeliveryEvidence, NeedCoverage
from territory.models.api_tokens import ApiToken, FacilityAccount, TokenScope
from territory.models.canon_rules import CanonSplitRule
from territory.models.commission_work import (
    CommissionAssistance,
    CommissionPolicy,
    GuidelineVersion,
    PolicyStage,
)
from territory.models.consultations import Consultation, ConsultationVersion
from territory.models.contribution_decisions import ContributionDecision
from territory.models.contribution_steps import ContributionStep
from territory.models.contribution_subjects import ContributionKind, Sector
from territory.models.contributions import AnswerState, Contribution
from territory.models.crime import CrimeCount, CrimeKind
from territory.models.education import RuralSchool, ServiceModelEntry
from territory.models.eib_rounds import (
    EibAnswerCount,
    EibInstrument,
    EibRound,
    EibRoundAnswer,
    EibRoundCell,
    EibRoundLoad,
)
from territory.models.eib_schools import Attention, EibSchool
from territory.models.emergency_beds import (
    BedArea,
    EmergencyBedReport,
    EmergencyBeds,
    LiveBedReport,
)
from territory.models.emissions import GreenhouseGasEmission
from territory.models.environment import CommissionKind, EnvironmentalCommission
from territory.models.environmental_emergencies import EnvironmentalEmergency
from territory.models.environmental_monitoring import (
    EnvironmentalMeasurement,
    EnvironmentalMonitoringPoint,
    Matrix,
    MeasurementState,
    MonitoringRegister,
)
from territory.models.extortion import ExtortionAspect, ExtortionCount
from territory.models.extractives import Activity, ExtractiveSite, RightUnit, SiteRegister
from territory.models.guidelines import WrittenGuideline
from territory.models.health import CareLevel, FacilityCategory, HealthFacility
from territory.models.health_catalogues import (
    AdoptionState,
    CatalogueAdoption,
    HealthPractice,
    PracticeKind,
)
from territory.models.health_code_files import (
    CodeState,
    HealthCode,
    HealthCodeMapping,
    LoadedVersion,
)
from territory.models.higher_education import (
    DegreeCount,
    DegreeKind,
    HigherInstitute,
    InstituteKind,
)
from territory.models.histories import ChangeEntry
from territory.models.kept import RAISE_TABLE_VERSION, KeptAnswer, TableVersion
from territory.models.languages import Language, LanguageAlias
from territory.models.mail_subscriptions import FORGET_ADDRESSES, MailSubscription
from territory.models.name_words import NameWord, name_word_triggers
from territory.models.participation import Agreement, Forum, ForumSession, SessionMinutes
from territory.models.participation_limits import LimitMark
from territory.models.parts import PublishedPart
from territory.models.plan import (
    Agency,
    Commitment,
    CommitmentTerritory,
    Plan,
    Theme,
)
from territory.models.plan_alignment import Alignment, OgpReading, OgpValue
from territory.models.plan_making import PlanEvent, SevereSituation, SituationUnit
from territory.models.police_stations import PoliceStation
from territory.models.population import (
    PeopleNearStops,
    PopulationCell,
    PopulationSource,
    UnitPopulation,
)
from territory.models.prosecutors import ProsecutorsCount, ProsecutorsDistrict
from territory.models.ratings import Rating, RatingScale, RatingValue
from territory.models.residence_conditions import ResidenceCondition
from territory.models.residence_offers import ContributionOffer
from territory.models.residences import ResidenceNeed, RuralResidence
from territory.models.resource_transfers import (
    Nature,
    Recipient,
    ResourceTransfer,
    TransferKind,
)
from territory.models.reviewed import ReviewedRecord, ReviewState
from territory.models.rural_water import RuralWaterPart
from territory.models.sanitation import SanitationProject, WaterSupplyCount
from territory.models.sanitation_states import (
    SanitationCut,
    SanitationState,
    SanitationThreshold,
)
from territory.models.school_services import SchoolService
from territory.models.security_policy import PolicyBasis, PolicyDocument, SecurityEvidence
from territory.models.security_systems import (
    InformationSystem,
    PlannedPublication,
    SystemVersion,
)
from territory.models.studies import (
    SanitationStudy,
    StudyDownloads,
    StudyIndex,
    StudyKind,
    StudyLicence,
    StudyPage,
    StudyVersion,
)
from territory.models.supervised_units import SupervisedUnit
from territory.models.surveys import TransportSurveyCount
from territory.models.terminology import (
    CodeSystem,
    CodeSystemContent,
    ConceptMap,
    Equivalence,
    TerminologyStatus,
    ValueSet,
)
from territory.models.terminology_contents import (
    CodeConcept,
    ConceptEdge,
    ConceptMapping,
    ValueSetMember,
)
from territory.models.titles import TitleCheck, TitleFile, TitleMark
from territory.models.tracking import Evidence, Milestone, Progress, ProgressReport
from territory.models.trafficking import TraffickingCount
from territory.models.transit_service import (
    TransitDeparture,
    TransitNotice,
    TransitService,
    TransitServiceDate,
)
from territory.models.transport import TransitRoute, TransitStop
from territory.models.ugel import UgelArea, UgelDistrict
from territory.models.ugel_management import (
    FocalisedUgel,
    ManagementModelVersion,
    ManagementStage,
    RouteStepState,
    UgelAgreement,
    UgelAgreementState,
    UgelRouteStep,
)
from territory.models.ugel_trainings import UgelTraining
from territory.models.units import AdminUnit, BoundarySource
from territory.models.urban_plans import (
    UrbanTransportIndicator,
    UrbanTransportPlan,
    UrbanTransportProject,
)
from territory.models.victim_services import VictimServiceCount
from territory.models.water_standard import WaterStandardLimit
from territory.models.zone_audiences import ZoneAudience
from territory.models.zone_decisions import ZoneDecision, ZoneFeedKey
from territory.models.zones import InterventionZone, Planner, ZoneVersion

__all__ = [
    "AccreditationActivity",
    "AccreditationCount",
    "AccreditationDay",
    "AccreditationKey",
    "AccreditationReceipt",
    "Activity",
    "AdminUnit",
    "AdoptionState",
    "Agency",
    "AgencyRole",
    "Agreement",
    "Alignment",
    "Alliance",
    "AnswerState",
    "ApiToken",
    "Attention",
    "BedArea",
    "BoundarySource",
    "CanonSplitRule",
    "CareLevel",
    "CatalogueAdoption",
    "ChangeEntry",
    "CodeConcept",
    "CodeState",
    "CodeSystem",
    "CodeSystemContent",
    "CommissionAssistance",
    "CommissionKind",
    "CommissionPolicy",
    "Commitment",
    "CommitmentTerritory",
    "ConceptEdge",
    "ConceptMap",
    "ConceptMapping",
    "Consultation",
    "ConsultationVersion",
    "Contribution",
    "ContributionDecision",
    "ContributionKind",
    "ContributionOffer",
    "ContributionStep",
    "CrimeCount",
    "CrimeKind",
    "DegreeCount",
    "DegreeKind",
    "Delivery",
    "DeliveryEvidence",
    "EibAnswerCount",
    "EibInstrument",
    "EibRound",
    "EibRoundAnswer",
    "EibRoundCell",
    "EibRoundLoad",
    "EibSchool",
    "EmergencyBedReport",
    "EmergencyBeds",
    "EnvironmentalCommission",
    "EnvironmentalEmergency",
    "EnvironmentalMeasurement",
    "EnvironmentalMonitoringPoint",
    "Equivalence",
    "Evidence",
    "ExtortionAspect",
    "ExtortionCount",
    "ExtractiveSite",
    "FacilityAccount",
    "FacilityCategory",
    "FocalisedUgel",
    "Forum",
    "ForumSession",
    "GreenhouseGasEmission",
    "GuidelineVersion",
    "HealthCode",
    "HealthCodeMapping",
    "HealthFacility",
    "HealthPractice",
    "HigherInstitute",
    "InformationSystem",
    "InstituteKind",
    "InsurerKind",
    "InterventionZone",
    "KeptAnswer",
    "Language",
    "LanguageAlias",
    "LimitMark",
    "LiveBedReport",
    "LoadedVersion",
    "MailSubscription",
    "ManagementModelVersion",
    "ManagementStage",
    "Matrix",
    "MeasurementState",
    "Milestone",
    "MonitoringRegister",
    "NameWord",
    "Nature",
    "NeedCoverage",
    "OgpReading",
    "OgpValue",
    "PeopleNearStops",
    "Plan",
    "PlanEvent",
    "PlannedPublication",
    "Planner",
    "PoliceStation",
    "PolicyBasis",
    "PolicyDocument",
    "PolicyStage",
    "PopulationCell",
    "PopulationSource",
    "PracticeKind",
    "Progress",
    "ProgressReport",
    "ProsecutorsCount",
    "ProsecutorsDistrict",
    "PublishedPart",
    "Rating",
    "RatingScale",
    "RatingValue",
    "Recipient",
    "ResidenceCondition",
    "ResidenceNeed",
    "ResourceTransfer",
    "ReviewState",
    "ReviewedRecord",
    "RightUnit",
    "RouteStepState",
    "RuralResidence",
    "RuralSchool",
    "RuralWaterPart",
    "SanitationCut",
    "SanitationProject",
    "SanitationState",
    "SanitationStudy",
    "SanitationThreshold",
    "SchoolService",
    "Sector",
    "SecurityEvidence",
    "ServiceModelEntry",
    "SessionMinutes",
    "SevereSituation",
    "SiteRegister",
    "SituationUnit",
    "StudyDownloads",
    "StudyIndex",
    "StudyKind",
    "StudyLicence",
    "StudyPage",
    "StudyVersion",
    "SupervisedUnit",
    "SystemVersion",
    "TableVersion",
    "TerminologyStatus",
    "Theme",
    "TitleCheck",
    "TitleFile",
    "TitleMark",
    "TokenScope",
    "TraffickingCount",
    "TransferKind",
    "TransitDeparture",
    "TransitNotice",
    "TransitRoute",
    "TransitService",
    "TransitServiceDate",
    "TransitStop",
    "TransportSurveyCount",
    "UgelAgreement",
    "UgelAgreementState",
    "UgelArea",
    "UgelDistrict",
    "UgelRouteStep",
    "UgelTraining",
    "UnitPopulation",
    "UrbanTransportIndicator",
    "UrbanTransportPlan",
    "UrbanTransportProject",
    "ValueSet",
    "ValueSetMember",
    "VictimServiceCount",
    "WaterStandardLimit",
    "WaterSupplyCount",
    "WrittenGuideline",
    "ZoneAudience",
    "ZoneDecision",
    "ZoneFeedKey",
    "ZoneVersion",
]

pgtrigger.register(FORGET_ADDRESSES)(Contribution)

# What is counted of these is kept until one of them changes (``territory.kept``). None of those
# that people write to at the same moment is among them: who raises a version waits for the other.
pgtrigger.register(RAISE_TABLE_VERSION)(AdminUnit)
for _model in (
    CatalogueAdoption,
    AccreditationActivity,
    AccreditationDay,
    CommissionAssistance,
    CommissionPolicy,
    CrimeCount,
    DegreeCount,
    EibSchool,
    EmergencyBeds,
    EnvironmentalCommission,
    EnvironmentalEmergency,
    EnvironmentalMeasurement,
    EnvironmentalMonitoringPoint,
    ExtortionCount,
    ExtractiveSite,
    HealthFacility,
    FocalisedUgel,
    HigherInstitute,
    PoliceStation,
    ProsecutorsCount,
    ResourceTransfer,
    RightUnit,
    RuralResidence,
    RuralSchool,
    RuralWaterPart,
    SanitationProject,
    SupervisedUnit,
    TraffickingCount,
    TransitRoute,
    TransitStop,
    TransportSurveyCount,
    UgelArea,
    UgelTraining,
    UrbanTransportIndicator,
    UrbanTransportPlan,
    UrbanTransportProject,
    VictimServiceCount,
    WaterSupplyCount,
):
    pgtrigger.register(RAISE_TABLE_VERSION)(_model)

# What a misspelt word may be meant for, of each model whose names are sentences.
for _model in (ExtractiveSite, RuralSchool, SanitationProject, TransitRoute, TransitStop):
    if not _model.searched.resembles:
        _triggers = name_word_triggers(_model._meta.label_lower, _model.searched.name)
        pgtrigger.register(*_triggers)(_model)
