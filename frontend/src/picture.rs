//! Pictures as the worker sends them, and the few that are kept at hand.

use std::sync::Arc;

use deid_model::FrameSize;
use deid_model::worker::{FileId, PictureVersion, Window};

/// One frame, ready to be shown.
#[derive(Debug, PartialEq)]
pub struct Picture {
    /// Columns and rows.
    pub size: FrameSize,
    /// Row-major samples that fill the size exactly.
    pub samples: Samples,
}

/// The samples of a [`Picture`].
#[derive(Debug, PartialEq)]
pub enum Samples {
    /// Red, green, blue, opacity: four bytes a pixel.
    Rgba(Vec<u8>),
    /// One value a pixel, seen through a window.
    Grey(Vec<u16>, GreyScale),
}

/// What 16-bit values mean, and how to show them first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GreyScale {
    /// Rescale slope.
    pub slope: f64,
    /// Rescale intercept.
    pub intercept: f64,
    /// Whether low values are white.
    pub inverted: bool,
    /// The window to start with, after rescaling.
    pub window: Window,
}

impl Picture {
    /// A picture; `None` unless the samples fill it.
    pub fn new(size: FrameSize, samples: Samples) -> Option<Self> {
        let (count, per_pixel) = match &samples {
            Samples::Rgba(bytes) => (bytes.len(), 4),
            Samples::Grey(values, _) => (values.len(), 1),
        };
        (count as u64 == size.pixels() * per_pixel && count > 0).then_some(Self { size, samples })
    }

    /// The value at a pixel, in units after rescaling; for color its three channels.
    pub fn value_at(&self, (x, y): (u32, u32)) -> Option<String> {
        let at = (y as usize) * (self.size.columns as usize) + x as usize;
        match &self.samples {
            Samples::Grey(values, scale) => {
                let value = f64::from(*values.get(at)?) * scale.slope + scale.intercept;
                Some(format!("{}", (value * 100.0).round() / 100.0))
            }
            Samples::Rgba(bytes) => match bytes.get(at * 4..at * 4 + 3)? {
                [red, green, blue] if red == green && green == blue => Some(red.to_string()),
                [red, green, blue] => Some(format!("{red} {green} {blue}")),
                _ => None,
            },
        }
    }

    fn bytes(&self) -> usize {
        match &self.samples {
            Samples::Rgba(bytes) => bytes.len(),
            Samples::Grey(values, _) => values.len() * 2,
        }
    }
}

/// Which picture.
pub type PictureKey = (FileId, u32, PictureVersion);

/// A picture that is compared by identity, so that a signal of it never compares megabytes.
#[derive(Clone, Debug)]
pub struct Shown(pub Arc<Picture>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The pictures seen last, within a budget of bytes.
#[derive(Debug)]
pub struct PictureStore {
    /// Oldest first.
    held: Vec<(PictureKey, Arc<Picture>)>,
    budget: usize,
}

impl PictureStore {
    /// An empty store that holds up to `budget` bytes, and always the newest picture.
    pub const fn new(budget: usize) -> Self {
        Self {
            held: Vec::new(),
            budget,
        }
    }

    /// The picture, if it is held.
    pub fn get(&self, key: PictureKey) -> Option<Shown> {
        self.held
            .iter()
            .find(|(held, _)| *held == key)
            .map(|(_, picture)| Shown(Arc::clone(picture)))
    }

    /// Puts a picture in; the oldest ones make room.
    pub fn insert(&mut self, key: PictureKey, picture: Arc<Picture>) {
        self.held.retain(|(held, _)| *held != key);
        self.held.push((key, picture));
        let mut total: usize = self.held.iter().map(|(_, picture)| picture.bytes()).sum();
        while total > self.budget && self.held.len() > 1 {
            total -= self.held.remove(0).1.bytes();
        }
    }

    /// Drops the pictures of a file's output, which is about to be made anew.
    pub fn forget_saved(&mut self, file: FileId) {
        self.held
            .retain(|((held, _, version), _)| *held != file || *version != PictureVersion::Saved);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(count: u32) -> Arc<Picture> {
        let scale = GreyScale {
            slope: 2.0,
            intercept: -10.0,
            inverted: false,
            window: Window {
                center: 50.0,
                width: 100.0,
            },
        };
        let samples = Samples::Grey((0..count as u16).collect(), scale);
        Arc::new(Picture::new(FrameSize::new(count, 1), samples).unwrap())
    }

    #[test]
    fn samples_must_fill_the_picture() {
        assert!(Picture::new(FrameSize::new(2, 2), Samples::Rgba(vec![0; 15])).is_none());
        assert!(Picture::new(FrameSize::new(0, 0), Samples::Rgba(Vec::new())).is_none());
        assert!(Picture::new(FrameSize::new(2, 2), Samples::Rgba(vec![0; 16])).is_some());
    }

    #[test]
    fn a_value_is_told_after_rescaling() {
        assert_eq!(grey(8).value_at((7, 0)).as_deref(), Some("4"));
        assert_eq!(grey(8).value_at((8, 0)), None);
    }

    #[test]
    fn the_oldest_pictures_make_room_and_the_newest_always_stays() {
        let key = |frame| (0, frame, PictureVersion::Original);
        let mut store = PictureStore::new(40);
        for frame in 0..3 {
            store.insert(key(frame), grey(10));
        }
        assert!(store.get(key(0)).is_none());
        assert!(store.get(key(1)).is_some() && store.get(key(2)).is_some());
        store.insert(key(9), grey(1000));
        assert!(store.get(key(9)).is_some() && store.get(key(2)).is_none());
    }

    #[test]
    fn a_new_output_makes_the_pictures_of_the_old_one_forgotten() {
        let mut store = PictureStore::new(1000);
        for version in [PictureVersion::Original, PictureVersion::Saved] {
            store.insert((4, 0, version), grey(2));
        }
        store.forget_saved(4);
        assert!(store.get((4, 0, PictureVersion::Original)).is_some());
        assert!(store.get((4, 0, PictureVersion::Saved)).is_none());
    }
}
