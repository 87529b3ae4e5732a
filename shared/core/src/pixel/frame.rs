//! One decoded frame: stored samples and how they are shown.

use std::sync::Arc;

use deid_model::{DetectedText, FrameSize, Orientation};

use super::display::DisplayPipeline;
use super::fill::StoredRange;
use super::hidden::{HiddenBits, taken_out};
use super::layout::PixelLayout;

/// The stored samples of one frame, before any LUT, as [`PixelLayout`] arranges them. Bits outside the stored range are
/// taken out of the samples, and kept apart.
#[derive(Clone, Debug)]
pub struct Frame {
    pub(super) layout: PixelLayout,
    pub(super) samples: Vec<u8>,
    pub(super) display: Arc<DisplayPipeline>,
    pub(super) hidden: Option<HiddenBits>,
}

impl Frame {
    /// A frame; `None` unless `samples` has exactly the bytes that `layout` asks for.
    #[must_use]
    pub fn new(
        layout: PixelLayout,
        mut samples: Vec<u8>,
        display: Arc<DisplayPipeline>,
    ) -> Option<Self> {
        if samples.len() as u64 != layout.frame_bytes() {
            return None;
        }
        let hidden = taken_out(&layout, &mut samples);
        Some(Self {
            layout,
            samples,
            display,
            hidden,
        })
    }

    /// How the samples are arranged.
    #[must_use]
    pub const fn layout(&self) -> &PixelLayout {
        &self.layout
    }

    /// The samples.
    #[must_use]
    pub fn samples(&self) -> &[u8] {
        &self.samples
    }

    /// The samples, for painting.
    pub fn samples_mut(&mut self) -> &mut [u8] {
        &mut self.samples
    }

    /// How the samples are shown.
    #[must_use]
    pub fn display(&self) -> &DisplayPipeline {
        &self.display
    }

    /// How the frame is turned to be shown.
    #[must_use]
    pub fn orientation(&self) -> Orientation {
        self.display.orientation
    }

    /// Columns and rows of every rendering of the frame.
    #[must_use]
    pub fn shown_size(&self) -> FrameSize {
        self.orientation().shown_size(self.layout.size)
    }

    /// Text of a rendering in stored pixels; `None` where some lies outside of it.
    #[must_use]
    pub fn stored_text(&self, shown: DetectedText) -> Option<DetectedText> {
        let stored = |word| self.orientation().stored_word(word, self.layout.size);
        let words = shown.words.into_iter().map(stored);
        Some(DetectedText {
            words: words.collect::<Option<_>>()?,
            coverage: shown.coverage,
        })
    }

    /// What stood in bits outside the stored range: they may spell text that no viewer shows.
    #[must_use]
    pub const fn hidden(&self) -> Option<&HiddenBits> {
        self.hidden.as_ref()
    }

    /// Lowest and highest stored value of a grey or palette frame, as far as they are finite.
    #[must_use]
    pub fn stored_range(&self) -> StoredRange {
        if !self.layout.is_deep() {
            let (low, high) = self.range();
            return StoredRange {
                low: low as f64,
                high: high as f64,
            };
        }
        let values = self.words(0).map(|word| self.layout.real(word));
        let mut finite = values.filter(|value| value.is_finite());
        let first = finite.next().unwrap_or(0.0);
        let start = StoredRange {
            low: first,
            high: first,
        };
        finite.fold(start, |range, value| StoredRange {
            low: range.low.min(value),
            high: range.high.max(value),
        })
    }

    /// Lowest and highest stored value of the first channel of integers.
    pub(super) fn range(&self) -> (i64, i64) {
        let extend = |(low, high): (i64, i64), value: i64| (low.min(value), high.max(value));
        let value = |word: u64| self.layout.value(word);
        let first = value(self.word(0, 0, 0));
        let start = (first, first);
        if self.layout.channels > 1 {
            return self.words(0).map(value).fold(start, extend);
        }
        // What most images are made of: one pass at the speed of memory.
        let pairs = self.samples.as_chunks::<2>().0.iter();
        match (self.layout.bytes, self.layout.big_endian) {
            (2, false) => pairs
                .map(|pair| value(u16::from_le_bytes(*pair).into()))
                .fold(start, extend),
            (2, true) => pairs
                .map(|pair| value(u16::from_be_bytes(*pair).into()))
                .fold(start, extend),
            _ => self.words(0).map(value).fold(start, extend),
        }
    }

    /// The raw words of a channel, row-major.
    pub(super) fn words(&self, channel: u8) -> impl Iterator<Item = u64> + '_ {
        let (columns, rows) = (self.layout.size.columns, self.layout.size.rows);
        let places = (0..rows).flat_map(move |y| (0..columns).map(move |x| (x, y)));
        places.map(move |(x, y)| self.word(x, y, channel))
    }

    /// The raw word of a sample.
    pub(super) fn word(&self, x: u32, y: u32, channel: u8) -> u64 {
        let offset = self.layout.offset(x, y, channel);
        self.layout.word(&self.samples, offset)
    }
}
