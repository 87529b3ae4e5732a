//! Every number by which the engine decides what is a word, to be tuned to the weights.
//!
//! Beliefs count from 0 (surely none) to 255 (surely text); a map has one value for 2 x 2 pixels.

/// A word's middle consists of connected values of the core map above this: belief 0.35.
pub const CORE_LOW: u8 = 90;

/// A middle's best value must reach this: belief 0.6.
pub const CORE_PEAK: u8 = 150;

/// A word reaches as far from its middle as values of the extent map lie above this: belief 0.16.
pub const EXTENT_LOW: u8 = 40;

/// Values of the extent map above this show where a word stands, without the margin that is covered
/// to be safe: belief 0.5. There it is read.
pub const EXTENT_SURE: u8 = 128;

/// An area of the extent map without a middle is a word where its best value reaches this: belief
/// 0.75. Faint words may have no sure middle.
pub const LONE_EXTENT_PEAK: u8 = 190;

/// A word of fewer values than this is speckle.
pub const FEWEST: usize = 6;

/// Share of its height by which a word is grown on each side: the map has half the resolution.
pub const GROWTH: f64 = 0.1;

/// Least growth, in values of the map.
pub const LEAST_GROWTH: f64 = 1.2;

/// A word stands upright unless its upright box is this many times as large as its slanted one.
/// Slanted by 3 degrees, a word six times as long as high has a box 1.3 times as large.
pub const UPRIGHT_SLACK: f64 = 1.15;

/// What is this many times as tall as it is wide is read downward. A single letter is less.
pub const TALL: f64 = 1.6;

/// How many times as long as its neighbor is high a word may be and yet take over its direction.
pub const SHORT: f64 = 2.0;

/// How many times its neighbor's height a word may be away to take over its direction.
pub const NEAR: f64 = 3.0;

/// Words whose directions differ by no more are read in the same one: the cosine of 15 degrees.
pub const PARALLEL: f64 = 0.966;

/// Within its line a word reaches on over fainter values of the extent map than all around, above this: belief 0.06.
pub const EXTENT_IN_LINE: u8 = 16;

/// How many times its height it may reach on like that, before its start and behind its end.
pub const IN_LINE_REACH: f64 = 3.0;

/// What is too faint to be a word by itself is one on the line of a word that is away by no more than this many times
/// the height of that word.
pub const COMPANION_GAP: f64 = 1.5;

/// It is not this many times as high as that word, or as low.
pub const COMPANION_HEIGHT: f64 = 2.0;
