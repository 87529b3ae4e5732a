//! The quick cases: one for each variant that De-ID must handle.

mod color;
mod compressed;
mod grey;
mod pictures;

use crate::dicom::header::secrets;
use crate::dicom::{Kind, Pixels, Place, Syntax, Wrapping, data_set, write_file};
use crate::scene::Scene;
use crate::truth::Truth;

/// A file with its truth.
#[derive(Clone)]
pub struct Built {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its usual extension, without the dot.
    pub extension: &'static str,
    /// What it holds.
    pub truth: Truth,
    /// DICOM samples of all frames as native little endian pixel data; `None` where lossy, and for pictures.
    pub samples: Option<Vec<u8>>,
}

/// One variant.
#[derive(Clone, Copy)]
pub struct Case {
    /// Its name, fit for a file name.
    pub name: &'static str,
    /// Makes the file; same call, same bytes.
    pub build: fn() -> Built,
}

/// All quick cases.
#[must_use]
pub fn catalog() -> Vec<Case> {
    [
        grey::CASES,
        color::CASES,
        compressed::CASES,
        pictures::CASES,
    ]
    .concat()
}

/// The file of the quick case called `name`.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn built(name: &str) -> Built {
    let case = catalog().into_iter().find(|case| case.name == name);
    (case.expect("a case of the catalog").build)()
}

/// The DICOM file of `scene` with `pixels`, and its truth.
#[must_use]
pub fn dicom(
    scene: &Scene,
    kind: Kind,
    pixels: &Pixels,
    syntax: Syntax,
    wrapping: Wrapping,
) -> Built {
    dicom_at(scene, Place::default(), kind, pixels, syntax, wrapping)
}

/// The same, as a certain instance of a study.
#[must_use]
pub fn dicom_at(
    scene: &Scene,
    place: Place,
    kind: Kind,
    pixels: &Pixels,
    syntax: Syntax,
    wrapping: Wrapping,
) -> Built {
    let elements = data_set(&scene.identity, place, kind, pixels);
    let truth = Truth {
        secrets: secrets(&scene.identity, place),
        ..scene.truth()
    };
    let exact = pixels.samples.little_endian();
    Built {
        bytes: write_file(&elements, syntax, wrapping),
        extension: "dcm",
        truth,
        samples: (!pixels.lossy).then_some(exact),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn case_names_are_unique_and_their_files_repeat() {
        let names: HashSet<_> = catalog().iter().map(|case| case.name).collect();
        assert_eq!(names.len(), catalog().len());
        let case = catalog()[0];
        assert_eq!((case.build)().bytes, (case.build)().bytes);
    }

    #[test]
    fn every_dicom_case_names_its_patient_in_the_header_and_in_words() {
        for case in catalog() {
            let built = (case.build)();
            let family = built.truth.secrets[0].as_bytes();
            let deflated = case.name.contains("deflated");
            assert!(
                deflated || built.bytes.windows(family.len()).any(|part| part == family),
                "{}",
                case.name
            );
            let phi = built
                .truth
                .words
                .iter()
                .filter(|word| word.is_phi())
                .count();
            assert!(
                phi >= 2 || case.name.contains("without_text"),
                "{}",
                case.name
            );
        }
    }
}
