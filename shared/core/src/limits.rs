//! What De-ID is willing to take on: a value, chosen by the shell.

/// Upper bounds on one input. Everything beyond is refused with `limit-exceeded` or `nesting-too-deep`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file, inflated data set included.
    pub file_bytes: u64,
    /// Pixels of one frame.
    pub frame_pixels: u64,
    /// Number of frames.
    pub frames: u32,
    /// Depth of nested sequences.
    pub sequence_depth: usize,
    /// Number of elements and items, all levels together.
    pub elements: u32,
    /// Whether a file whose pixel data are cut off is taken for its whole frames, the others lost, rather than refused.
    pub accept_truncated: bool,
}

impl Limits {
    /// For a workstation or a browser tab: 2 GiB, 100 megapixels a frame, 20,000 frames, depth 32; truncated files are
    /// refused.
    pub const DEFAULT: Self = Self {
        file_bytes: 2 << 30,
        frame_pixels: 100_000_000,
        frames: 20_000,
        sequence_depth: 32,
        elements: 400_000,
        accept_truncated: false,
    };
}
