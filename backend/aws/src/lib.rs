//! Amazon Rekognition, Comprehend Medical and S3, as De-ID's vocabulary: per service one call and one pure translation.
//!
//! [`Access`] says where the services are and who asks; [`Rekognition`] is a `TextDetector` for one picture that fits,
//! [`ComprehendMedical`] a `PhiClassifier`, [`ObjectStore`] reads, writes, lists and signs objects. A [`RateLimit`]
//! keeps all callers of one service below its quota. Nothing here knows DICOM, and no error holds text, a key or a
//! bucket; an engine that failed answers an error, never "no text".

pub mod access;
mod address;
pub mod comprehend_medical;
mod failure;
pub mod object_store;
pub mod rate_limit;
pub mod rekognition;

pub use access::{Access, AccessError, Endpoint, Patience};
pub use comprehend_medical::ComprehendMedical;
pub use object_store::{CorsRule, Listing, ObjectStore, S3Error, StoredObject};
pub use rate_limit::RateLimit;
pub use rekognition::Rekognition;
