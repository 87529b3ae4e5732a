//! A candidate: bytes that look right but are not verified, together with the original to compare
//! them with. It has no way out but [`crate::verify`].

use std::sync::Arc;

use deid_model::region::RegionReason;
use deid_model::report::MetadataFacts;
use deid_model::{
    BoxColor, Channels, DecidedBy, Decision, DisplayImage, FrameSelection, PhiClassifier,
    PhiEntity, PixelBox, Settings, TextDetection, TextDetector, WarningCode,
};

use crate::classify::classify;
use crate::deidentify::{DeidentifyError, Redacted};
use crate::file::{Content, IdentifiedFile, parse};
use crate::find::{FindError, read_picture};
use crate::header::{ByteSearch, RemovedValues};
use crate::limits::Limits;
use crate::pixel::{DecodeError, Frame};
use crate::plan::{DecidedRegion, ReviewedPlan};
use crate::second_reading::{read_tile, touched_tiles};

/// One output file.
#[derive(Clone, PartialEq, Eq)]
pub struct OutputPart {
    /// The 0-based frame, where each frame is a file of its own.
    pub frame: Option<u32>,
    /// Its bytes.
    pub bytes: Arc<Vec<u8>>,
}

impl std::fmt::Debug for OutputPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "OutputPart({:?}, {} bytes)",
            self.frame,
            self.bytes.len()
        )
    }
}

/// A place that was painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Painted {
    pub frames: FrameSelection,
    pub area: PixelBox,
}

/// Pixels painted and header cleaned, not yet verified.
pub struct Candidate {
    pub(crate) original: IdentifiedFile,
    pub(crate) plan: ReviewedPlan,
    pub(crate) settings: Settings,
    pub(crate) key_id: String,
    pub(crate) parts: Vec<OutputPart>,
    /// The parts, parsed again from their bytes.
    pub(crate) outputs: Vec<IdentifiedFile>,
    pub(crate) painted: Vec<Painted>,
    pub(crate) hidden: Vec<Painted>,
    pub(crate) facts: MetadataFacts,
    pub(crate) removed: RemovedValues,
    /// Whether the pixel data of an output hold the bytes of a removed header value.
    pub(crate) value_in_pixels: bool,
    pub(crate) warnings: Vec<WarningCode>,
}

/// What a second look at the changed parts of a candidate found. Only [`Candidate::read_again`]
/// makes one.
#[derive(Debug)]
pub struct SecondReading {
    pub(crate) sha256: String,
    pub(crate) found: Vec<(u32, TextDetection)>,
    /// Whether an overlay plane still shows text that identifies.
    pub(crate) in_graphics: bool,
}

/// Why the second reading failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadAgainError {
    /// A frame of the candidate could not be decoded.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The detector gave no answer.
    #[error(transparent)]
    Find(#[from] FindError),
}

impl From<ReadAgainError> for deid_model::Reason {
    fn from(error: ReadAgainError) -> Self {
        match error {
            ReadAgainError::Decode(_) => deid_model::ReasonCode::VerificationFailed.into(),
            ReadAgainError::Find(error) => error.into(),
        }
    }
}

impl Candidate {
    pub(crate) fn new(
        original: IdentifiedFile,
        plan: ReviewedPlan,
        settings: Settings,
        key_id: String,
        redacted: Redacted,
    ) -> Result<Self, DeidentifyError> {
        let Redacted {
            parts,
            painted,
            hidden,
            facts,
            removed,
            warnings,
        } = redacted;
        let read_back = |part: &OutputPart| parse(Arc::clone(&part.bytes), &Limits::DEFAULT);
        let outputs = parts.iter().map(read_back).collect::<Result<Vec<_>, _>>();
        let outputs = outputs.map_err(|_| DeidentifyError::Unreadable)?;
        let search = removed.byte_search()?;
        let value_in_pixels = outputs.iter().any(|output| is_found_in(&search, output));
        Ok(Self {
            original,
            plan,
            settings,
            key_id,
            parts,
            outputs,
            painted,
            hidden,
            facts,
            removed,
            value_in_pixels,
            warnings,
        })
    }

    /// The file that it was made of; all else is gone.
    pub(crate) fn into_original(self) -> IdentifiedFile {
        self.original
    }

    /// Looks again for text around everything that was painted or kept, in the bytes as they would be
    /// written: decoded anew, at another scale, inverted. Text inside painted boxes and inside
    /// regions that a person kept is left out, and text inside regions that a policy kept unless
    /// `classifier` knows now whom it names.
    ///
    /// # Errors
    /// Any [`ReadAgainError`].
    pub async fn read_again<D: TextDetector, C: PhiClassifier>(
        &self,
        detector: &D,
        classifier: &C,
    ) -> Result<SecondReading, ReadAgainError> {
        let mut found = Vec::new();
        for frame in 0..self.original.frames() {
            let boxes = self.painted_in(frame);
            let kept = self.kept_in(frame).map(|region| region.area);
            let known: Vec<PixelBox> = boxes.iter().copied().chain(kept).collect();
            if known.is_empty() {
                continue;
            }
            let frame_again = output_frame(&self.outputs, frame)?;
            let words = self
                .read_around(detector, &frame_again, &known, &boxes)
                .await?;
            let classes = classify(classifier, &words).await;
            let classes = classes.map_err(FindError::from)?;
            let residual = words.into_iter().zip(classes).filter(|(word, class)| {
                self.is_residual(frame, &boxes, word.area, class.is_some_and(identifies))
            });
            found.extend(residual.map(|(word, _)| (frame, word)));
        }
        Ok(SecondReading {
            sha256: self.original.sha256.clone(),
            found,
            in_graphics: self.graphics_identify(detector, classifier).await?,
        })
    }

