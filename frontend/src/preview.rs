//! The color that redacted boxes will have, for the picture shown before saving.

use deid_model::BoxColor;
use deid_model::report::FileFormat;

use crate::picture::Samples;

/// The color in which boxes of such a picture are written: grey DICOM takes the darkest value
/// whatever color was asked for; everything else takes the color.
pub fn painted_color(format: Option<FileFormat>, samples: &Samples, asked: BoxColor) -> BoxColor {
    match (format, samples) {
        (Some(FileFormat::Dicom), Samples::Grey(..)) if !asked.is_grey() => BoxColor::BLACK,
        _ => asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colored_box_in_grey_dicom_is_shown_black() {
        let red = BoxColor { rgb: [255, 0, 0] };
        let color = Samples::Rgba(vec![0; 4]);
        assert_eq!(painted_color(Some(FileFormat::Dicom), &color, red), red);
        let window = deid_model::worker::Window {
            center: 1.0,
            width: 1.0,
        };
        let scale = crate::picture::GreyScale {
            slope: 1.0,
            intercept: 0.0,
            inverted: false,
            window,
        };
        let grey = Samples::Grey(vec![0], scale);
        assert_eq!(
            painted_color(Some(FileFormat::Dicom), &grey, red),
            BoxColor::BLACK
        );
        assert_eq!(painted_color(Some(FileFormat::Png), &grey, red), red);
    }
}
