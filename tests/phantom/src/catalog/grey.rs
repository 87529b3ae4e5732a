//! Native grey: every encoding, 8 and 16 bits, signed and unsigned, both polarities.

use deid_model::FrameSize;

use super::{Built, Case, dicom};
use crate::dicom::{Kind, Pixels, Syntax, Wrapping};
use crate::paint::Background;
use crate::scene::{Labels, Scene, dark, light};
use crate::text::Face;

pub(super) const CASES: &[Case] = &[
    Case {
        name: "cr_implicit_little_12_bit",
        build: cr_implicit,
    },
    Case {
        name: "cr_monochrome1_10_bit",
        build: cr_monochrome1,
    },
    Case {
        name: "cr_without_preamble",
        build: cr_without_preamble,
    },
    Case {
        name: "cr_without_file_meta",
        build: cr_without_file_meta,
    },
    Case {
        name: "cr_without_text",
        build: cr_without_text,
    },
    Case {
        name: "ct_explicit_big_signed",
        build: ct_explicit_big,
    },
    Case {
        name: "ct_deflated_signed",
        build: ct_deflated,
    },
    Case {
        name: "ct_unsigned_12_bit",
        build: ct_unsigned,
    },
    Case {
        name: "mg_16_bit",
        build: mg,
    },
    Case {
        name: "sc_odd_size_8_bit",
        build: sc_odd,
    },
    Case {
        name: "sc_monochrome1_8_bit",
        build: sc_monochrome1,
    },
    Case {
        name: "sc_dark_on_light",
        build: sc_dark_on_light,
    },
    Case {
        name: "us_frames_8_bit",
        build: us_frames,
    },
];

const CR: FrameSize = FrameSize::new(640, 720);

fn radiograph(seed: u64, labels: Labels) -> Scene {
    Scene::still(Background::Chest, CR, labels, seed)
}

fn cr_built(seed: u64, syntax: Syntax, wrapping: Wrapping) -> Built {
    let scene = radiograph(seed, Labels::Corners(light(Face::Sans, 20.0)));
    let pixels = Pixels::grey16(CR, 12, scene.grey(0, 4095));
    dicom(&scene, Kind::Cr, &pixels, syntax, wrapping)
}

fn cr_implicit() -> Built {
    cr_built(1, Syntax::ImplicitLittle, Wrapping::Full)
}

fn cr_without_preamble() -> Built {
    cr_built(2, Syntax::ExplicitLittle, Wrapping::MetaOnly)
}

fn cr_without_file_meta() -> Built {
    cr_built(3, Syntax::ImplicitLittle, Wrapping::Bare)
}

fn cr_monochrome1() -> Built {
    let scene = radiograph(4, Labels::Corners(light(Face::Bold, 22.0)));
    let samples = scene
        .grey(0, 1023)
        .into_iter()
        .map(|sample| 1023 - sample)
        .collect();
    let pixels = Pixels {
        photometric: "MONOCHROME1",
        ..Pixels::grey16(CR, 10, samples)
    };
    dicom(
        &scene,
        Kind::Cr,
        &pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    )
}

fn cr_without_text() -> Built {
    let scene = radiograph(5, Labels::None);
    let pixels = Pixels::grey16(CR, 12, scene.grey(0, 4095));
    dicom(
        &scene,
        Kind::Cr,
        &pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    )
}

/// A slice of 512 by 512 pixels, labelled in its corners.
pub(crate) fn slice(seed: u64, place: f32) -> Scene {
    let labels = Labels::Corners(light(Face::Sans, 18.0));
    Scene::still(
        Background::Ct(place),
        FrameSize::new(512, 512),
        labels,
        seed,
    )
}

/// Hounsfield units as 16-bit two's complement.
pub(crate) fn hounsfield(scene: &Scene) -> Vec<u16> {
    scene
        .luminance(0)
        .map(|value| (value * 2000.0 - 1000.0).round() as i16 as u16)
        .collect()
}

fn signed(scene: &Scene) -> Pixels {
    Pixels {
        signed: true,
        ..Pixels::grey16(scene.size, 16, hounsfield(scene))
    }
}

fn ct_explicit_big() -> Built {
    let scene = slice(6, 0.2);
    dicom(
        &scene,
        Kind::Ct { intercept: 0 },
        &signed(&scene),
        Syntax::ExplicitBig,
        Wrapping::Full,
    )
}

fn ct_deflated() -> Built {
    let scene = slice(7, 0.6);
    dicom(
        &scene,
        Kind::Ct { intercept: 0 },
        &signed(&scene),
        Syntax::Deflated,
        Wrapping::Full,
    )
}

fn ct_unsigned() -> Built {
    let scene = slice(8, 0.4);
    let samples = scene
        .luminance(0)
        .map(|value| (value * 2000.0 + 24.5) as u16)
        .collect();
    let pixels = Pixels::grey16(scene.size, 12, samples);
    dicom(
        &scene,
        Kind::Ct { intercept: -1024 },
        &pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    )
}

fn mg() -> Built {
    let size = FrameSize::new(700, 900);
    let scene = Scene::still(
        Background::Mammogram,
        size,
        Labels::Corners(light(Face::Sans, 22.0)),
        9,
    );
    let pixels = Pixels::grey16(size, 14, scene.grey(0, 16383));
    dicom(
        &scene,
        Kind::Mg,
        &pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    )
}

fn sc_odd() -> Built {
    let size = FrameSize::new(333, 257);
    let scene = Scene::still(
        Background::Flat(0.1),
        size,
        Labels::Short(light(Face::Mono, 17.0)),
        10,
    );
    let pixels = Pixels::grey8(size, 1, scene.grey8(0));
    dicom(
        &scene,
        Kind::Sc,
        &pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    )
}

fn sc_monochrome1() -> Built {
    let size = FrameSize::new(400, 300);
    let scene = Scene::still(
        Background::Flat(0.15),
        size,
        Labels::Short(light(Face::Condensed, 20.0)),
        11,
    );
    let samples = scene
        .grey8(0)
        .into_iter()
        .map(|sample| 255 - sample)
        .collect();
    let pixels = Pixels {
        photometric: "MONOCHROME1",
        ..Pixels::grey8(size, 1, samples)
    };
    dicom(
        &scene,
        Kind::Sc,
        &pixels,
        Syntax::ImplicitLittle,
        Wrapping::Full,
    )
}

fn sc_dark_on_light() -> Built {
    let size = FrameSize::new(640, 480);
    let scene = Scene::still(
        Background::Flat(0.9),
        size,
        Labels::Corners(dark(Face::Serif, 20.0)),
        12,
    );
    let pixels = Pixels::grey8(size, 1, scene.grey8(0));
    dicom(
        &scene,
        Kind::Sc,
        &pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    )
}

fn us_frames() -> Built {
    let size = FrameSize::new(480, 360);
    let labels = Labels::Banner(light(Face::Condensed, 15.0));
    let scene = Scene::moving(Background::Ultrasound, size, labels, 13, 4);
    let samples = (0..4).flat_map(|frame| scene.grey8(frame)).collect();
    let pixels = Pixels::grey8(size, 4, samples);
    dicom(
        &scene,
        Kind::Us,
        &pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    )
}
