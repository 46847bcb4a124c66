"""Health terminology by HL7's FHIR R4: code systems, value sets, maps and their operations."""
