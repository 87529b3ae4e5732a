//! A background with text on it, before it is stored in any format.

use deid_model::{FrameSize, PhiCategory};

use crate::identity::Identity;
use crate::paint::Background;
use crate::text::{Face, Lettering, TextLayer};
use crate::truth::Truth;

/// A background for each frame, and the text that stands in all of them.
pub struct Scene {
    /// Columns and rows.
    pub size: FrameSize,
    /// Luminance 0..=1 of each frame, row-major.
    pub frames: Vec<Vec<f32>>,
    /// The text.
    pub layer: TextLayer,
    /// Whom it names.
    pub identity: Identity,
}

/// Where and how a scene is labelled.
#[derive(Clone, Copy, Debug)]
pub enum Labels {
    /// Nothing is written.
    None,
    /// Name and number top left, place and date top right, side and view harmless below.
    Corners(Lettering),
    /// A banner in the first lines, as ultrasound machines draw it.
    Banner(Lettering),
    /// Two short lines top left, for small pictures.
    Short(Lettering),
}

/// Light text of `pixels` height.
#[must_use]
pub const fn light(face: Face, pixels: f32) -> Lettering {
    Lettering {
        face,
        pixels,
        level: 1.0,
    }
}

/// Dark text of `pixels` height.
#[must_use]
pub const fn dark(face: Face, pixels: f32) -> Lettering {
    Lettering {
        face,
        pixels,
        level: 0.0,
    }
}

impl Scene {
    /// One frame of `background`, labelled for the invented person number `seed`.
    #[must_use]
    pub fn still(background: Background, size: FrameSize, labels: Labels, seed: u64) -> Self {
        Self::moving(background, size, labels, seed, 1)
    }

    /// `frames` frames of `background` that differ in their noise, under the same text.
    #[must_use]
    pub fn moving(
        background: Background,
        size: FrameSize,
        labels: Labels,
        seed: u64,
        frames: u32,
    ) -> Self {
        let identity = Identity::invented(seed);
        let mut layer = TextLayer::new(size);
        labels.write(&mut layer, size, &identity);
        let frames = (0..frames)
            .map(|frame| background.paint(size, seed + u64::from(frame) * 977))
            .collect();
        Self {
            size,
            frames,
            layer,
            identity,
        }
    }

    /// What the scene holds; every header value of its person must be gone.
    #[must_use]
    pub fn truth(&self) -> Truth {
        Truth::new(
            self.size,
            self.frames.len() as u32,
            &self.layer,
            self.identity.secrets(),
        )
    }

    /// Luminance 0..=1 of one frame with its text, row-major.
    pub fn luminance(&self, frame: usize) -> impl Iterator<Item = f32> + '_ {
        self.frames[frame].iter().enumerate().map(|(at, behind)| {
            let (share, level) = self.layer.at(at);
            behind * (1.0 - share) + level * share
        })
    }

    /// One frame as unsigned samples 0..=`max`, row-major.
    #[must_use]
    pub fn grey(&self, frame: usize, max: u16) -> Vec<u16> {
        self.luminance(frame)
            .map(|value| (value * f32::from(max) + 0.5) as u16)
            .collect()
    }

    /// One frame as 8-bit samples, row-major.
    #[must_use]
    pub fn grey8(&self, frame: usize) -> Vec<u8> {
        self.luminance(frame)
            .map(|value| (value * 255.0 + 0.5) as u8)
            .collect()
    }

    /// One frame as 8-bit red, green, blue: grey with a warm cast, text in `ink`.
    #[must_use]
    pub fn rgb(&self, frame: usize, ink: [u8; 3]) -> Vec<u8> {
        const CAST: [f32; 3] = [1.0, 0.94, 0.82];
        let mut samples = Vec::with_capacity(self.frames[frame].len() * 3);
        for (at, behind) in self.frames[frame].iter().enumerate() {
            let (share, _) = self.layer.at(at);
            for (cast, ink) in CAST.iter().zip(ink) {
                let value = behind * cast * 255.0 * (1.0 - share) + f32::from(ink) * share;
                samples.push((value + 0.5) as u8);
            }
        }
        samples
    }
}

