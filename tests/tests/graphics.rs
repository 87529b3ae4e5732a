//! Overlay planes: removed, or kept without the text that may identify.
#![allow(
    clippy::unwrap_used,
    reason = "every function of this file belongs to a test"
)]

use deid_model::{FrameSize, PhiCategory, PixelBox};
use deid_phantom::Identity;
use deid_phantom::dicom::{
    Element, Kind, Pixels, Place, Syntax, Value, Wrapping, data_set, write_file,
};
use deid_phantom::paint::Background;
use deid_phantom::scene::{Labels, Scene, light};
use deid_phantom::text::Face;
use deid_tests::desk::Desk;
use deid_tests::stored::{open, text};
use dicom_core::Tag;
use dicom_dictionary_std::tags;

const SIZE: FrameSize = FrameSize::new(480, 200);
/// A line of the drawing, which is no text. Near the lower edge, under words, these weights take it for some.
const RULE: u32 = 165;

/// A plane with the patient's name, a harmless word and a line.
fn plane() -> Scene {
    let mut scene = Scene::still(Background::Flat(0.0), SIZE, Labels::None, 0);
    let lettering = || light(Face::Bold, 30.0);
    let words = [
        ((30, 20), "KESTREL", PhiCategory::Name),
        ((30, 110), "CHEST", PhiCategory::Harmless),
    ];
    for (place, word, category) in words {
        scene.layer.write(place, lettering(), &[(word, category)]);
    }
    scene
}

fn bits(scene: &Scene) -> Vec<bool> {
    let drawn = scene.grey(0, 255).into_iter().zip(0..);
    drawn
        .map(|(grey, at): (u16, u32)| grey > 127 || at / SIZE.columns == RULE)
        .collect()
}

/// A radiograph without text, whose overlay plane 6002 holds `bits`.
fn file(bits: &[bool], syntax: Syntax) -> Vec<u8> {
    let chest = Scene::still(Background::Flat(0.2), SIZE, Labels::None, 0);
    let pixels = Pixels::grey16(SIZE, 12, chest.grey(0, 4095));
    let person = Identity::invented(0);
    let mut elements = data_set(&person, Place::default(), Kind::Cr, &pixels);
    elements.retain(|element| element.tag.0 != 0x6000);
    let word = |bits: &[bool]| {
        bits.iter()
            .rev()
            .fold(0, |word, bit| word << 1 | u16::from(*bit))
    };
    let data = bits.chunks(16).map(word).collect();
    elements.extend([
        Element::short(0x6002, 0x10, SIZE.rows as u16),
        Element::short(0x6002, 0x11, SIZE.columns as u16),
        Element::text(0x6002, 0x22, "LO", "KESTREL"),
        // Where it should say G or R.
        Element::text(0x6002, 0x40, "CS", "KESTREL"),
        Element::new(0x6002, 0x50, "SS", Value::Short(vec![1, 1])),
        Element::short(0x6002, 0x100, 1),
        Element::short(0x6002, 0x102, 0),
        Element::new(0x6002, 0x3000, "OW", Value::Short(data)),
    ]);
    elements.sort_by_key(|element| element.tag);
    write_file(&elements, syntax, Wrapping::Full)
}

/// What `deid run` writes of it.
fn written(bytes: &[u8], more: &[&str]) -> dicom_object::DefaultDicomObject {
    let desk = Desk::with(&[("chest.dcm", bytes)]);
    let (_, lines) = desk.run(more);
    assert_eq!(lines[0]["status"], "written", "{}", lines[0]);
    open(&std::fs::read(desk.path("clean/de-id-chest.dcm")).unwrap())
}

fn codes(object: &dicom_object::DefaultDicomObject) -> Vec<String> {
    let sequence = object
        .element(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE)
        .unwrap();
    let items = sequence.items().unwrap().iter();
    items.map(|item| text(item, tags::CODE_VALUE)).collect()
}

fn is_in(area: PixelBox, at: usize) -> bool {
    let (x, y) = (at as u32 % SIZE.columns, at as u32 / SIZE.columns);
    area.contains(x, y)
}

#[test]
fn overlay_planes_go_unless_clean_graphics_are_asked_for() {
    let object = written(&file(&bits(&plane()), Syntax::ExplicitLittle), &[]);
    assert!(
        object
            .iter()
            .all(|element| element.header().tag.group() >> 8 != 0x60)
    );
    assert!(!codes(&object).contains(&"113103".to_owned()));
}

#[test]
fn clean_graphics_keep_the_drawing_and_harmless_words_and_clear_the_name() {
    let scene = plane();
    let before = bits(&scene);
    let area_of = |word: &str| {
        let mut words = scene.layer.words().iter();
        words.find(|it| it.text == word).unwrap().area
    };
    for syntax in [
        Syntax::ExplicitLittle,
        Syntax::ImplicitLittle,
        Syntax::ExplicitBig,
    ] {
        let object = written(&file(&before, syntax), &["--clean-graphics"]);
        assert!(codes(&object).contains(&"113103".to_owned()));
        assert!(
            object.get(Tag(0x6002, 0x22)).is_none(),
            "the description stays"
        );
        assert_eq!(text(&object, Tag(0x6002, 0x40)), "G");
        let side = |element| {
            object
                .element(Tag(0x6002, element))
                .unwrap()
                .to_int::<u32>()
        };
        let sides = [side(0x11).unwrap(), side(0x10).unwrap()];
        assert_eq!(sides, [SIZE.columns, SIZE.rows]);
        let words = object.element(Tag(0x6002, 0x3000)).unwrap();
        let words = words.to_multi_int::<u16>().unwrap();
        let after: Vec<bool> = words
            .iter()
            .flat_map(|word| (0..16).map(move |bit| word >> bit & 1 == 1))
            .collect();
        let name = area_of("KESTREL");
        assert!(
            (0..before.len()).all(|at| !is_in(name, at) || !after[at]),
            "{syntax:?}: the name shows"
        );
        let kept = |at: &usize| is_in(area_of("CHEST"), *at) || *at as u32 / SIZE.columns == RULE;
        assert!(
            (0..before.len())
                .filter(kept)
                .all(|at| before[at] == after[at]),
            "{syntax:?}"
        );
    }
}
