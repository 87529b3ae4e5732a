//! Frames as pictures: 8-bit renderings for detectors, 16-bit grey or RGBA for the page. All are turned as they are to be
//! shown: places in them are not stored pixels.

use deid_model::worker::{PictureSamples, Window};
use deid_model::{Channels, DisplayImage};

use super::display::{Modality, Voi};
use super::frame::Frame;
use super::layout::{ColorModel, Number};

/// A frame of fewer levels than this is stretched to be seen. Not one of more: that would blow up mere
/// noise, which looks like text then.
pub(super) const FAINT: i64 = 4;
/// The brightest 8-bit value.
pub(super) const WHITE: i64 = 255;

impl Frame {
    /// Every rendering that text must be looked for in, each once: of grey frames the VOI window or
    /// (without one) the range without outliers, the full range, and what a LUT might hide; of color
    /// frames the plain view, a brighter one of dark frames and a stretched one of flat ones; of both the opacity.
    #[must_use]
    pub fn renderings(&self) -> Vec<DisplayImage> {
        let all = if self.layout.is_deep() {
            self.stand_ins().iter().flat_map(Self::renderings).collect()
        } else if self.layout.color.is_grey() {
            self.grey_views()
        } else {
            self.color_views()
        };
        let mut pictures: Vec<DisplayImage> = Vec::with_capacity(all.len() + 1);
        for picture in all.into_iter().chain(self.opacity_view()) {
            if !pictures.contains(&picture) {
                pictures.push(picture);
            }
        }
        pictures
    }

    fn grey_views(&self) -> Vec<DisplayImage> {
        let (low, high) = self.range();
        let full = Voi::Window(self.full_window(low, high));
        // The one with the most contrast comes first: the others are looked at only where they show more.
        let mut views: Vec<Voi> = match &self.display.voi {
            Some(voi) => vec![voi.clone()],
            None => self
                .range_without_outliers(low, high)
                .map(Voi::Window)
                .into_iter()
                .collect(),
        };
        if !views.contains(&full) {
            views.push(full);
        }
        if high - low < FAINT {
            views.push(Voi::Window(self.display.window_over(low, high)));
        }
        let mut pictures: Vec<_> = views.iter().map(|voi| self.grey_picture(voi)).collect();
        if !self.display.modality.keeps_apart(low, high) {
            let span = (high - low).max(1);
            let samples = self.map_values(|stored| ((stored - low) * WHITE / span) as u8);
            pictures.push(self.display_image(Channels::Grey, samples));
        }
        pictures
    }

    fn color_views(&self) -> Vec<DisplayImage> {
        let plain = self.color_picture(self.white());
        let mut views: Vec<_> = stretched_colors(&plain).into_iter().collect();
        if self.layout.color != ColorModel::Palette && self.layout.bytes > 1 {
            let step = usize::from(self.layout.bytes);
            let words = (0..self.samples.len()).step_by(step);
            let values = words.map(|at| self.layout.value(self.layout.word(&self.samples, at)));
            let brightest = values.max().unwrap_or(0).max(1);
            if brightest * 2 < self.white() {
                views.push(self.color_picture(brightest));
            }
        }
        views.insert(0, plain);
        views
    }

    /// The stored value of full intensity.
    const fn white(&self) -> i64 {
        (1 << self.layout.bits_stored) - 1
    }

    /// The picture that a viewer shows first: the VOI of the file, else the full range.
    #[must_use]
    pub fn default_rendering(&self) -> DisplayImage {
        if let (true, Some(stand_in)) = (self.layout.is_deep(), self.stand_ins().first()) {
            return stand_in.default_rendering();
        }
        if !self.layout.color.is_grey() {
            return self.color_picture(self.white());
        }
        let (low, high) = self.range();
        let voi = self
            .display
            .voi
            .clone()
            .unwrap_or_else(|| Voi::Window(self.full_window(low, high)));
        self.grey_picture(&voi)
    }