impl Labels {
    fn write(self, layer: &mut TextLayer, size: FrameSize, person: &Identity) {
        match self {
            Self::None => {}
            Self::Corners(lettering) => corners(layer, size, person, lettering),
            Self::Banner(lettering) => banner(layer, size, person, lettering),
            Self::Short(lettering) => short(layer, person, lettering),
        }
    }
}

fn place_words(person: &Identity) -> Vec<(&'static str, PhiCategory)> {
    person
        .institution
        .split(' ')
        .map(|word| (word, PhiCategory::Institution))
        .collect()
}

fn corners(layer: &mut TextLayer, size: FrameSize, person: &Identity, lettering: Lettering) {
    use PhiCategory::{Date, Harmless, Id, Name};
    let step = (lettering.pixels * 1.35).ceil() as u32;
    let edge = (size.columns / 40).max(6);
    let line = |number: u32| (edge, edge + number * step);
    let right = |number: u32| (size.columns - edge, edge + number * step);
    let name = format!("{},", person.family);
    let birth = Identity::dotted(&person.birth_date);
    let (date, clock) = (
        Identity::dotted(&person.study_date),
        Identity::clock(&person.study_time),
    );
    layer.write(line(0), lettering, &[(&name, Name), (person.given, Name)]);
    layer.write(line(1), lettering, &[("ID:", Harmless), (&person.id, Id)]);
    layer.write(line(2), lettering, &[("DOB", Harmless), (&birth, Date)]);
    let place = place_words(person);
    let (first, rest) = place.split_at(place.len().min(2));
    layer.write_right(right(0), lettering, first);
    if !rest.is_empty() {
        layer.write_right(right(1), lettering, rest);
    }
    layer.write_right(right(2), lettering, &[(&date, Date), (&clock, Date)]);
    let low = size.rows - edge - 2 * step;
    layer.write((edge, low), lettering, &[(&person.accession, Id)]);
    layer.write_right(
        (size.columns - edge, low),
        lettering,
        &[("PORTABLE", Harmless), ("AP", Harmless)],
    );
    let marker = Lettering {
        face: Face::Bold,
        pixels: lettering.pixels * 1.8,
        ..lettering
    };
    layer.write_right(
        (size.columns - edge, size.rows / 3),
        marker,
        &[("L", Harmless)],
    );
}

fn banner(layer: &mut TextLayer, size: FrameSize, person: &Identity, lettering: Lettering) {
    use PhiCategory::{Date, Harmless, Id, Name};
    let step = (lettering.pixels * 1.25).ceil() as u32;
    let edge = 8;
    let (date, clock) = (
        Identity::dotted(&person.study_date),
        Identity::clock(&person.study_time),
    );
    let operator: Vec<_> = person
        .operator
        .split('^')
        .map(|part| (part, Name))
        .collect();
    layer.write(
        (edge, edge),
        lettering,
        &[(person.family, Name), (person.given, Name)],
    );
    layer.write((edge, edge + step), lettering, &[(&person.id, Id)]);
    layer.write_right((size.columns - edge, edge), lettering, &place_words(person));
    layer.write_right(
        (size.columns - edge, edge + step),
        lettering,
        &[(&date, Date), (&clock, Date)],
    );
    layer.write((edge, size.rows - edge - step), lettering, &operator);
    let settings = [
        ("MI", Harmless),
        ("0.9", Harmless),
        ("TIS", Harmless),
        ("0.4", Harmless),
    ];
    layer.write_right(
        (size.columns - edge, size.rows - edge - step),
        lettering,
        &settings,
    );
}

fn short(layer: &mut TextLayer, person: &Identity, lettering: Lettering) {
    use PhiCategory::{Id, Name};
    let step = (lettering.pixels * 1.35).ceil() as u32;
    layer.write(
        (9, 9),
        lettering,
        &[(person.family, Name), (person.given, Name)],
    );
    layer.write((9, 9 + step), lettering, &[(&person.id, Id)]);
}
