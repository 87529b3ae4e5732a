//! Slices of one study and series, as they are dropped together.

use deid_model::FrameSize;

use crate::catalog::{Built, dicom_at};
use crate::dicom::{Kind, Pixels, Place, Syntax, Wrapping};
use crate::paint::Background;
use crate::scene::{Labels, Scene, light};
use crate::text::Face;

/// `slices` CT slices of one patient, study, series and frame of reference.
#[must_use]
pub fn ct_series(slices: u32) -> Vec<Built> {
    let size = FrameSize::new(384, 384);
    (0..slices)
        .map(|instance| {
            let share = instance as f32 / slices as f32;
            let labels = Labels::Short(light(Face::Sans, 18.0));
            let scene = Scene::still(Background::Ct(share), size, labels, 71);
            let samples = scene
                .luminance(0)
                .map(|value| (value * 2000.0 + 24.5) as u16)
                .collect();
            let pixels = Pixels::grey16(size, 12, samples);
            let place = Place {
                instance,
                ..Place::default()
            };
            let kind = Kind::Ct { intercept: -1024 };
            dicom_at(
                &scene,
                place,
                kind,
                &pixels,
                Syntax::ExplicitLittle,
                Wrapping::Full,
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_share_their_study_and_differ_in_their_instance() {
        let series = ct_series(3);
        let uids: Vec<_> = series
            .iter()
            .map(|built| built.truth.secrets.iter().rev().take(3))
            .collect();
        let parts: Vec<Vec<&String>> = uids.into_iter().map(Iterator::collect).collect();
        assert!(
            parts[0][0] != parts[1][0] && parts[0][1] == parts[1][1] && parts[0][2] == parts[2][2]
        );
    }
}
