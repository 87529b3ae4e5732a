//! Table E.1-1 of PS3.15, edition 2026d: the Basic Profile's action on each attribute.
//!
//! Generated from the published table; do not edit. Sorted by tag, for binary search. Repeating
//! groups and private attributes, which the table lists as patterns, are handled in `action.rs`.

use super::action::TableAction::{self, D, U, X, Xd, Xz, Xzd, Xzu, Z, Zd};

/// `(group << 16 | element, action)`.
#[rustfmt::skip]
pub const TABLE_E1_1: &[(u32, TableAction)] = &[
    (0x0000_1000, X), // AffectedSOPInstanceUID
    (0x0000_1001, U), // RequestedSOPInstanceUID
    (0x0002_0003, U), // MediaStorageSOPInstanceUID
    (0x0004_1511, U), // ReferencedSOPInstanceUIDInFile
    (0x0008_0012, Xd), // InstanceCreationDate
    (0x0008_0013, Xzd), // InstanceCreationTime
    (0x0008_0014, U), // InstanceCreatorUID
    (0x0008_0015, X), // InstanceCoercionDateTime
    (0x0008_0017, U), // AcquisitionUID
    (0x0008_0018, U), // SOPInstanceUID
    (0x0008_0019, U), // PyramidUID
    (0x0008_0020, Z), // StudyDate
    (0x0008_0021, Xd), // SeriesDate
    (0x0008_0022, Xz), // AcquisitionDate
    (0x0008_0023, Zd), // ContentDate
    (0x0008_0024, X), // OverlayDate
    (0x0008_0025, X), // CurveDate
    (0x0008_002a, Xzd), // AcquisitionDateTime
    (0x0008_0030, Z), // StudyTime
    (0x0008_0031, Xd), // SeriesTime
    (0x0008_0032, Xz), // AcquisitionTime
    (0x0008_0033, Zd), // ContentTime
    (0x0008_0034, X), // OverlayTime
    (0x0008_0035, X), // CurveTime
    (0x0008_0050, Z), // AccessionNumber
    (0x0008_0054, X), // RetrieveAETitle
    (0x0008_0055, X), // StationAETitle
    (0x0008_0058, U), // FailedSOPInstanceUIDList
    (0x0008_0080, Xzd), // InstitutionName
    (0x0008_0081, X), // InstitutionAddress
    (0x0008_0082, Xzd), // InstitutionCodeSequence
    (0x0008_0090, Z), // ReferringPhysicianName
    (0x0008_0092, X), // ReferringPhysicianAddress
    (0x0008_0094, X), // ReferringPhysicianTelephoneNumbers
    (0x0008_0096, X), // ReferringPhysicianIdentificationSequence
    (0x0008_009c, Z), // ConsultingPhysicianName
    (0x0008_009d, X), // ConsultingPhysicianIdentificationSequence
    (0x0008_0106, D), // ContextGroupVersion
    (0x0008_0107, D), // ContextGroupLocalVersion
    (0x0008_0201, X), // TimezoneOffsetFromUTC
    (0x0008_1000, X), // NetworkID
    (0x0008_1010, Xzd), // StationName
    (0x0008_1030, X), // StudyDescription
    (0x0008_103e, X), // SeriesDescription
    (0x0008_1040, X), // InstitutionalDepartmentName
    (0x0008_1041, X), // InstitutionalDepartmentTypeCodeSequence
    (0x0008_1048, X), // PhysiciansOfRecord
    (0x0008_1049, X), // PhysiciansOfRecordIdentificationSequence
    (0x0008_1050, X), // PerformingPhysicianName
    (0x0008_1052, X), // PerformingPhysicianIdentificationSequence
    (0x0008_1060, X), // NameOfPhysiciansReadingStudy
    (0x0008_1062, X), // PhysiciansReadingStudyIdentificationSequence
    (0x0008_1070, Xzd), // OperatorsName
    (0x0008_1072, Xd), // OperatorIdentificationSequence
    (0x0008_1080, X), // AdmittingDiagnosesDescription
    (0x0008_1084, X), // AdmittingDiagnosesCodeSequence
    (0x0008_1088, X), // PyramidDescription
    (0x0008_1110, Xz), // ReferencedStudySequence
    (0x0008_1111, Xzd), // ReferencedPerformedProcedureStepSequence
    (0x0008_1120, X), // ReferencedPatientSequence
    (0x0008_1140, Xzu), // ReferencedImageSequence
    (0x0008_1155, U), // ReferencedSOPInstanceUID
    (0x0008_1195, U), // TransactionUID
    (0x0008_1301, X), // PrincipalDiagnosisCodeSequence
    (0x0008_1302, X), // PrimaryDiagnosisCodeSequence
    (0x0008_1303, X), // SecondaryDiagnosesCodeSequence
    (0x0008_1304, X), // HistologicalDiagnosesCodeSequence
    (0x0008_2111, X), // DerivationDescription
    (0x0008_2112, Xzu), // SourceImageSequence
    (0x0008_3010, U), // IrradiationEventUID
    (0x0008_4000, X), // IdentifyingComments
    (0x0010_0010, Z), // PatientName
    (0x0010_0011, X), // PersonNamesToUseSequence
    (0x0010_0012, X), // NameToUse
    (0x0010_0013, X), // NameToUseComment
    (0x0010_0014, X), // ThirdPersonPronounsSequence
    (0x0010_0015, X), // PronounCodeSequence
    (0x0010_0016, X), // PronounComment
    (0x0010_0020, Zd), // PatientID
    (0x0010_0021, X), // IssuerOfPatientID
    (0x0010_0030, Z), // PatientBirthDate
    (0x0010_0032, X), // PatientBirthTime
    (0x0010_0040, Z), // PatientSex
    (0x0010_0041, X), // GenderIdentitySequence
    (0x0010_0042, X), // SexParametersForClinicalUseCategoryComment
    (0x0010_0043, X), // SexParametersForClinicalUseCategorySequence
    (0x0010_0044, X), // GenderIdentityCodeSequence
    (0x0010_0045, X), // GenderIdentityComment
    (0x0010_0046, X), // SexParametersForClinicalUseCategoryCodeSequence
    (0x0010_0047, X), // SexParametersForClinicalUseCategoryReference
    (0x0010_0050, X), // PatientInsurancePlanCodeSequence
    (0x0010_0101, X), // PatientPrimaryLanguageCodeSequence
    (0x0010_0102, X), // PatientPrimaryLanguageModifierCodeSequence
    (0x0010_1000, X), // OtherPatientIDs
    (0x0010_1001, X), // OtherPatientNames
    (0x0010_1002, X), // OtherPatientIDsSequence
    (0x0010_1005, X), // PatientBirthName
    (0x0010_1010, X), // PatientAge
    (0x0010_1020, X), // PatientSize
    (0x0010_1030, X), // PatientWeight
    (0x0010_1040, X), // PatientAddress
    (0x0010_1050, X), // InsurancePlanIdentification
    (0x0010_1060, X), // PatientMotherBirthName
    (0x0010_1080, X), // MilitaryRank
    (0x0010_1081, X), // BranchOfService
    (0x0010_1090, X), // MedicalRecordLocator
    (0x0010_1100, X), // ReferencedPatientPhotoSequence
    (0x0010_2000, X), // MedicalAlerts
    (0x0010_2110, X), // Allergies
    (0x0010_2150, X), // CountryOfResidence
    (0x0010_2152, X), // RegionOfResidence
    (0x0010_2154, X), // PatientTelephoneNumbers
    (0x0010_2155, X), // PatientTelecomInformation
    (0x0010_2160, X), // EthnicGroup
    (0x0010_2161, X), // EthnicGroupCodeSequence
    (0x0010_2162, X), // EthnicGroups
    (0x0010_2180, X), // Occupation
    (0x0010_21a0, X), // SmokingStatus
    (0x0010_21b0, X), // AdditionalPatientHistory
    (0x0010_21c0, X), // PregnancyStatus
    (0x0010_21d0, X), // LastMenstrualDate
    (0x0010_21f0, X), // PatientReligiousPreference
    (0x0010_2203, Xz), // PatientSexNeutered
    (0x0010_2297, X), // ResponsiblePerson
    (0x0010_2299, X), // ResponsibleOrganization
    (0x0010_4000, X), // PatientComments
    (0x0012_0010, D), // ClinicalTrialSponsorName
    (0x0012_0020, D), // ClinicalTrialProtocolID
    (0x0012_0021, Z), // ClinicalTrialProtocolName
    (0x0012_0022, X), // IssuerOfClinicalTrialProtocolID
    (0x0012_0023, X), // OtherClinicalTrialProtocolIDsSequence
    (0x0012_0030, Z), // ClinicalTrialSiteID
    (0x0012_0031, Z), // ClinicalTrialSiteName
    (0x0012_0032, X), // IssuerOfClinicalTrialSiteID
    (0x0012_0040, D), // ClinicalTrialSubjectID
    (0x0012_0041, X), // IssuerOfClinicalTrialSubjectID
    (0x0012_0042, D), // ClinicalTrialSubjectReadingID
    (0x0012_0043, X), // IssuerOfClinicalTrialSubjectReadingID
    (0x0012_0050, Z), // ClinicalTrialTimePointID
    (0x0012_0051, X), // ClinicalTrialTimePointDescription
    (0x0012_0055, X), // IssuerOfClinicalTrialTimePointID
    (0x0012_0060, Z), // ClinicalTrialCoordinatingCenterName
    (0x0012_0071, X), // ClinicalTrialSeriesID
    (0x0012_0072, X), // ClinicalTrialSeriesDescription
    (0x0012_0073, X), // IssuerOfClinicalTrialSeriesID
    (0x0012_0081, D), // ClinicalTrialProtocolEthicsCommitteeName
    (0x0012_0082, X), // ClinicalTrialProtocolEthicsCommitteeApprovalNumber
    (0x0012_0086, X), // EthicsCommitteeApprovalEffectivenessStartDate
    (0x0012_0087, X), // EthicsCommitteeApprovalEffectivenessEndDate
    (0x0014_407c, X), // CalibrationTime
    (0x0014_407e, X), // CalibrationDate
    (0x0016_002b, X), // MakerNote
    (0x0016_004b, X), // DeviceSettingDescription
    (0x0016_004d, X), // CameraOwnerName
    (0x0016_004e, X), // LensSpecification
    (0x0016_004f, X), // LensMake
    (0x0016_0050, X), // LensModel
    (0x0016_0051, X), // LensSerialNumber
    (0x0016_0070, X), // GPSVersionID
    (0x0016_0071, X), // GPSLatitudeRef
    (0x0016_0072, X), // GPSLatitude
    (0x0016_0073, X), // GPSLongitudeRef
    (0x0016_0074, X), // GPSLongitude
    (0x0016_0075, X), // GPSAltitudeRef
    (0x0016_0076, X), // GPSAltitude
    (0x0016_0077, X), // GPSTimeStamp
    (0x0016_0078, X), // GPSSatellites
    (0x0016_0079, X), // GPSStatus
    (0x0016_007a, X), // GPSMeasureMode
    (0x0016_007b, X), // GPSDOP
    (0x0016_007c, X), // GPSSpeedRef
    (0x0016_007d, X), // GPSSpeed
    (0x0016_007e, X), // GPSTrackRef
    (0x0016_007f, X), // GPSTrack
    (0x0016_0080, X), // GPSImgDirectionRef
    (0x0016_0081, X), // GPSImgDirection
    (0x0016_0082, X), // GPSMapDatum
    (0x0016_0083, X), // GPSDestLatitudeRef
    (0x0016_0084, X), // GPSDestLatitude
    (0x0016_0085, X), // GPSDestLongitudeRef
    (0x0016_0086, X), // GPSDestLongitude
    (0x0016_0087, X), // GPSDestBearingRef
    (0x0016_0088, X), // GPSDestBearing
    (0x0016_0089, X), // GPSDestDistanceRef
    (0x0016_008a, X), // GPSDestDistance
    (0x0016_008b, X), // GPSProcessingMethod
    (0x0016_008c, X), // GPSAreaInformation
    (0x0016_008d, X), // GPSDateStamp
    (0x0016_008e, X), // GPSDifferential
    (0x0018_0010, Zd), // ContrastBolusAgent
    (0x0018_0027, X), // InterventionDrugStopTime
    (0x0018_0035, X), // InterventionDrugStartTime
    (0x0018_1000, Xzd), // DeviceSerialNumber
    (0x0018_1002, U), // DeviceUID
    (0x0018_1004, X), // PlateID
    (0x0018_1005, X), // GeneratorID
    (0x0018_1007, X), // CassetteID
    (0x0018_1008, X), // GantryID
    (0x0018_1009, X), // UniqueDeviceIdentifier
    (0x0018_100a, X), // UDISequence
    (0x0018_100b, U), // ManufacturerDeviceClassUID
    (0x0018_1010, X), // SecondaryCaptureDeviceID
    (0x0018_1011, X), // HardcopyCreationDeviceID
    (0x0018_1012, X), // DateOfSecondaryCapture
    (0x0018_1014, X), // TimeOfSecondaryCapture
    (0x0018_1030, Xd), // ProtocolName
    (0x0018_1042, X), // ContrastBolusStartTime
    (0x0018_1043, X), // ContrastBolusStopTime
    (0x0018_1072, X), // RadiopharmaceuticalStartTime
    (0x0018_1073, X), // RadiopharmaceuticalStopTime
    (0x0018_1078, X), // RadiopharmaceuticalStartDateTime
    (0x0018_1079, X), // RadiopharmaceuticalStopDateTime
    (0x0018_11bb, D), // AcquisitionFieldOfViewLabel
    (0x0018_1200, X), // DateOfLastCalibration
    (0x0018_1201, X), // TimeOfLastCalibration
    (0x0018_1202, X), // DateTimeOfLastCalibration
    (0x0018_1203, Z), // CalibrationDateTime
    (0x0018_1204, X), // DateOfManufacture
    (0x0018_1205, X), // DateOfInstallation
    (0x0018_1400, Xd), // AcquisitionDeviceProcessingDescription
    (0x0018_2042, U), // TargetUID
    (0x0018_4000, X), // AcquisitionComments
    (0x0018_5011, X), // TransducerIdentificationSequence
    (0x0018_700a, Xd), // DetectorID
    (0x0018_700c, Xd), // DateOfLastDetectorCalibration
    (0x0018_700e, Xd), // TimeOfLastDetectorCalibration
    (0x0018_9074, D), // FrameAcquisitionDateTime
    (0x0018_9151, D), // FrameReferenceDateTime
    (0x0018_9185, X), // RespiratoryMotionCompensationTechniqueDescription
    (0x0018_9367, D), // XRaySourceID
    (0x0018_9369, D), // SourceStartDateTime
    (0x0018_936a, D), // SourceEndDateTime
    (0x0018_9371, D), // XRayDetectorID
    (0x0018_9373, X), // XRayDetectorLabel
    (0x0018_937b, X), // MultienergyAcquisitionDescription
    (0x0018_937f, X), // DecompositionDescription
    (0x0018_9424, X), // AcquisitionProtocolDescription
    (0x0018_9516, Xd), // StartAcquisitionDateTime
    (0x0018_9517, Xd), // EndAcquisitionDateTime
    (0x0018_9623, D), // FunctionalSyncPulse
    (0x0018_9701, D), // DecayCorrectionDateTime
    (0x0018_9804, D), // ExclusionStartDateTime
    (0x0018_9919, Zd), // InstructionPerformedDateTime
    (0x0018_9937, X), // RequestedSeriesDescription
    (0x0018_a002, X), // ContributionDateTime
    (0x0018_a003, X), // ContributionDescription
    (0x0020_000d, U), // StudyInstanceUID
    (0x0020_000e, U), // SeriesInstanceUID
    (0x0020_0010, Z), // StudyID
    (0x0020_0027, X), // PyramidLabel
    (0x0020_0052, U), // FrameOfReferenceUID
    (0x0020_0200, U), // SynchronizationFrameOfReferenceUID
    (0x0020_3401, X), // ModifyingDeviceID
    (0x0020_3403, X), // ModifiedImageDate
    (0x0020_3405, X), // ModifiedImageTime
    (0x0020_3406, X), // ModifiedImageDescription
    (0x0020_4000, X), // ImageComments
    (0x0020_9158, X), // FrameComments
    (0x0020_9161, U), // ConcatenationUID
    (0x0020_9164, U), // DimensionOrganizationUID
    (0x0028_1199, U), // PaletteColorLookupTableUID
    (0x0028_1214, U), // LargePaletteColorLookupTableUID
    (0x0028_4000, X), // ImagePresentationComments
    (0x0032_0012, X), // StudyIDIssuer
    (0x0032_0032, X), // StudyVerifiedDate
    (0x0032_0033, X), // StudyVerifiedTime
    (0x0032_0034, X), // StudyReadDate
    (0x0032_0035, X), // StudyReadTime
    (0x0032_1000, X), // ScheduledStudyStartDate
    (0x0032_1001, X), // ScheduledStudyStartTime
    (0x0032_1010, X), // ScheduledStudyStopDate
    (0x0032_1011, X), // ScheduledStudyStopTime
    (0x0032_1020, X), // ScheduledStudyLocation
    (0x0032_1021, X), // ScheduledStudyLocationAETitle
    (0x0032_1030, X), // ReasonForStudy
    (0x0032_1032, X), // RequestingPhysician
    (0x0032_1033, X), // RequestingService
    (0x0032_1040, X), // StudyArrivalDate
    (0x0032_1041, X), // StudyArrivalTime
    (0x0032_1050, X), // StudyCompletionDate
    (0x0032_1051, X), // StudyCompletionTime
    (0x0032_1060, Xz), // RequestedProcedureDescription
    (0x0032_1066, X), // ReasonForVisit
    (0x0032_1067, X), // ReasonForVisitCodeSequence
    (0x0032_1070, X), // RequestedContrastAgent
    (0x0032_4000, X), // StudyComments
    (0x0034_0001, D), // FlowIdentifierSequence
    (0x0034_0002, D), // FlowIdentifier
    (0x0034_0005, D), // SourceIdentifier
    (0x0034_0007, D), // FrameOriginTimestamp
    (0x0038_0004, X), // ReferencedPatientAliasSequence
    (0x0038_0010, X), // AdmissionID
    (0x0038_0011, X), // IssuerOfAdmissionID
    (0x0038_0014, X), // IssuerOfAdmissionIDSequence
    (0x0038_001a, X), // ScheduledAdmissionDate
    (0x0038_001b, X), // ScheduledAdmissionTime
    (0x0038_001c, X), // ScheduledDischargeDate
    (0x0038_001d, X), // ScheduledDischargeTime
    (0x0038_001e, X), // ScheduledPatientInstitutionResidence
    (0x0038_0020, X), // AdmittingDate
    (0x0038_0021, X), // AdmittingTime
    (0x0038_0030, X), // DischargeDate
    (0x0038_0032, X), // DischargeTime
    (0x0038_0040, X), // DischargeDiagnosisDescription
    (0x0038_0050, X), // SpecialNeeds
    (0x0038_0060, X), // ServiceEpisodeID
    (0x0038_0061, X), // IssuerOfServiceEpisodeID
    (0x0038_0062, X), // ServiceEpisodeDescription
    (0x0038_0064, X), // IssuerOfServiceEpisodeIDSequence
    (0x0038_0300, X), // CurrentPatientLocation
    (0x0038_0400, X), // PatientInstitutionResidence
    (0x0038_0500, X), // PatientState
    (0x0038_4000, X), // VisitComments
    (0x003a_0020, X), // MultiplexGroupLabel
    (0x003a_0203, X), // ChannelLabel
    (0x003a_020c, X), // ChannelDerivationDescription
    (0x003a_0310, U), // MultiplexGroupUID
    (0x003a_0314, D), // ImpedanceMeasurementDateTime
    (0x003a_0329, X), // WaveformFilterDescription
    (0x003a_032b, X), // FilterLookupTableDescription
    (0x0040_0001, X), // ScheduledStationAETitle
    (0x0040_0002, X), // ScheduledProcedureStepStartDate
    (0x0040_0003, X), // ScheduledProcedureStepStartTime
    (0x0040_0004, X), // ScheduledProcedureStepEndDate
    (0x0040_0005, X), // ScheduledProcedureStepEndTime
    (0x0040_0006, X), // ScheduledPerformingPhysicianName
    (0x0040_0007, X), // ScheduledProcedureStepDescription
    (0x0040_0009, X), // ScheduledProcedureStepID
    (0x0040_000b, X), // ScheduledPerformingPhysicianIdentificationSequence
    (0x0040_0010, X), // ScheduledStationName
    (0x0040_0011, X), // ScheduledProcedureStepLocation
    (0x0040_0012, X), // PreMedication
    (0x0040_0241, X), // PerformedStationAETitle
    (0x0040_0242, X), // PerformedStationName
    (0x0040_0243, X), // PerformedLocation
    (0x0040_0244, X), // PerformedProcedureStepStartDate
    (0x0040_0245, X), // PerformedProcedureStepStartTime
    (0x0040_0250, X), // PerformedProcedureStepEndDate
    (0x0040_0251, X), // PerformedProcedureStepEndTime
    (0x0040_0253, X), // PerformedProcedureStepID
    (0x0040_0254, X), // PerformedProcedureStepDescription
    (0x0040_0275, X), // RequestAttributesSequence
    (0x0040_0280, X), // CommentsOnThePerformedProcedureStep
    (0x0040_0310, X), // CommentsOnRadiationDose
    (0x0040_050a, X), // SpecimenAccessionNumber
    (0x0040_0512, D), // ContainerIdentifier
    (0x0040_0513, Z), // IssuerOfTheContainerIdentifierSequence
    (0x0040_051a, X), // ContainerDescription
    (0x0040_0551, D), // SpecimenIdentifier
    (0x0040_0554, U), // SpecimenUID
    (0x0040_0555, Xz), // AcquisitionContextSequence
    (0x0040_0556, X), // AcquisitionContextDescription
    (0x0040_0562, Z), // IssuerOfTheSpecimenIdentifierSequence
    (0x0040_0600, X), // SpecimenShortDescription
    (0x0040_0602, X), // SpecimenDetailedDescription
    (0x0040_0610, Z), // SpecimenPreparationSequence
    (0x0040_06fa, X), // SlideIdentifier
    (0x0040_1001, X), // RequestedProcedureID
    (0x0040_1002, X), // ReasonForTheRequestedProcedure
    (0x0040_1004, X), // PatientTransportArrangements
    (0x0040_1005, X), // RequestedProcedureLocation
    (0x0040_100a, X), // ReasonForRequestedProcedureCodeSequence
    (0x0040_1010, X), // NamesOfIntendedRecipientsOfResults
    (0x0040_1011, X), // IntendedRecipientsOfResultsIdentificationSequence
    (0x0040_1101, D), // PersonIdentificationCodeSequence
    (0x0040_1102, X), // PersonAddress
    (0x0040_1103, X), // PersonTelephoneNumbers
    (0x0040_1104, X), // PersonTelecomInformation
    (0x0040_1400, X), // RequestedProcedureComments
    (0x0040_2001, X), // ReasonForTheImagingServiceRequest
    (0x0040_2004, X), // IssueDateOfImagingServiceRequest
    (0x0040_2005, X), // IssueTimeOfImagingServiceRequest
    (0x0040_2008, X), // OrderEnteredBy
    (0x0040_2009, X), // OrderEntererLocation
    (0x0040_2010, X), // OrderCallbackPhoneNumber
    (0x0040_2011, X), // OrderCallbackTelecomInformation
    (0x0040_2016, Z), // PlacerOrderNumberImagingServiceRequest
    (0x0040_2017, Z), // FillerOrderNumberImagingServiceRequest
    (0x0040_2400, X), // ImagingServiceRequestComments
    (0x0040_3001, X), // ConfidentialityConstraintOnPatientDataDescription
    (0x0040_4005, X), // ScheduledProcedureStepStartDateTime
    (0x0040_4008, X), // ScheduledProcedureStepExpirationDateTime
    (0x0040_4010, X), // ScheduledProcedureStepModificationDateTime
    (0x0040_4011, X), // ExpectedCompletionDateTime
    (0x0040_4023, U), // ReferencedGeneralPurposeScheduledProcedureStepTransactionUID
    (0x0040_4025, X), // ScheduledStationNameCodeSequence
    (0x0040_4027, X), // ScheduledStationGeographicLocationCodeSequence
    (0x0040_4028, X), // PerformedStationNameCodeSequence
    (0x0040_4030, X), // PerformedStationGeographicLocationCodeSequence
    (0x0040_4034, X), // ScheduledHumanPerformersSequence
    (0x0040_4035, X), // ActualHumanPerformersSequence
    (0x0040_4036, X), // HumanPerformerOrganization
    (0x0040_4037, X), // HumanPerformerName
    (0x0040_4050, X), // PerformedProcedureStepStartDateTime
    (0x0040_4051, X), // PerformedProcedureStepEndDateTime
    (0x0040_4052, X), // ProcedureStepCancellationDateTime
    (0x0040_a023, X), // FindingsGroupRecordingDateTrial
    (0x0040_a024, X), // FindingsGroupRecordingTimeTrial
    (0x0040_a027, D), // VerifyingOrganization
    (0x0040_a030, D), // VerificationDateTime
    (0x0040_a032, Xd), // ObservationDateTime
    (0x0040_a033, X), // ObservationStartDateTime
    (0x0040_a034, X), // EffectiveStartDateTime
    (0x0040_a035, X), // EffectiveStopDateTime
    (0x0040_a073, D), // VerifyingObserverSequence
    (0x0040_a075, D), // VerifyingObserverName
    (0x0040_a078, X), // AuthorObserverSequence
    (0x0040_a07a, X), // ParticipantSequence
    (0x0040_a07c, X), // CustodialOrganizationSequence
    (0x0040_a082, Z), // ParticipationDateTime
    (0x0040_a088, Z), // VerifyingObserverIdentificationCodeSequence
    (0x0040_a110, X), // DateOfDocumentOrVerbalTransactionTrial
    (0x0040_a112, X), // TimeOfDocumentCreationOrVerbalTransactionTrial
    (0x0040_a120, D), // DateTime
    (0x0040_a121, D), // Date
    (0x0040_a122, D), // Time
    (0x0040_a123, D), // PersonName
    (0x0040_a124, U), // UID
    (0x0040_a13a, D), // ReferencedDateTime
    (0x0040_a171, U), // ObservationUID
    (0x0040_a172, U), // ReferencedObservationUIDTrial
    (0x0040_a192, X), // ObservationDateTrial
    (0x0040_a193, X), // ObservationTimeTrial
    (0x0040_a307, X), // CurrentObserverTrial
    (0x0040_a352, X), // VerbalSourceTrial
    (0x0040_a353, X), // AddressTrial
    (0x0040_a354, X), // TelephoneNumberTrial
    (0x0040_a358, X), // VerbalSourceIdentifierCodeSequenceTrial
    (0x0040_a402, U), // ObservationSubjectUIDTrial
    (0x0040_a730, D), // ContentSequence
    (0x0040_b020, Xd), // WaveformAnnotationSequence
    (0x0040_b034, X), // AnnotationDateTime
    (0x0040_b036, X), // SegmentDefinitionDateTime
    (0x0040_b03b, X), // MontageName
    (0x0040_b03f, X), // MontageChannelLabel
    (0x0040_db06, X), // TemplateVersion
    (0x0040_db07, X), // TemplateLocalVersion
    (0x0040_db0c, U), // TemplateExtensionOrganizationUID
    (0x0040_db0d, U), // TemplateExtensionCreatorUID
    (0x0040_e004, X), // HL7DocumentEffectiveTime
    (0x0040_e012, X), // 
    (0x0042_0011, D), // EncapsulatedDocument
    (0x0044_0004, X), // ApprovalStatusDateTime
    (0x0044_000b, X), // ProductExpirationDateTime
    (0x0044_0010, X), // SubstanceAdministrationDateTime
    (0x0044_0104, D), // AssertionDateTime
    (0x0044_0105, X), // AssertionExpirationDateTime
    (0x0050_001b, X), // ContainerComponentID
    (0x0050_0020, X), // DeviceDescription
    (0x0050_0021, X), // LongDeviceDescription
    (0x0062_0021, U), // TrackingUID
    (0x0064_0003, U), // SourceFrameOfReferenceUID
    (0x0068_6226, D), // EffectiveDateTime
    (0x0068_6270, D), // InformationIssueDateTime
    (0x006a_0003, D), // AnnotationGroupUID
    (0x006a_0005, D), // AnnotationGroupLabel
    (0x006a_0006, X), // AnnotationGroupDescription
    (0x0070_0001, D), // GraphicAnnotationSequence
    (0x0070_0006, D), // UnformattedTextValue
    (0x0070_0082, X), // PresentationCreationDate
    (0x0070_0083, X), // PresentationCreationTime
    (0x0070_0084, Zd), // ContentCreatorName
    (0x0070_0086, X), // ContentCreatorIdentificationCodeSequence
    (0x0070_031a, U), // FiducialUID
    (0x0070_1101, U), // PresentationDisplayCollectionUID
    (0x0070_1102, U), // PresentationSequenceCollectionUID
    (0x0072_000a, D), // HangingProtocolCreationDateTime
    (0x0072_005e, D), // SelectorAEValue
    (0x0072_005f, D), // SelectorASValue
    (0x0072_0061, D), // SelectorDAValue
    (0x0072_0063, D), // SelectorDTValue
    (0x0072_0065, D), // SelectorOBValue
    (0x0072_0066, D), // SelectorLOValue
    (0x0072_0068, D), // SelectorLTValue
    (0x0072_006a, D), // SelectorPNValue
    (0x0072_006b, D), // SelectorTMValue
    (0x0072_006c, D), // SelectorSHValue
    (0x0072_006d, D), // SelectorUNValue
    (0x0072_006e, D), // SelectorSTValue
    (0x0072_0070, D), // SelectorUTValue
    (0x0072_0071, D), // SelectorURValue
    (0x0074_1234, X), // ReceivingAE
    (0x0074_1236, X), // RequestingAE
    (0x0088_0140, U), // StorageMediaFileSetUID
    (0x0088_0200, X), // IconImageSequence
    (0x0088_0904, X), // TopicTitle
    (0x0088_0906, X), // TopicSubject
    (0x0088_0910, X), // TopicAuthor
    (0x0088_0912, X), // TopicKeywords
    (0x0100_0420, X), // SOPAuthorizationDateTime
    (0x0400_0100, U), // DigitalSignatureUID
    (0x0400_0105, D), // DigitalSignatureDateTime
    (0x0400_0115, D), // CertificateOfSigner
    (0x0400_0310, X), // CertifiedTimestamp
    (0x0400_0402, X), // ReferencedDigitalSignatureSequence
    (0x0400_0403, X), // ReferencedSOPInstanceMACSequence
    (0x0400_0404, X), // MAC
    (0x0400_0550, X), // ModifiedAttributesSequence
    (0x0400_0551, X), // NonconformingModifiedAttributesSequence
    (0x0400_0552, X), // NonconformingDataElementValue
    (0x0400_0561, X), // OriginalAttributesSequence
    (0x0400_0562, D), // AttributeModificationDateTime
    (0x0400_0563, D), // ModifyingSystem
    (0x0400_0564, Z), // SourceOfPreviousValues
    (0x0400_0565, D), // ReasonForTheAttributeModification
    (0x0400_0600, X), // InstanceOriginStatus
    (0x2030_0020, X), // TextString
    (0x2100_0040, X), // CreationDate
    (0x2100_0050, X), // CreationTime
    (0x2100_0070, X), // Originator
    (0x2100_0140, D), // DestinationAE
    (0x2200_0002, Xz), // LabelText
    (0x2200_0005, Xz), // BarcodeValue
    (0x3002_0121, X), // PositionAcquisitionTemplateName
    (0x3002_0123, X), // PositionAcquisitionTemplateDescription
    (0x3004_007f, X), // 
    (0x3006_0002, D), // StructureSetLabel
    (0x3006_0004, X), // StructureSetName
    (0x3006_0006, X), // StructureSetDescription
    (0x3006_0008, Z), // StructureSetDate
    (0x3006_0009, Z), // StructureSetTime
    (0x3006_0024, U), // ReferencedFrameOfReferenceUID
    (0x3006_0026, Z), // ROIName
    (0x3006_0028, X), // ROIDescription
    (0x3006_002d, X), // ROIDateTime
    (0x3006_002e, X), // ROIObservationDateTime
    (0x3006_0038, X), // ROIGenerationDescription
    (0x3006_004d, X), // ROICreatorSequence
    (0x3006_004e, X), // ROIInterpreterSequence
    (0x3006_0085, X), // ROIObservationLabel
    (0x3006_0088, X), // ROIObservationDescription
    (0x3006_00a6, Z), // ROIInterpreter
    (0x3006_00c2, U), // RelatedFrameOfReferenceUID
    (0x3008_0024, D), // TreatmentControlPointDate
    (0x3008_0025, D), // TreatmentControlPointTime
    (0x3008_0054, Xd), // FirstTreatmentDate
    (0x3008_0056, Xd), // MostRecentTreatmentDate
    (0x3008_0105, Xz), // SourceSerialNumber
    (0x3008_0162, D), // SafePositionExitDate
    (0x3008_0164, D), // SafePositionExitTime
    (0x3008_0166, D), // SafePositionReturnDate
    (0x3008_0168, D), // SafePositionReturnTime
    (0x3008_0250, Xd), // TreatmentDate
    (0x3008_0251, Xd), // TreatmentTime
    (0x300a_0002, D), // RTPlanLabel
    (0x300a_0003, X), // RTPlanName
    (0x300a_0004, X), // RTPlanDescription
    (0x300a_0006, Xd), // RTPlanDate
    (0x300a_0007, Xd), // RTPlanTime
    (0x300a_000b, X), // TreatmentSites
    (0x300a_000e, X), // PrescriptionDescription
    (0x300a_0013, U), // DoseReferenceUID
    (0x300a_0016, X), // DoseReferenceDescription
    (0x300a_0054, U), // TableTopPositionAlignmentUID
    (0x300a_0072, X), // FractionGroupDescription
    (0x300a_0083, U), // ReferencedDoseReferenceUID
    (0x300a_00b2, Xz), // TreatmentMachineName
    (0x300a_00c3, X), // BeamDescription
    (0x300a_00dd, X), // BolusDescription
    (0x300a_0196, X), // FixationDeviceDescription
    (0x300a_01a6, X), // ShieldingDeviceDescription
    (0x300a_01b2, X), // SetupTechniqueDescription
    (0x300a_0216, X), // SourceManufacturer
    (0x300a_022c, D), // SourceStrengthReferenceDate
    (0x300a_022e, D), // SourceStrengthReferenceTime
    (0x300a_02eb, X), // CompensatorDescription
    (0x300a_0608, D), // TreatmentPositionGroupLabel
    (0x300a_0609, U), // TreatmentPositionGroupUID
    (0x300a_0611, Z), // RTAccessoryHolderSlotID
    (0x300a_0615, Z), // RTAccessoryDeviceSlotID
    (0x300a_0619, D), // RadiationDoseIdentificationLabel
    (0x300a_0623, D), // RadiationDoseInVivoMeasurementLabel
    (0x300a_062a, D), // RTToleranceSetLabel
    (0x300a_0650, U), // PatientSetupUID
    (0x300a_0676, X), // EquipmentFrameOfReferenceDescription
    (0x300a_067c, D), // RadiationGenerationModeLabel
    (0x300a_067d, Z), // RadiationGenerationModeDescription
    (0x300a_0700, U), // TreatmentSessionUID
    (0x300a_0734, D), // TreatmentToleranceViolationDescription
    (0x300a_0736, D), // TreatmentToleranceViolationDateTime
    (0x300a_073a, D), // RecordedRTControlPointDateTime
    (0x300a_0741, D), // InterlockDateTime
    (0x300a_0742, D), // InterlockDescription
    (0x300a_0760, D), // OverrideDateTime
    (0x300a_0783, D), // InterlockOriginDescription
    (0x300a_0785, U), // ReferencedTreatmentPositionGroupUID
    (0x300a_078e, X), // PatientTreatmentPreparationProcedureParameterDescription
    (0x300a_0792, X), // PatientTreatmentPreparationMethodDescription
    (0x300a_0794, X), // PatientSetupPhotoDescription
    (0x300a_079a, X), // DisplacementReferenceLabel
    (0x300c_0113, X), // ReasonForOmissionDescription
    (0x300c_0127, D), // BeamHoldTransitionDateTime
    (0x300e_0004, Z), // ReviewDate
    (0x300e_0005, Z), // ReviewTime
    (0x300e_0008, Xz), // ReviewerName
    (0x3010_0006, U), // ConceptualVolumeUID
    (0x3010_000b, U), // ReferencedConceptualVolumeUID
    (0x3010_000f, Z), // ConceptualVolumeCombinationDescription
    (0x3010_0013, U), // ConstituentConceptualVolumeUID
    (0x3010_0015, U), // SourceConceptualVolumeUID
    (0x3010_0017, Z), // ConceptualVolumeDescription
    (0x3010_001b, Z), // DeviceAlternateIdentifier
    (0x3010_002d, D), // DeviceLabel
    (0x3010_0031, U), // ReferencedFiducialsUID
    (0x3010_0033, D), // UserContentLabel
    (0x3010_0034, D), // UserContentLongLabel
    (0x3010_0035, D), // EntityLabel
    (0x3010_0036, X), // EntityName
    (0x3010_0037, X), // EntityDescription
    (0x3010_0038, D), // EntityLongLabel
    (0x3010_003b, U), // RTTreatmentPhaseUID
    (0x3010_0043, Z), // ManufacturerDeviceIdentifier
    (0x3010_004c, Xd), // IntendedPhaseStartDate
    (0x3010_004d, Xd), // IntendedPhaseEndDate
    (0x3010_0054, D), // RTPrescriptionLabel
    (0x3010_0056, Xd), // RTTreatmentApproachLabel
    (0x3010_005a, Z), // RTPhysicianIntentNarrative
    (0x3010_005c, Z), // ReasonForSuperseding
    (0x3010_0061, X), // PriorTreatmentDoseDescription
    (0x3010_006e, U), // DosimetricObjectiveUID
    (0x3010_006f, U), // ReferencedDosimetricObjectiveUID
    (0x3010_0077, Xd), // TreatmentSite
    (0x3010_007a, Z), // TreatmentTechniqueNotes
    (0x3010_007b, Z), // PrescriptionNotes
    (0x3010_007f, Z), // FractionationNotes
    (0x3010_0081, Z), // PrescriptionNotesSequence
    (0x3010_0085, X), // IntendedFractionStartTime
    (0x4000_0010, X), // Arbitrary
    (0x4000_4000, X), // TextComments
    (0x4008_0040, X), // ResultsID
    (0x4008_0042, X), // ResultsIDIssuer
    (0x4008_0100, X), // InterpretationRecordedDate
    (0x4008_0101, X), // InterpretationRecordedTime
    (0x4008_0102, X), // InterpretationRecorder
    (0x4008_0108, X), // InterpretationTranscriptionDate
    (0x4008_0109, X), // InterpretationTranscriptionTime
    (0x4008_010a, X), // InterpretationTranscriber
    (0x4008_010b, X), // InterpretationText
    (0x4008_010c, X), // InterpretationAuthor
    (0x4008_0111, X), // InterpretationApproverSequence
    (0x4008_0112, X), // InterpretationApprovalDate
    (0x4008_0113, X), // InterpretationApprovalTime
    (0x4008_0114, X), // PhysicianApprovingInterpretation
    (0x4008_0115, X), // InterpretationDiagnosisDescription
    (0x4008_0118, X), // ResultsDistributionListSequence
    (0x4008_0119, X), // DistributionName
    (0x4008_011a, X), // DistributionAddress
    (0x4008_0200, X), // InterpretationID
    (0x4008_0202, X), // InterpretationIDIssuer
    (0x4008_0300, X), // Impressions
    (0x4008_4000, X), // ResultsComments
    (0xfffa_fffa, X), // DigitalSignaturesSequence
    (0xfffc_fffc, X), // DataSetTrailingPadding
];

