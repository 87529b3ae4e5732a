//! What one part of the rules says about some words.

use std::ops::Range;

use deid_model::PhiCategory;
use deid_model::region::RegionReason;

/// An opinion on neighboring words. Several may concern the same word; [`crate::Rules`] weighs them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opinion {
    /// Indices of the words in the document; may reach over the end of a line.
    pub words: Range<usize>,
    /// What they are.
    pub category: PhiCategory,
    /// PHI score, above 0 up to 1; 0 for [`PhiCategory::Harmless`].
    pub score: f32,
    /// Why.
    pub reason: RegionReason,
    /// Keyword of a header attribute, name of a pattern or of a list; empty where there is nothing to name.
    pub source: &'static str,
}
