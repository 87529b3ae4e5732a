//! One decoded frame: stored samples and how they are shown.

use std::sync::Arc;

use super::display::DisplayPipeline;
use super::layout::PixelLayout;

/// The stored samples of one frame, before any LUT, as [`PixelLayout`] arranges them.
#[derive(Clone, Debug)]
pub struct Frame {
    pub(super) layout: PixelLayout,
    pub(super) samples: Vec<u8>,
    pub(super) display: Arc<DisplayPipeline>,
}

impl Frame {
    /// A frame; `None` unless `samples` has exactly the bytes that `layout` asks for.
    #[must_use]
    pub fn new(
        layout: PixelLayout,
        samples: Vec<u8>,
        display: Arc<DisplayPipeline>,
    ) -> Option<Self> {
        (samples.len() as u64 == layout.frame_bytes()).then_some(Self {
            layout,
            samples,
            display,
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

    /// Whether bits outside the stored range are in use: they may hide text that no viewer shows.
    #[must_use]
    pub fn hides_bits(&self) -> bool {
        if self.layout.bits_stored == self.layout.bytes * 8 {
            return false;
        }
        let step = usize::from(self.layout.bytes);
        (0..self.samples.len())
            .step_by(step)
            .any(|at| self.layout.hides_bits(self.layout.word(&self.samples, at)))
    }

    /// Lowest and highest stored value of a grey or palette frame.
    #[must_use]
    pub fn range(&self) -> (i32, i32) {
        let step = usize::from(self.layout.bytes) * usize::from(self.layout.channels);
        let mut words = (0..self.samples.len())
            .step_by(step)
            .map(|at| self.layout.word(&self.samples, at));
        let first = self.layout.value(words.next().unwrap_or(0));
        words.fold((first, first), |(low, high), word| {
            let value = self.layout.value(word);
            (low.min(value), high.max(value))
        })
    }
}
