//! Known overlays of devices, as data: a [`Signature`] over header values, and the areas that it covers.
//!
//! There is a small catalogue of our own, and readers for two formats that sites have: scripts of the CTP
//! `DicomPixelAnonymizer` ([`Catalogue::from_ctp`]) and recipes of pydicom's `deid` ([`Catalogue::from_recipe`]).
//!
//! Differences to those tools, all of which cover more and never less: every signature that fits counts, not only the
//! first; a signature that names _Rows_ and _Columns_ also fits pictures of the same shape and another size, with its
//! areas scaled, unless one made for the very size fits; ultrasound regions are checked before anything is kept for
//! their sake. What a catalogue covers comes on top of what is found as text, and never takes from it.

mod area;
mod builtin;
mod condition;
mod ctp;
mod recipe;
mod script;
mod ultrasound;

use deid_model::region::RegionReason;
use deid_model::{FrameSize, PixelBox, UltrasoundRegion};

pub use area::Area;
pub use condition::{Attribute, Condition, Reading, Relation};
pub use script::{ScriptError, ScriptProblem};
pub use ultrasound::{RegionsProblem, outside_regions};

use area::without;
use condition::Side;

/// Sides may differ by this much from the shape that a signature was made for.
const SHAPE_TOLERANCE: f64 = 0.02;

/// A picture may be this many times smaller or larger than the one that a signature was made for.
const LARGEST_SCALE: f64 = 4.0;

/// Most boxes that one picture is given; where there would be more, it is given one around all of them.
const MOST_BOXES: usize = 1024;

/// Most times that an area is taken out again; what more there is stays covered.
const MOST_KEPT: usize = 256;

/// What is known about a picture.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    /// Its size as stored.
    pub size: FrameSize,
    /// The value of an attribute as text, several values parted by backslashes; `None` where it is not there.
    pub value_of: &'a dyn Fn(&Attribute) -> Option<String>,
    /// Its ultrasound regions; empty where it has none.
    pub regions: &'a [UltrasoundRegion],
}

/// What a signature does to the areas covered so far, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Covers this area.
    Cover(Area),
    /// Takes this area out of what earlier changes covered.
    Keep(Area),
}

/// The size that a signature's areas were made for, as far as it names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MadeFor {
    /// _Columns_.
    pub columns: Option<u32>,
    /// _Rows_.
    pub rows: Option<u32>,
}

/// An overlay that a kind of device makes.
#[derive(Clone, Debug)]
pub struct Signature {
    /// What a person calls it.
    pub label: String,
    /// Which pictures have it, sizes left out.
    pub condition: Condition,
    /// The size that it was made for.
    pub made_for: MadeFor,
    /// What it does.
    pub changes: Vec<Change>,
}

impl Signature {
    /// The signature of `condition`; comparisons with _Rows_ and _Columns_ that must hold become the size that it is
    /// made for.
    #[must_use]
    pub fn new(label: String, condition: Condition, changes: Vec<Change>) -> Self {
        let mut made_for = MadeFor::default();
        let all = match condition {
            Condition::All(all) => all,
            one => vec![one],
        };
        let others = all.into_iter().filter(|each| match size_named(each) {
            Some((Side::Columns, side)) if made_for.columns.is_none_or(|known| known == side) => {
                made_for.columns = Some(side);
                false
            }
            Some((Side::Rows, side)) if made_for.rows.is_none_or(|known| known == side) => {
                made_for.rows = Some(side);
                false
            }
            _ => true,
        });
        let condition = Condition::All(others.collect());
        Self {
            label,
            condition,
            made_for,
            changes,
        }
    }
}

/// The side and its length, where a condition compares it with one number.
fn size_named(condition: &Condition) -> Option<(Side, u32)> {
    let Condition::Test {
        attribute,
        relation: Relation::Equals(words) | Relation::Contains(words),
        ..
    } = condition
    else {
        return None;
    };
    let [word] = words.as_slice() else {
        return None;
    };
    let length = word.trim().parse().ok().filter(|length| *length > 0)?;
    Some((attribute.side()?, length))
}

/// How a picture's size compares with the one that a signature was made for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The signature names no size, or this very one.
    Exact { is_named: bool },
    /// The same shape at another size.
    Scaled(FrameSize),
}

impl MadeFor {
    fn fit(self, size: FrameSize) -> Option<Fit> {
        let is_equal = |named: Option<u32>, actual| named.is_none_or(|named| named == actual);
        if is_equal(self.columns, size.columns) && is_equal(self.rows, size.rows) {
            let is_named = self != Self::default();
            return Some(Fit::Exact { is_named });
        }
        let made_for = FrameSize::new(self.columns?, self.rows?);
        let across = f64::from(size.columns) / f64::from(made_for.columns);
        let down = f64::from(size.rows) / f64::from(made_for.rows);
        let is_same_shape = (across / down - 1.0).abs() <= SHAPE_TOLERANCE;
        let is_near = (1.0 / LARGEST_SCALE..=LARGEST_SCALE).contains(&across);
        (is_same_shape && is_near).then_some(Fit::Scaled(made_for))
    }
}

/// What a catalogue says about one picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay<'a> {
    /// The areas to cover; they may overlap.
    pub areas: Vec<PixelBox>,
    /// The labels of the signatures that fit, in order.
    pub signatures: Vec<&'a str>,
}