    /// The frame for the page, which applies windows itself: what the bytes are, and the bytes.
    #[must_use]
    pub fn picture(&self) -> (PictureSamples, Vec<u8>) {
        if let (true, Some(stand_in)) = (self.layout.is_deep(), self.stand_ins().first()) {
            return stand_in.picture();
        }
        if !self.layout.color.is_grey() {
            return (
                PictureSamples::Rgba8,
                self.shown(self.rgba(self.white()), 4),
            );
        }
        let (low, high) = self.range();
        let display = self.display.as_ref();
        let values: Vec<u16> = self.map_values(|stored| match (&display.voi, &display.modality) {
            (Some(Voi::Table(table)), modality) => table.get(modality.value(stored).round() as i64),
            (_, Modality::Table(table)) => table.get(stored),
            (_, Modality::Linear { .. }) => (stored - low) as u16,
        });
        let (slope, intercept, window) = match (&display.voi, &display.modality) {
            (Some(Voi::Table(table)), _) => {
                let white = f64::from(table.white());
                (
                    1.0,
                    0.0,
                    Window {
                        center: white / 2.0 + 0.5,
                        width: white + 1.0,
                    },
                )
            }
            (Some(Voi::Window(window)), Modality::Table(_)) => (1.0, 0.0, *window),
            (None, Modality::Table(_)) => (1.0, 0.0, self.full_window(low, high)),
            (voi, Modality::Linear { slope, intercept }) => {
                let window = match voi {
                    Some(Voi::Window(window)) => *window,
                    Some(Voi::Table(_)) | None => self.full_window(low, high),
                };
                (*slope, intercept + low as f64 * slope, window)
            }
        };
        let bytes = values.iter().flat_map(|value| value.to_le_bytes());
        let bytes = self.shown(bytes.collect(), 2);
        (
            PictureSamples::Grey16 {
                slope,
                intercept,
                inverted: display.inverted,
                window,
            },
            bytes,
        )
    }

    /// For frames of up to 8 bits all values that they could hold, so that a dim image stays dim on screen.
    fn full_window(&self, low: i64, high: i64) -> Window {
        let unsigned = self.layout.number == Number::Unsigned;
        let plain = self.layout.bytes == 1 && unsigned;
        if plain {
            self.display.window_over(0, self.white())
        } else {
            self.display.window_over(low, high)
        }
    }

    /// The range of all but 0.1 % of the pixels at each end, if it is less than half of the full one.
    fn range_without_outliers(&self, low: i64, high: i64) -> Option<Window> {
        let mut counts = vec![0_u64; usize::try_from(high - low).ok()? + 1];
        for value in self.map_values(|stored| (stored - low) as u16) {
            if let Some(count) = counts.get_mut(usize::from(value)) {
                *count += 1;
            }
        }
        let spare = self.layout.size.pixels() / 1000;
        let beyond = |counts: &mut dyn Iterator<Item = &u64>| {
            let mut seen = 0;
            counts
                .take_while(|&&count| {
                    seen += count;
                    seen <= spare
                })
                .count() as i64
        };
        let inner = (
            low + beyond(&mut counts.iter()),
            high - beyond(&mut counts.iter().rev()),
        );
        (inner.0 < inner.1 && (inner.1 - inner.0) * 2 < high - low)
            .then(|| self.display.window_over(inner.0, inner.1))
    }

    fn grey_picture(&self, voi: &Voi) -> DisplayImage {
        let (low, high) = self.range();
        // At most 65,536 entries: one evaluation a value instead of one a pixel.
        let table: Vec<u8> = (low..=high)
            .map(|stored| self.display.grey(stored, voi))
            .collect();
        let samples =
            self.map_values(|stored| table.get((stored - low) as usize).copied().unwrap_or(0));
        self.display_image(Channels::Grey, samples)
    }

    fn color_picture(&self, white: i64) -> DisplayImage {
        let samples = self
            .rgba(white)
            .chunks_exact(4)
            .flat_map(|pixel| pixel.iter().take(3).copied())
            .collect();
        self.display_image(Channels::Rgb, samples)
    }

    /// A rendering of `samples`, which lie as the stored ones do.
    pub(super) fn display_image(&self, channels: Channels, samples: Vec<u8>) -> DisplayImage {
        let samples = self.shown(samples, channels.count());
        match DisplayImage::new(self.shown_size(), channels, samples) {
            Ok(picture) => picture,
            // All callers make one pixel for each pixel of the layout.
            Err(_) => unreachable!("a picture has the size of its frame"),
        }
    }

    /// Samples of `pixel` bytes in the order in which they are shown.
    fn shown(&self, samples: Vec<u8>, pixel: usize) -> Vec<u8> {
        let size = self.layout.size;
        self.orientation().shown_samples(samples, size, pixel)
    }

    fn rgba(&self, white: i64) -> Vec<u8> {
        let mut rgba = Vec::with_capacity(self.layout.size.pixels() as usize * 4);
        for y in 0..self.layout.size.rows {
            for x in 0..self.layout.size.columns {
                let [red, green, blue] = self.color_at(x, y, white);
                rgba.extend_from_slice(&[red, green, blue, 255]);
            }
        }
        rgba
    }

