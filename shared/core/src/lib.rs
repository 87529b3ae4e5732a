//! De-identification of one file, from bytes to bytes.
//!
//! ```text
//! bytes -parse-> IdentifiedFile -frame-> Frame -find_text-> DetectedText -add_frame-> DraftPlan
//!       -approve-> ReviewedPlan -deidentify-> Candidate -read_again, verify-> DeidentifiedFile -encode-> bytes
//! ```
//!
//! # Steps
//! 1. **Parse**: [`parse`] tells DICOM, PNG and JPEG apart by content. A DICOM data set is scanned
//!    for impossible lengths before any library reads it.
//! 2. **Find**: [`IdentifiedFile::frame`] decodes stored samples, [`find_text`] asks a detector about
//!    every rendering of them, [`DraftPlan`] collects the regions.
//! 3. **Approve**: a person ([`DraftPlan::approve_by_person`]) or a policy
//!    ([`DraftPlan::approve_by_policy`]) answers for every frame.
//! 4. **De-identify**: [`deidentify`] paints stored samples and cleans the header;
//!    [`Candidate::read_again`] and [`verify`] check the result; [`encode`] gives its bytes, of
//!    nothing else.
//!
//! A cloud engine may be asked beside the local one ([`ask_cloud`], [`DraftPlan::add_cloud`]): it adds
//! regions, and never takes one away. [`classify`] asks a classifier what each word is.
//!
//! Everything but `find_text`, `classify`, `ask_cloud` and `read_again` is a synchronous function of its arguments. There is
//! no I/O, no clock and no randomness here. What cannot be decoded, understood or verified is an
//! error with a [`deid_model::Reason`], never an output.

mod candidate;
mod classify;
mod cloud;
mod codec;
mod deidentify;
mod dicom;
mod dicom_redaction;
mod file;
mod find;
mod graphics;
mod header;
mod key;
mod limits;
mod naming;
mod news;
mod picture;
mod pixel;
mod plan;
mod record;
mod report;
mod second_reading;
mod siblings;
mod structure;
mod study;
mod tiled;
mod verify;

pub use candidate::{Candidate, OutputPart, ReadAgainError, SecondReading};
pub use classify::classify;
pub use cloud::{CloudError, CloudReading, ask_cloud};
pub use deidentify::{DeidentifyError, deidentify};
pub use dicom::{
    AttributeError, Compression, DicomError, DicomWriteError, OverlayPicture, SUPPORTED,
    TransferSyntax, WrittenBack,
};
pub use file::{IdentifiedFile, ParseError, parse};
pub use find::{FindError, find_text, read_picture};
pub use graphics::{CleanGraphics, read_graphics};
pub use key::{Key, Purpose};
pub use limits::Limits;
pub use naming::{OutputName, RenameMode};
pub use picture::PictureError;
pub use pixel::{ColorModel, DecodeError, Frame, HiddenBits, Number, PixelLayout};
pub use plan::{DraftPlan, PlanError, ReviewedPlan};
pub use record::file_record;
pub use report::{RunFacts, facts_of_bytes, refusal_report};
pub use siblings::SiblingKey;
pub use structure::{Encoding, StructureError};
pub use study::{StudyKey, study_values, value_of_study};
pub use tiled::Tiled;
pub use verify::{DeidentifiedFile, VerifyError, encode, verify};