/// Attributes that the Clean Descriptors Option covers: free descriptions, sorted by tag.
#[rustfmt::skip]
pub const DESCRIPTORS: &[u32] = &[
    0x0008_1030, // StudyDescription
    0x0008_103e, // SeriesDescription
    0x0008_1080, // AdmittingDiagnosesDescription
    0x0008_1084, // AdmittingDiagnosesCodeSequence
    0x0008_1088, // PyramidDescription
    0x0008_1301, // PrincipalDiagnosisCodeSequence
    0x0008_1302, // PrimaryDiagnosisCodeSequence
    0x0008_1303, // SecondaryDiagnosesCodeSequence
    0x0008_1304, // HistologicalDiagnosesCodeSequence
    0x0008_2111, // DerivationDescription
    0x0008_4000, // IdentifyingComments
    0x0010_0016, // PronounComment
    0x0010_0042, // SexParametersForClinicalUseCategoryComment
    0x0010_0045, // GenderIdentityComment
    0x0010_2000, // MedicalAlerts
    0x0010_2110, // Allergies
    0x0010_2180, // Occupation
    0x0010_21b0, // AdditionalPatientHistory
    0x0010_4000, // PatientComments
    0x0012_0051, // ClinicalTrialTimePointDescription
    0x0012_0072, // ClinicalTrialSeriesDescription
    0x0016_002b, // MakerNote
    0x0016_004b, // DeviceSettingDescription
    0x0018_0010, // ContrastBolusAgent
    0x0018_1030, // ProtocolName
    0x0018_11bb, // AcquisitionFieldOfViewLabel
    0x0018_1400, // AcquisitionDeviceProcessingDescription
    0x0018_4000, // AcquisitionComments
    0x0018_9185, // RespiratoryMotionCompensationTechniqueDescription
    0x0018_937b, // MultienergyAcquisitionDescription
    0x0018_937f, // DecompositionDescription
    0x0018_9424, // AcquisitionProtocolDescription
    0x0018_9937, // RequestedSeriesDescription
    0x0018_a003, // ContributionDescription
    0x0020_0027, // PyramidLabel
    0x0020_4000, // ImageComments
    0x0020_9158, // FrameComments
    0x0032_1030, // ReasonForStudy
    0x0032_1033, // RequestingService
    0x0032_1060, // RequestedProcedureDescription
    0x0032_1066, // ReasonForVisit
    0x0032_1067, // ReasonForVisitCodeSequence
    0x0032_1070, // RequestedContrastAgent
    0x0032_4000, // StudyComments
    0x0038_0040, // DischargeDiagnosisDescription
    0x0038_0062, // ServiceEpisodeDescription
    0x0038_0500, // PatientState
    0x0038_4000, // VisitComments
    0x003a_0020, // MultiplexGroupLabel
    0x003a_0203, // ChannelLabel
    0x003a_020c, // ChannelDerivationDescription
    0x003a_0329, // WaveformFilterDescription
    0x003a_032b, // FilterLookupTableDescription
    0x0040_0007, // ScheduledProcedureStepDescription
    0x0040_0254, // PerformedProcedureStepDescription
    0x0040_0275, // RequestAttributesSequence
    0x0040_0280, // CommentsOnThePerformedProcedureStep
    0x0040_0310, // CommentsOnRadiationDose
    0x0040_051a, // ContainerDescription
    0x0040_0556, // AcquisitionContextDescription
    0x0040_0600, // SpecimenShortDescription
    0x0040_0602, // SpecimenDetailedDescription
    0x0040_1002, // ReasonForTheRequestedProcedure
    0x0040_100a, // ReasonForRequestedProcedureCodeSequence
    0x0040_1400, // RequestedProcedureComments
    0x0040_2001, // ReasonForTheImagingServiceRequest
    0x0040_2400, // ImagingServiceRequestComments
    0x0040_b03b, // MontageName
    0x0040_b03f, // MontageChannelLabel
    0x0050_0021, // LongDeviceDescription
    0x006a_0005, // AnnotationGroupLabel
    0x006a_0006, // AnnotationGroupDescription
    0x0070_0006, // UnformattedTextValue
    0x0072_0066, // SelectorLOValue
    0x0072_0068, // SelectorLTValue
    0x0072_006c, // SelectorSHValue
    0x0072_006e, // SelectorSTValue
    0x0072_0070, // SelectorUTValue
    0x0400_0565, // ReasonForTheAttributeModification
    0x2200_0002, // LabelText
    0x3002_0121, // PositionAcquisitionTemplateName
    0x3002_0123, // PositionAcquisitionTemplateDescription
    0x3004_007f, // 
    0x3006_0002, // StructureSetLabel
    0x3006_0004, // StructureSetName
    0x3006_0006, // StructureSetDescription
    0x3006_0026, // ROIName
    0x3006_0028, // ROIDescription
    0x3006_0038, // ROIGenerationDescription
    0x3006_0085, // ROIObservationLabel
    0x3006_0088, // ROIObservationDescription
    0x300a_0002, // RTPlanLabel
    0x300a_0003, // RTPlanName
    0x300a_0004, // RTPlanDescription
    0x300a_000b, // TreatmentSites
    0x300a_000e, // PrescriptionDescription
    0x300a_0016, // DoseReferenceDescription
    0x300a_0072, // FractionGroupDescription
    0x300a_00c3, // BeamDescription
    0x300a_00dd, // BolusDescription
    0x300a_0196, // FixationDeviceDescription
    0x300a_01a6, // ShieldingDeviceDescription
    0x300a_01b2, // SetupTechniqueDescription
    0x300a_02eb, // CompensatorDescription
    0x300a_0608, // TreatmentPositionGroupLabel
    0x300a_0619, // RadiationDoseIdentificationLabel
    0x300a_0623, // RadiationDoseInVivoMeasurementLabel
    0x300a_062a, // RTToleranceSetLabel
    0x300a_0676, // EquipmentFrameOfReferenceDescription
    0x300a_067c, // RadiationGenerationModeLabel
    0x300a_067d, // RadiationGenerationModeDescription
    0x300a_0734, // TreatmentToleranceViolationDescription
    0x300a_0742, // InterlockDescription
    0x300a_0783, // InterlockOriginDescription
    0x300a_078e, // PatientTreatmentPreparationProcedureParameterDescription
    0x300a_0792, // PatientTreatmentPreparationMethodDescription
    0x300a_0794, // PatientSetupPhotoDescription
    0x300a_079a, // DisplacementReferenceLabel
    0x300c_0113, // ReasonForOmissionDescription
    0x3010_000f, // ConceptualVolumeCombinationDescription
    0x3010_0017, // ConceptualVolumeDescription
    0x3010_0033, // UserContentLabel
    0x3010_0034, // UserContentLongLabel
    0x3010_0035, // EntityLabel
    0x3010_0036, // EntityName
    0x3010_0037, // EntityDescription
    0x3010_0038, // EntityLongLabel
    0x3010_0054, // RTPrescriptionLabel
    0x3010_0056, // RTTreatmentApproachLabel
    0x3010_005a, // RTPhysicianIntentNarrative
    0x3010_005c, // ReasonForSuperseding
    0x3010_0061, // PriorTreatmentDoseDescription
    0x3010_0077, // TreatmentSite
    0x3010_007a, // TreatmentTechniqueNotes
    0x3010_007b, // PrescriptionNotes
    0x3010_007f, // FractionationNotes
    0x3010_0081, // PrescriptionNotesSequence
    0x4008_010b, // InterpretationText
    0x4008_0115, // InterpretationDiagnosisDescription
    0x4008_0300, // Impressions
    0x4008_4000, // ResultsComments
];