    /// Whether an overlay plane of the output, inverted, shows text that identifies.
    async fn graphics_identify<D: TextDetector, C: PhiClassifier>(
        &self,
        detector: &D,
        classifier: &C,
    ) -> Result<bool, FindError> {
        for overlay in self
            .outputs
            .iter()
            .flat_map(|it| it.overlays(&Limits::DEFAULT))
        {
            let found = read_picture(detector, &overlay.picture.inverted()).await?;
            let classes = classify(classifier, &found.words).await?;
            if classes.into_iter().flatten().any(identifies) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Words of `frame`, one of the outputs, around places of the original; both in stored pixels of the original. The
    /// output may be stored in another orientation, but shows the same.
    async fn read_around<D: TextDetector>(
        &self,
        detector: &D,
        frame: &Frame,
        places: &[PixelBox],
        painted: &[PixelBox],
    ) -> Result<Vec<TextDetection>, FindError> {
        let (orientation, size) = (self.original.orientation(), self.original.size());
        let shown = |boxes: &[PixelBox]| -> Vec<PixelBox> {
            let places = boxes.iter();
            places
                .filter_map(|&place| orientation.shown_box(place, size))
                .collect()
        };
        let painted = shown(painted);
        let mut words = Vec::new();
        for tile in touched_tiles(frame.shown_size(), &shown(places)) {
            words.extend(read_tile(detector, frame, tile, &painted).await?);
        }
        let stored = words
            .into_iter()
            .map(|word| orientation.stored_word(word, size));
        stored.collect::<Option<_>>().ok_or(FindError::OutsideFrame)
    }

    /// Boxes painted in one frame.
    pub(crate) fn painted_in(&self, frame: u32) -> Vec<PixelBox> {
        self.painted
            .iter()
            .filter(|painted| painted.frames.includes(frame))
            .map(|painted| painted.area)
            .collect()
    }

    /// Regions that somebody kept in one frame.
    fn kept_in(&self, frame: u32) -> impl Iterator<Item = &DecidedRegion> {
        let regions = self.plan.regions.iter();
        regions.filter(move |region| {
            region.decision == Decision::Keep && region.frames.includes(frame)
        })
    }

    fn is_residual(
        &self,
        frame: u32,
        painted: &[PixelBox],
        area: PixelBox,
        identifies: bool,
    ) -> bool {
        let stays = |region: &&DecidedRegion| region.by == DecidedBy::Person || !identifies;
        let kept = self.kept_in(frame).filter(stays).map(|region| region.area);
        let explained: Vec<PixelBox> = painted.iter().copied().chain(kept).collect();
        let columns = |y| (area.x0()..area.x1()).map(move |x| (x, y));
        let pixels = (area.y0()..area.y1()).flat_map(columns);
        let is_explained = |x, y| explained.iter().any(|known| known.contains(x, y));
        let shared = pixels.filter(|&(x, y)| is_explained(x, y)).count() as u64;
        // A word mostly inside a painted box is the box's own edge.
        shared * 2 < area.area()
    }
}

/// Pictures have no header whose values could have been removed.
fn is_found_in(search: &ByteSearch, output: &IdentifiedFile) -> bool {
    match &output.content {
        Content::Dicom(file) => file.pixel_stretches().any(|bytes| search.finds_in(&bytes)),
        Content::Png(_) | Content::Jpeg(_) => false,
    }
}

/// Whether something speaks for PHI, rather than nothing for harmless text: the second reading errs at other letters than
/// the first, and a word that it misreads is explained by no vocabulary.
fn identifies(entity: PhiEntity) -> bool {
    matches!(
        entity.reason,
        RegionReason::HeaderValue
            | RegionReason::DenyList
            | RegionReason::Label
            | RegionReason::Pattern
    )
}

/// The frame with index `frame` of the original, as the outputs hold it.
pub(crate) fn output_frame(outputs: &[IdentifiedFile], frame: u32) -> Result<Frame, DecodeError> {
    match outputs {
        [single] if single.frames() > frame => single.frame(frame),
        several => several
            .get(frame as usize)
            .ok_or(DecodeError::NoSuchFrame { frame })?
            .frame(0),
    }
}

/// The first view of a frame, turned as it is shown, with the stored pixels of `boxes` painted in `color`; RGB if the
/// color is not a grey.
pub(crate) fn painted_picture(
    frame: &Frame,
    boxes: impl Iterator<Item = PixelBox>,
    color: BoxColor,
) -> DisplayImage {
    let picture = frame.default_rendering();
    let (size, channels) = (picture.size(), picture.channels());
    let promote = channels == Channels::Grey && !color.is_grey();
    let (channels, mut samples) = if promote {
        (
            Channels::Rgb,
            picture
                .samples()
                .iter()
                .flat_map(|&grey| [grey; 3])
                .collect(),
        )
    } else {
        (channels, picture.samples().to_vec())
    };
    let count = channels.count();
    let stride = size.columns as usize * count;
    let stored = frame.layout().size;
    for area in boxes.filter_map(|area| frame.orientation().shown_box(area, stored)) {
        for line in samples
            .chunks_exact_mut(stride)
            .skip(area.y0() as usize)
            .take(area.height() as usize)
        {
            let row = line
                .get_mut(area.x0() as usize * count..area.x1() as usize * count)
                .unwrap_or_default();
            row.chunks_exact_mut(count)
                .for_each(|pixel| pixel.iter_mut().zip(color.rgb).for_each(|(to, v)| *to = v));
        }
    }
    DisplayImage::new(size, channels, samples).unwrap_or(picture)
}

#[cfg(test)]
mod tests;