    fn color_at(&self, x: u32, y: u32, white: i64) -> [u8; 3] {
        let sample = |channel| self.layout.value(self.word(x, y, channel));
        let eight = |channel| (sample(channel) * WHITE / white).min(WHITE) as u8;
        match self.layout.color {
            ColorModel::Palette => self
                .display
                .palette
                .as_ref()
                .map_or([0; 3], |palette| palette.get(sample(0))),
            ColorModel::YbrFull | ColorModel::YbrFull422 => {
                rgb_from_ybr([eight(0), eight(1), eight(2)])
            }
            ColorModel::YbrPartial422 => rgb_from_partial([eight(0), eight(1), eight(2)]),
            ColorModel::Rgb | ColorModel::YbrRct | ColorModel::YbrIct | ColorModel::Xyb => {
                [eight(0), eight(1), eight(2)]
            }
            ColorModel::Monochrome1 | ColorModel::Monochrome2 => [eight(0); 3],
        }
    }

    /// One result a pixel, of the first channel, row-major.
    fn map_values<T>(&self, result: impl Fn(i64) -> T) -> Vec<T> {
        let values = self.words(0).map(|word| self.layout.value(word));
        values.map(result).collect()
    }
}

/// `picture` with its contrast stretched, where every channel is flat but for a few levels.
fn stretched_colors(picture: &DisplayImage) -> Option<DisplayImage> {
    let mut ranges = [(u8::MAX, 0); 3];
    for pixel in picture.samples().chunks_exact(3) {
        for ((low, high), &sample) in ranges.iter_mut().zip(pixel) {
            (*low, *high) = (sample.min(*low), sample.max(*high));
        }
    }
    let spans = ranges.map(|(low, high)| i64::from(high) - i64::from(low));
    if spans.iter().any(|&span| span >= FAINT) || spans == [0; 3] {
        return None;
    }
    let stretched = |pixel: &[u8]| {
        let channels = pixel.iter().zip(ranges).zip(spans);
        let sample = |((&sample, (low, _)), span): ((&u8, (u8, u8)), i64)| {
            (i64::from(sample.saturating_sub(low)) * WHITE / span.max(1)) as u8
        };
        channels.map(sample).collect::<Vec<_>>()
    };
    let samples = picture.samples().chunks_exact(3).flat_map(stretched);
    DisplayImage::new(picture.size(), Channels::Rgb, samples.collect()).ok()
}

/// `YBR_FULL` to RGB (PS3.3 C.7.6.3.1.2), 8 bits.
fn rgb_from_ybr([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    [
        y + 1.402 * cr,
        y - 0.344_136 * cb - 0.714_136 * cr,
        y + 1.772 * cb,
    ]
    .map(|value| value.round().clamp(0.0, 255.0) as u8)
}

/// `YBR_PARTIAL_422` to RGB: luma from 16 to 235, color differences from 16 to 240.
fn rgb_from_partial([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    let stretched = |value: u8, zero: f32, span: f32| {
        ((f32::from(value) - zero) * 255.0 / span).clamp(-128.0, 255.0)
    };
    let color = |value| (stretched(value, 128.0, 224.0) + 128.0).round() as u8;
    rgb_from_ybr([
        stretched(y, 16.0, 219.0).round() as u8,
        color(cb),
        color(cr),
    ])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use deid_model::FrameSize;

    use super::super::display::DisplayPipeline;
    use super::super::layout::PixelLayout;
    use super::*;

    fn frame(color: ColorModel, channels: u8, samples: Vec<u8>) -> Frame {
        let layout = PixelLayout {
            size: FrameSize::new(2, 1),
            color,
            channels,
            planar: false,
            bytes: 1,
            big_endian: false,
            bits_stored: 8,
            high_bit: 7,
            number: Number::Unsigned,
        };
        Frame::new(layout, samples, Arc::new(DisplayPipeline::PLAIN)).unwrap()
    }

    /// Whether some rendering tells the two pixels apart by at least 100 levels.
    fn tells_apart(frame: &Frame) -> bool {
        let apart = |picture: &DisplayImage| {
            let luma = picture.luma();
            luma[0].abs_diff(luma[1]) >= 100
        };
        frame.renderings().iter().any(apart)
    }

    #[test]
    fn text_in_nothing_but_the_alpha_channel_is_seen() {
        assert!(tells_apart(&frame(
            ColorModel::Rgb,
            4,
            vec![0, 0, 0, 0, 0, 0, 0, 255]
        )));
        assert!(tells_apart(&frame(
            ColorModel::Monochrome2,
            2,
            vec![9, 0, 9, 255]
        )));
    }

    #[test]
    fn text_a_few_levels_above_its_ground_is_seen() {
        assert!(tells_apart(&frame(ColorModel::Monochrome2, 1, vec![0, 1])));
        assert!(tells_apart(&frame(
            ColorModel::Rgb,
            3,
            vec![0, 0, 0, 3, 3, 3]
        )));
    }
}
