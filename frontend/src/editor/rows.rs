//! Places that say the same are one row, decided at once.

use std::collections::HashMap;

use deid_model::Decision;

use super::{EditedRegion, Editor, RegionKey, Saying};

/// Places that say the same, with the same category and default decision; or a single place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The first of them, which names the row.
    pub first: RegionKey,
    /// All of them, the first included.
    pub places: Vec<RegionKey>,
}

impl Row {
    fn of(region: &EditedRegion) -> Self {
        Self {
            first: region.key,
            places: vec![region.key],
        }
    }

    /// Whether the region is one of its places.
    pub fn holds(&self, region: RegionKey) -> bool {
        self.places.contains(&region)
    }
}

/// What is decided about the places of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowDecision {
    /// The same about all of them.
    All(Decision),
    /// So many are redacted, the others kept.
    Redacted(usize),
}

impl Editor {
    /// What is decided about the places of this row.
    pub fn row_decision(&self, row: &Row) -> RowDecision {
        let places = row.places.iter().filter_map(|place| self.region(*place));
        match places.filter(|place| place.is_redacted()).count() {
            0 => RowDecision::All(Decision::Keep),
            all if all == row.places.len() => RowDecision::All(Decision::Redact),
            some => RowDecision::Redacted(some),
        }
    }

    /// What a person decided about whole rows, by what these say.
    pub fn row_decisions(&self) -> impl Iterator<Item = (Saying, Decision)> {
        self.regions().filter_map(|region| {
            let decision = region.row_decision()?;
            Some((region.says()?, decision))
        })
    }

    /// Has everything that a person did not decide about here follow what was decided about the same text in other files of
    /// the study.
    pub fn follow_study(&mut self, decisions: &HashMap<Saying, Decision>) {
        for region in &mut self.regions {
            // Mostly nothing was decided: texts need not be compared then.
            let says = (!decisions.is_empty()).then(|| region.says()).flatten();
            region.follow_study(says.and_then(|says| decisions.get(&says).copied()));
        }
    }

    /// The rows of the list, in the order of their first places. What was not read, and what asks for another look, is
    /// a row of its own.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut known = HashMap::new();
        for region in self.regions() {
            let text = region.text.as_ref().filter(|_| !region.look_again);
            let says = text.map(|text| (text.expose(), region.category, region.by_rule));
            let at = says.map(|says| *known.entry(says).or_insert(rows.len()));
            match at.and_then(|at| rows.get_mut(at)) {
                Some(row) => row.places.push(region.key),
                None => rows.push(Row::of(region)),
            }
        }
        rows
    }
}
