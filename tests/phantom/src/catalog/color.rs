//! Native colour: both planar configurations, `YBR_FULL`, `YBR_FULL_422`, `PALETTE COLOR`.

use deid_model::FrameSize;

use super::{Built, Case, dicom};
use crate::dicom::pixel::{planes, ybr_422_from_ybr, ybr_from_rgb};
use crate::dicom::{Kind, Pixels, Syntax, Wrapping};
use crate::paint::Background;
use crate::scene::{Labels, Scene, light};
use crate::text::Face;

pub(super) const CASES: &[Case] = &[
    Case {
        name: "us_rgb_interleaved",
        build: rgb_interleaved,
    },
    Case {
        name: "us_rgb_planar",
        build: rgb_planar,
    },
    Case {
        name: "us_rgb_planar_frames",
        build: rgb_planar_frames,
    },
    Case {
        name: "us_ybr_full",
        build: ybr_full,
    },
    Case {
        name: "us_ybr_full_422",
        build: ybr_full_422,
    },
    Case {
        name: "us_palette",
        build: palette,
    },
];

const SIZE: FrameSize = FrameSize::new(640, 480);

/// The yellow that consoles write in.
const YELLOW: [u8; 3] = [255, 240, 96];

fn sector(seed: u64, frames: u32) -> Scene {
    let labels = Labels::Banner(light(Face::Sans, 17.0));
    Scene::moving(Background::Ultrasound, SIZE, labels, seed, frames)
}

fn native(scene: &Scene, pixels: &Pixels) -> Built {
    dicom(
        scene,
        Kind::Us,
        pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    )
}

fn rgb_interleaved() -> Built {
    let scene = sector(20, 1);
    native(
        &scene,
        &Pixels::color8(SIZE, 1, "RGB", scene.rgb(0, YELLOW)),
    )
}

fn rgb_planar() -> Built {
    let scene = sector(21, 1);
    let pixels = Pixels::color8(SIZE, 1, "RGB", planes(&scene.rgb(0, YELLOW)));
    native(
        &scene,
        &Pixels {
            planar: 1,
            ..pixels
        },
    )
}

fn rgb_planar_frames() -> Built {
    let scene = sector(22, 3);
    let samples = (0..3)
        .flat_map(|frame| planes(&scene.rgb(frame, YELLOW)))
        .collect();
    native(
        &scene,
        &Pixels {
            planar: 1,
            ..Pixels::color8(SIZE, 3, "RGB", samples)
        },
    )
}

fn ybr_full() -> Built {
    let scene = sector(23, 1);
    let samples = ybr_from_rgb(&scene.rgb(0, YELLOW));
    native(&scene, &Pixels::color8(SIZE, 1, "YBR_FULL", samples))
}

fn ybr_full_422() -> Built {
    let scene = sector(24, 1);
    let samples = ybr_422_from_ybr(&ybr_from_rgb(&scene.rgb(0, YELLOW)));
    native(&scene, &Pixels::color8(SIZE, 1, "YBR_FULL_422", samples))
}

/// Index 0 is white and index 255 black, so that whoever fills with 0 paints a white box.
fn palette() -> Built {
    let scene = sector(25, 1);
    let samples = scene
        .grey8(0)
        .into_iter()
        .map(|sample| 255 - sample)
        .collect();
    let table = (0..=255u16)
        .map(|index| {
            let level = (255 - index) * 257;
            [level, level, (u32::from(level) * 4 / 5) as u16]
        })
        .collect();
    let pixels = Pixels::color8(SIZE, 1, "PALETTE COLOR", samples);
    native(
        &scene,
        &Pixels {
            palette: Some(table),
            ..pixels
        },
    )
}