/// A place that is redacted whatever is found there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownArea {
    /// The place.
    pub area: PixelBox,
    /// [`RegionReason::DeviceOverlay`] or [`RegionReason::OutsideRegions`].
    pub reason: RegionReason,
    /// The label of the signatures, or the keyword of the regions.
    pub source: String,
}

/// Signatures in order.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    signatures: Vec<Signature>,
}

impl Catalogue {
    /// A catalogue of these.
    #[must_use]
    pub const fn new(signatures: Vec<Signature>) -> Self {
        Self { signatures }
    }

    /// Our own catalogue.
    #[must_use]
    pub fn builtin() -> Self {
        Self::new(builtin::signatures())
    }

    /// Reads a script of the CTP `DicomPixelAnonymizer`: `{ condition } (x,y,width,height)…`.
    ///
    /// # Errors
    /// [`ScriptError`] for the first place that cannot be understood.
    pub fn from_ctp(script: &str) -> Result<Self, ScriptError> {
        ctp::signatures(script).map(Self::new)
    }

    /// Reads the filters of a recipe of pydicom's `deid`; its other sections are skipped. A line `a || b` counts as
    /// one condition, and holds together with the lines joined to it by `+`.
    ///
    /// # Errors
    /// [`ScriptError`] for the first line that cannot be understood.
    pub fn from_recipe(recipe: &str) -> Result<Self, ScriptError> {
        recipe::signatures(recipe).map(Self::new)
    }

    /// The signatures.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds the signatures of `other` after these.
    pub fn extend(&mut self, other: Self) {
        self.signatures.extend(other.signatures);
    }

    /// What is covered in `picture`.
    #[must_use]
    pub fn overlay(&self, picture: &Picture) -> Overlay<'_> {
        let mut fitting: Vec<(&Signature, Fit)> = self
            .signatures
            .iter()
            .filter_map(|signature| Some((signature, signature.made_for.fit(picture.size)?)))
            .filter(|(signature, _)| signature.condition.holds(picture.value_of))
            .collect();
        let named = Fit::Exact { is_named: true };
        if fitting.iter().any(|(_, fit)| *fit == named) {
            fitting.retain(|(_, fit)| matches!(fit, Fit::Exact { .. }));
        }
        let mut covered = Covered::new(picture);
        for (signature, fit) in &fitting {
            let made_for = match fit {
                Fit::Exact { .. } => picture.size,
                Fit::Scaled(made_for) => *made_for,
            };
            for change in &signature.changes {
                covered.apply(*change, made_for);
            }
        }
        Overlay {
            areas: covered.finished(),
            signatures: fitting.iter().map(|(it, _)| it.label.as_str()).collect(),
        }
    }
}

impl Catalogue {
    /// Every place of `picture` that is redacted without looking: what this catalogue covers, and what lies outside of
    /// ultrasound regions that can be believed.
    #[must_use]
    pub fn known_areas(&self, picture: &Picture) -> Vec<KnownArea> {
        let overlay = self.overlay(picture);
        let label = overlay.signatures.join("; ");
        let of_devices = overlay.areas.into_iter().map(|area| KnownArea {
            area,
            reason: RegionReason::DeviceOverlay,
            source: label.clone(),
        });
        let outside = outside_regions(picture.regions, picture.size).unwrap_or_default();
        let outside = outside.into_iter().map(|area| KnownArea {
            area,
            reason: RegionReason::OutsideRegions,
            source: "SequenceOfUltrasoundRegions".into(),
        });
        of_devices.chain(outside).collect()
    }
}

/// What the changes so far cover in one picture.
struct Covered {
    size: FrameSize,
    /// The ultrasound regions; none where they cannot be believed.
    regions: Vec<PixelBox>,
    areas: Vec<PixelBox>,
    /// How often an area was taken out.
    kept: usize,
}

impl Covered {
    fn new(picture: &Picture) -> Self {
        let regions = match outside_regions(picture.regions, picture.size) {
            Ok(_) => picture.regions.iter().filter_map(|it| it.area()).collect(),
            Err(_) => Vec::new(),
        };
        Self {
            size: picture.size,
            regions,
            areas: Vec::new(),
            kept: 0,
        }
    }

    fn apply(&mut self, change: Change, made_for: FrameSize) {
        let (Change::Cover(area) | Change::Keep(area)) = change;
        let places = match area {
            Area::UltrasoundRegions => self.regions.clone(),
            _ => Vec::from_iter(area.placed(self.size, made_for)),
        };
        for place in places {
            match change {
                Change::Cover(_) => self.cover(place),
                Change::Keep(_) => self.keep(place),
            }
        }
    }

    fn cover(&mut self, place: PixelBox) {
        if self.areas.len() > MOST_BOXES || !self.areas.contains(&place) {
            self.areas.push(place);
        }
    }

    fn keep(&mut self, place: PixelBox) {
        if self.areas.len() <= MOST_BOXES && self.kept < MOST_KEPT {
            self.areas = without(&self.areas, place);
            self.kept += 1;
        }
    }

    fn finished(self) -> Vec<PixelBox> {
        if self.areas.len() > MOST_BOXES {
            Vec::from_iter(self.areas.into_iter().reduce(PixelBox::union))
        } else {
            self.areas
        }
    }
}

#[cfg(test)]
mod tests;
