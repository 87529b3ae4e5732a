//! PNG and JPEG pictures.

use deid_model::{FrameSize, Orientation};

use super::{Built, Case};
use crate::paint::Background;
use crate::picture::{self, Jpeg, jpeg_with_names, png_texts};
use crate::scene::{Labels, Scene, light};
use crate::text::Face;

pub(super) const CASES: &[Case] = &[
    Case {
        name: "png_grey_8_bit",
        build: png_grey8,
    },
    Case {
        name: "png_grey_16_bit",
        build: png_grey16,
    },
    Case {
        name: "png_rgb",
        build: png_rgb,
    },
    Case {
        name: "png_rgba",
        build: png_rgba,
    },
    Case {
        name: "png_grey_1_bit",
        build: png_grey1,
    },
    Case {
        name: "png_text_in_a_transparent_color",
        build: png_color_key,
    },
    Case {
        name: "png_text_in_the_opacity_of_a_palette",
        build: png_palette,
    },
    Case {
        name: "png_without_text",
        build: png_without_text,
    },
    Case {
        name: "jpeg_grey",
        build: jpeg_grey,
    },
    Case {
        name: "jpeg_color",
        build: jpeg_color,
    },
    Case {
        name: "jpeg_turned",
        build: || jpeg_turned(Orientation::Clockwise),
    },
    Case {
        name: "jpeg_mirrored",
        build: || jpeg_turned(Orientation::Transversed),
    },
];

const SIZE: FrameSize = FrameSize::new(600, 600);

fn chest(seed: u64, labels: Labels) -> Scene {
    Scene::still(Background::Chest, SIZE, labels, seed)
}

fn named(seed: u64) -> Scene {
    chest(seed, Labels::Corners(light(Face::Sans, 20.0)))
}

/// The file's own words must go as well: names in its metadata.
fn built(scene: &Scene, bytes: Vec<u8>, extension: &'static str) -> Built {
    let mut truth = scene.truth();
    truth.secrets.truncate(2);
    truth.secrets.push(scene.identity.id.clone());
    Built {
        bytes,
        extension,
        truth,
        samples: None,
    }
}

fn png_grey8() -> Built {
    let scene = named(50);
    let bytes = picture::png_grey8(SIZE, &scene.grey8(0), &png_texts(&scene.identity));
    built(&scene, bytes, "png")
}

fn png_grey16() -> Built {
    let scene = named(51);
    let bytes = picture::png_grey16(SIZE, &scene.grey(0, 65535), &png_texts(&scene.identity));
    built(&scene, bytes, "png")
}

fn png_rgb() -> Built {
    let scene = named(52);
    let bytes = picture::png_rgb(
        SIZE,
        &scene.rgb(0, [255, 255, 255]),
        &png_texts(&scene.identity),
    );
    built(&scene, bytes, "png")
}

fn png_rgba() -> Built {
    let scene = named(53);
    let bytes = picture::png_rgba(
        SIZE,
        &scene.rgb(0, [255, 240, 96]),
        &png_texts(&scene.identity),
    );
    built(&scene, bytes, "png")
}

/// Black and white, the anatomy nearly all black: text over white would be none.
fn png_grey1() -> Built {
    const LIGHT: f32 = 0.9;
    let scene = named(58);
    let samples: Vec<u8> = scene
        .luminance(0)
        .map(|value| u8::from(value > LIGHT))
        .collect();
    let bytes = picture::png_grey1(SIZE, &samples, &png_texts(&scene.identity));
    built(&scene, bytes, "png")
}

/// Whether each pixel of a scene is inked, row-major.
fn ink(scene: &Scene) -> impl Iterator<Item = bool> + '_ {
    const INKED: f32 = 0.4;
    let pixels = 0..scene.size.pixels() as usize;
    pixels.map(|at| scene.layer.at(at).0 > INKED)
}

/// Black on black of another level, which is transparent.
fn png_color_key() -> Built {
    let scene = named(59);
    let samples: Vec<u8> = ink(&scene).map(|inked| 20 + u8::from(inked)).collect();
    let bytes = picture::png_color_key(SIZE, &samples, 21, &png_texts(&scene.identity));
    built(&scene, bytes, "png")
}

/// Entries of one color that differ in nothing but their opacity.
fn png_palette() -> Built {
    let scene = named(60);
    let samples: Vec<u8> = ink(&scene).map(u8::from).collect();
    let texts = png_texts(&scene.identity);
    let bytes = picture::png_palette(SIZE, &samples, &[90, 90, 0], &[255, 30], &texts);
    built(&scene, bytes, "png")
}

fn png_without_text() -> Built {
    let scene = chest(54, Labels::None);
    let bytes = picture::png_grey8(SIZE, &scene.grey8(0), &png_texts(&scene.identity));
    built(&scene, bytes, "png")
}

fn jpeg_grey() -> Built {
    let scene = named(55);
    let bytes = jpeg_with_names(
        SIZE,
        &scene.grey8(0),
        Jpeg::Grey,
        &scene.identity,
        Orientation::AsStored,
    );
    built(&scene, bytes, "jpg")
}

fn jpeg_color() -> Built {
    let scene = named(56);
    let bytes = jpeg_with_names(
        SIZE,
        &scene.rgb(0, [255, 240, 96]),
        Jpeg::Color420,
        &scene.identity,
        Orientation::AsStored,
    );
    built(&scene, bytes, "jpg")
}

/// Upright where it is shown, and stored in another orientation.
fn jpeg_turned(orientation: Orientation) -> Built {
    const SHOWN: FrameSize = FrameSize::new(720, 560);
    let labels = Labels::Corners(light(Face::Sans, 20.0));
    let scene = Scene::still(Background::Chest, SHOWN, labels, 57);
    let back = orientation.inverse();
    let samples = back.shown_samples(scene.rgb(0, [255, 240, 96]), SHOWN, 3);
    let bytes = jpeg_with_names(
        back.shown_size(SHOWN),
        &samples,
        Jpeg::Color420,
        &scene.identity,
        orientation,
    );
    let upright = built(&scene, bytes, "jpg");
    Built {
        truth: upright.truth.turned(back),
        ..upright
    }
}
