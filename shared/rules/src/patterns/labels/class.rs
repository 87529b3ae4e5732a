//! What the value beside a label is.

use deid_model::PhiCategory;

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::patterns) enum Class {
    /// The patient's or a relative's name.
    Name,
    /// A physician's name.
    Physician,
    /// A name, initials or number of who made the images.
    Operator,
    /// A date of birth.
    Birth,
    /// Another date or a time.
    Date,
    /// An age.
    Age,
    /// A number of the patient, of a stay or of an insurance.
    Record,
    /// A number of a request or an examination.
    Accession,
    /// A telephone, fax or pager number.
    Phone,
    /// A hospital, practice, department or insurer.
    Institution,
    /// A workstation, ward, room or machine.
    Station,
    /// A serial number.
    Serial,
    /// A postal address or part of one.
    Address,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A profession or employer.
    Profession,
    /// The patient's sex, which is harmless.
    Sex,
    /// A value that identifies nobody: ends the value before it, and says nothing of its own.
    Neutral,
}

impl Class {
    /// The category of the value.
    pub fn category(self) -> PhiCategory {
        match self {
            Self::Name | Self::Physician | Self::Operator => PhiCategory::Name,
            Self::Birth | Self::Date => PhiCategory::Date,
            Self::Age => PhiCategory::Age,
            Self::Record | Self::Accession | Self::Station | Self::Serial => PhiCategory::Id,
            Self::Phone => PhiCategory::PhoneOrFax,
            Self::Institution => PhiCategory::Institution,
            Self::Address => PhiCategory::Address,
            Self::Email => PhiCategory::Email,
            Self::Url => PhiCategory::Url,
            Self::Profession => PhiCategory::Profession,
            Self::Sex | Self::Neutral => PhiCategory::Harmless,
        }
    }

    /// The stable name of the class in reports.
    pub fn source(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Physician => "physician",
            Self::Operator => "operator",
            Self::Birth => "birth-date",
            Self::Date => "date",
            Self::Age => "age",
            Self::Record => "record-number",
            Self::Accession => "accession-number",
            Self::Phone => "phone",
            Self::Institution => "institution",
            Self::Station => "station",
            Self::Serial => "serial-number",
            Self::Address => "address",
            Self::Email => "email",
            Self::Url => "url",
            Self::Profession => "profession",
            Self::Sex => "sex",
            Self::Neutral => "label",
        }
    }
}
