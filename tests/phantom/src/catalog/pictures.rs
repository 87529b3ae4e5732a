//! PNG and JPEG pictures.

use deid_model::FrameSize;

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

fn png_without_text() -> Built {
    let scene = chest(54, Labels::None);
    let bytes = picture::png_grey8(SIZE, &scene.grey8(0), &png_texts(&scene.identity));
    built(&scene, bytes, "png")
}

fn jpeg_grey() -> Built {
    let scene = named(55);
    let bytes = jpeg_with_names(SIZE, &scene.grey8(0), Jpeg::Grey, &scene.identity);
    built(&scene, bytes, "jpg")
}

fn jpeg_color() -> Built {
    let scene = named(56);
    let bytes = jpeg_with_names(
        SIZE,
        &scene.rgb(0, [255, 240, 96]),
        Jpeg::Color420,
        &scene.identity,
    );
    built(&scene, bytes, "jpg")
}
