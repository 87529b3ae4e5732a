//! Large images, for benchmarks and limits.

use deid_model::FrameSize;

use crate::catalog::{Built, dicom};
use crate::dicom::{Kind, Pixels, Syntax, Wrapping};
use crate::paint::Background;
use crate::picture::{Jpeg, jpeg};
use crate::scene::{Labels, Scene, light};
use crate::text::Face;
use crate::{catalog::Case, picture};

/// The named large files.
#[must_use]
pub fn large() -> Vec<Case> {
    vec![
        Case {
            name: "mg_4096x3328_16_bit",
            build: mammogram,
        },
        Case {
            name: "us_300_frames_jpeg",
            build: long_cine,
        },
        Case {
            name: "cr_6000x6000",
            build: wide_radiograph,
        },
        Case {
            name: "cr_2048x2048_16_bit",
            build: chest_2048,
        },
    ]
}

/// A mammogram of 4096 rows by 3328 columns, 16 bits.
#[must_use]
pub fn mammogram() -> Built {
    let size = FrameSize::new(3328, 4096);
    let scene = Scene::still(
        Background::Mammogram,
        size,
        Labels::Corners(light(Face::Sans, 64.0)),
        81,
    );
    let pixels = Pixels::grey16(size, 16, scene.grey(0, u16::MAX));
    dicom(
        &scene,
        Kind::Mg,
        &pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    )
}

/// A radiograph of 6000 by 6000 pixels, 12 bits.
#[must_use]
pub fn wide_radiograph() -> Built {
    chest(FrameSize::new(6000, 6000), 90.0, 12, 82)
}

/// A chest radiograph of 2048 by 2048 pixels, 16 bits.
#[must_use]
pub fn chest_2048() -> Built {
    chest(FrameSize::new(2048, 2048), 40.0, 16, 83)
}

fn chest(size: FrameSize, pixels: f32, bits_stored: u16, seed: u64) -> Built {
    let scene = Scene::still(
        Background::Chest,
        size,
        Labels::Corners(light(Face::Sans, pixels)),
        seed,
    );
    let max = ((1u32 << bits_stored) - 1) as u16;
    let pixels = Pixels::grey16(size, bits_stored, scene.grey(0, max));
    dicom(
        &scene,
        Kind::Cr,
        &pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    )
}

/// An ultrasound cine of 300 frames of 640 by 480: the banner stands still, the speckle moves.
#[must_use]
pub fn long_cine() -> Built {
    cine(300, 84)
}

/// The same of `frames` frames; painted one at a time, so that memory holds one frame.
#[must_use]
pub fn cine(frames: u32, seed: u64) -> Built {
    let size = FrameSize::new(640, 480);
    let labels = Labels::Banner(light(Face::Sans, 17.0));
    let mut scene = Scene::still(Background::Ultrasound, size, labels, seed);
    let mut fragments = Vec::new();
    for frame in 0..frames {
        scene.frames = vec![Background::Ultrasound.paint(size, seed + u64::from(frame) * 977)];
        fragments.push(jpeg(
            size,
            &scene.rgb(0, [255, 240, 96]),
            Jpeg::Color422,
            80,
        ));
    }
    let pixels = Pixels::color8(size, frames, "YBR_FULL_422", Vec::new());
    let pixels = Pixels {
        lossy: true,
        ..pixels.compressed(fragments)
    };
    let mut built = dicom(
        &scene,
        Kind::Us,
        &pixels,
        Syntax::JpegBaseline,
        Wrapping::Full,
    );
    built.truth.frames = frames;
    built
}

/// Image number `number` of a mixed batch of 1-megapixel images: CR, CT, MG, US, PNG in turn.
#[must_use]
pub fn mixed(number: u64) -> Built {
    let size = FrameSize::new(1024, 1024);
    let seed = 200 + number;
    let labels = Labels::Corners(light(Face::Sans, 24.0));
    let native = |scene: &Scene, kind, pixels: &Pixels| {
        dicom(scene, kind, pixels, Syntax::ExplicitLittle, Wrapping::Full)
    };
    match number % 5 {
        0 => {
            let scene = Scene::still(Background::Chest, size, labels, seed);
            native(
                &scene,
                Kind::Cr,
                &Pixels::grey16(size, 12, scene.grey(0, 4095)),
            )
        }
        1 => {
            let scene = Scene::still(Background::Ct(number as f32 / 100.0), size, labels, seed);
            let samples = scene
                .luminance(0)
                .map(|value| (value * 2000.0 + 24.5) as u16)
                .collect();
            native(
                &scene,
                Kind::Ct { intercept: -1024 },
                &Pixels::grey16(size, 12, samples),
            )
        }
        2 => {
            let scene = Scene::still(Background::Mammogram, size, labels, seed);
            native(
                &scene,
                Kind::Mg,
                &Pixels::grey16(size, 14, scene.grey(0, 16383)),
            )
        }
        3 => {
            let scene = Scene::still(
                Background::Ultrasound,
                size,
                Labels::Banner(light(Face::Sans, 22.0)),
                seed,
            );
            native(
                &scene,
                Kind::Us,
                &Pixels::color8(size, 1, "RGB", scene.rgb(0, [255, 240, 96])),
            )
        }
        _ => {
            let scene = Scene::still(Background::Chest, size, labels, seed);
            let bytes =
                picture::png_grey8(size, &scene.grey8(0), &picture::png_texts(&scene.identity));
            Built {
                bytes,
                extension: "png",
                truth: scene.truth(),
                samples: None,
            }
        }
    }
}
