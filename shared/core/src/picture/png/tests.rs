//! PNG files of every kind: read, painted and written.

use deid_model::{BoxColor, DisplayImage, Orientation, PixelBox};

use super::sketch::Sketch;
use super::*;
use crate::pixel::paint;

/// Color types and the depths that each may have (PNG 3, table 8).
const KINDS: [(u8, &[u8]); 5] = [
    (0, &[1, 2, 4, 8, 16]),
    (2, &[8, 16]),
    (3, &[1, 2, 4, 8]),
    (4, &[8, 16]),
    (6, &[8, 16]),
];
const RED: BoxColor = BoxColor { rgb: [255, 0, 0] };

fn kinds() -> impl Iterator<Item = (u8, u8)> {
    let depths = |(color, depths): (u8, &'static [u8])| depths.iter().map(move |&it| (color, it));
    KINDS.into_iter().flat_map(depths)
}

fn parse(file: &[u8]) -> PngFile {
    PngFile::parse(file, &Limits::DEFAULT).unwrap()
}

fn two_pixels(color: u8, depth: u8, samples: &[u16]) -> Sketch {
    Sketch::new(FrameSize::new(2, 1), color, depth, samples.to_vec())
}

/// What becomes of a file that is painted in its first pixel: the output's bytes, and whether the color is exact.
fn painted(sketch: &Sketch, color: BoxColor) -> (Vec<u8>, bool) {
    let file = parse(&sketch.file());
    let (mut frame, fill) = ready_to_paint(file.frame(), color);
    let layout = *frame.layout();
    let first = PixelBox::new(0, 0, 1, 1).unwrap();
    paint(frame.samples_mut(), &layout, first, fill).unwrap();
    (file.encode(&frame, 72).unwrap(), fill.exact)
}

/// Colors and opacities of the pixels, as a viewer shows them.
fn seen(file: &[u8]) -> Vec<[u8; 4]> {
    let mut decoder = png::Decoder::new(Cursor::new(file));
    decoder.set_transformations(
        png::Transformations::EXPAND | png::Transformations::STRIP_16 | png::Transformations::ALPHA,
    );
    let mut reader = decoder.read_info().unwrap();
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut samples).unwrap();
    let pixels = samples.chunks(info.color_type.samples());
    pixels
        .map(|pixel| match *pixel {
            [grey, alpha] => [grey, grey, grey, alpha],
            [red, green, blue, alpha] => [red, green, blue, alpha],
            _ => panic!("no alpha"),
        })
        .collect()
}

/// Whether some rendering tells the two pixels apart by at least 100 levels.
fn tells_apart(file: &PngFile) -> bool {
    let apart = |picture: &DisplayImage| {
        let luma = picture.luma();
        luma[0].abs_diff(luma[1]) >= 100
    };
    file.frame().renderings().iter().any(apart)
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|part| part == text)
}

#[test]
fn every_color_type_and_depth_interlaced_or_not_keeps_its_samples() {
    for (color, depth) in kinds() {
        for interlaced in [false, true] {
            let sketch = Sketch::varied(color, depth, interlaced);
            let file = parse(&sketch.file());
            let layout = file.frame().layout();
            let words = file.frame().samples().chunks(usize::from(layout.bytes));
            let words: Vec<u16> = words.map(|word| layout.word(word, 0) as u16).collect();
            assert_eq!(words, sketch.samples, "{color} {depth} {interlaced}");
            let output = file.encode(file.frame(), 72).unwrap();
            assert_eq!(output[24..26], [depth, color]);
            let again = parse(&output);
            assert_eq!(again.frame().layout(), layout);
            assert_eq!(again.frame().samples(), file.frame().samples());
            assert_eq!(
                again.frame().default_rendering(),
                file.frame().default_rendering()
            );
        }
    }
}

#[test]
fn levels_of_low_depth_are_shown_from_black_to_white() {
    for depth in [1, 2, 4] {
        let white = (1 << depth) - 1;
        let file = parse(&two_pixels(0, depth, &[0, white]).file());
        assert_eq!(file.frame().default_rendering().samples(), [0, 255]);
        let dim = parse(&two_pixels(0, depth, &[0, 0]).file());
        assert_eq!(dim.frame().default_rendering().samples(), [0, 0]);
    }
    let dim = parse(&two_pixels(0, 4, &[0, 3]).file());
    assert_eq!(dim.frame().default_rendering().samples(), [0, 51]);
    assert!(tells_apart(&dim));
}

#[test]
fn text_in_nothing_but_a_transparent_color_is_seen() {
    let grey = two_pixels(0, 8, &[10, 11]).with(b"tRNS", vec![0, 11]);
    assert!(tells_apart(&parse(&grey.file())));
    let deep = two_pixels(0, 16, &[3000, 3001]).with(b"tRNS", 3001_u16.to_be_bytes().to_vec());
    assert!(tells_apart(&parse(&deep.file())));
    let color =
        two_pixels(2, 8, &[90, 80, 70, 90, 80, 71]).with(b"tRNS", vec![0, 90, 0, 80, 0, 71]);
    assert!(tells_apart(&parse(&color.file())));
}

#[test]
fn text_in_palette_entries_that_differ_in_opacity_only_is_seen() {
    for (depth, opacities) in [(1, vec![255, 0]), (2, vec![0]), (8, vec![254, 255])] {
        let sketch = two_pixels(3, depth, &[0, 1]).with(b"PLTE", [9; 6].to_vec());
        let file = parse(&sketch.with(b"tRNS", opacities).file());
        assert!(tells_apart(&file), "{depth}");
    }
}

#[test]
fn text_in_palette_entries_of_nearly_one_color_is_seen() {
    let sketch = two_pixels(3, 1, &[0, 1]).with(b"PLTE", vec![90, 80, 70, 90, 81, 70]);
    assert!(tells_apart(&parse(&sketch.file())));
}

#[test]
fn transparent_colors_and_entries_stay_transparent() {
    let key = two_pixels(0, 2, &[2, 1]).with(b"tRNS", vec![0, 1]);
    let color = two_pixels(2, 8, &[1, 2, 3, 1, 2, 4]).with(b"tRNS", vec![0, 1, 0, 2, 0, 4]);
    let entries = two_pixels(3, 4, &[3, 1])
        .with(b"PLTE", (0..12).collect())
        .with(b"tRNS", vec![0, 7, 0, 200]);
    for sketch in [key, color, entries] {
        let before = sketch.file();
        let file = parse(&before);
        assert_eq!(seen(&file.encode(file.frame(), 72).unwrap()), seen(&before));
    }
}

#[test]
fn painted_pixels_are_opaque_whatever_is_transparent_and_the_others_stay() {
    let white = BoxColor { rgb: [255; 3] };
    let black = BoxColor::BLACK;
    let tiny = two_pixels(0, 1, &[1, 0]).with(b"tRNS", vec![0, 0]);
    let grey = two_pixels(0, 8, &[9, 0]).with(b"tRNS", vec![0, 0]);
    let deep = two_pixels(0, 16, &[9, 65535]).with(b"tRNS", vec![255, 255]);
    let color = two_pixels(2, 8, &[9, 9, 9, 0, 0, 0]).with(b"tRNS", vec![0; 6]);
    let alpha = two_pixels(4, 8, &[9, 0, 7, 3]);
    let entry = two_pixels(3, 8, &[1, 0])
        .with(b"PLTE", vec![0, 0, 0, 9, 9, 9])
        .with(b"tRNS", vec![0, 40]);
    let cases = [
        // One bit has no level beside black but white, and says so.
        (&tiny, black, [255, 255, 255, 255], false),
        (&grey, black, [1, 1, 1, 255], true),
        (&grey, RED, [255, 0, 0, 255], true),
        (&deep, white, [255, 255, 255, 255], true),
        (&color, black, [0, 0, 1, 255], true),
        (&alpha, black, [0, 0, 0, 255], true),
        (&entry, black, [0, 0, 0, 255], true),
        (&entry, RED, [255, 0, 0, 255], true),
    ];
    for (sketch, asked, expected, exact) in cases {
        let (output, told) = painted(sketch, asked);
        let (before, after) = (seen(&sketch.file()), seen(&output));
        assert_eq!((after[0], told), (expected, exact));
        assert_eq!(after[1], before[1]);
    }
}

#[test]
fn a_grey_picture_of_any_depth_takes_a_colored_box() {
    for (color, depth) in kinds().filter(|&(color, _)| matches!(color, 0 | 4)) {
        let sketch = Sketch::varied(color, depth, false);
        let (output, exact) = painted(&sketch, RED);
        let (before, after) = (seen(&sketch.file()), seen(&output));
        assert_eq!(
            (after[0], exact),
            ([255, 0, 0, 255], true),
            "{color} {depth}"
        );
        assert_eq!(after[1..], before[1..], "{color} {depth}");
        assert_eq!(output[24], depth.max(8));
    }
}

#[test]
fn a_palette_gets_the_color_of_the_box_where_an_entry_is_free() {
    let free = two_pixels(3, 2, &[0, 1]).with(b"PLTE", vec![200, 200, 200, 90, 90, 90]);
    assert_eq!(
        seen(&painted(&free, RED).0),
        [[255, 0, 0, 255], [90, 90, 90, 255]]
    );
    let full = two_pixels(3, 1, &[0, 1]).with(b"PLTE", vec![200, 200, 200, 90, 90, 90]);
    let (output, exact) = painted(&full, RED);
    assert_eq!((seen(&output)[0], exact), ([90, 90, 90, 255], false));
    let translucent = full.with(b"tRNS", vec![255, 30]);
    assert_eq!(seen(&painted(&translucent, RED).0)[0], [200, 200, 200, 255]);
}

#[test]
fn indices_beyond_the_palette_are_black_and_stay_so() {
    let sketch = two_pixels(3, 4, &[9, 1]).with(b"PLTE", vec![200, 200, 200, 90, 90, 90]);
    let file = parse(&sketch.file());
    assert_eq!(
        file.frame().default_rendering().samples(),
        [0, 0, 0, 90, 90, 90]
    );
    let output = file.encode(file.frame(), 72).unwrap();
    assert_eq!(seen(&output), [[0, 0, 0, 255], [90, 90, 90, 255]]);
}

#[test]
fn no_text_of_a_file_survives_and_its_color_space_and_orientation_do() {
    let named = b"KESTREL^MIRA".to_vec();
    let exif =
        b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0KESTREL^MIRA".to_vec();
    let mut palette = vec![200, 200, 200, 90, 90, 90];
    palette.extend(&named);
    let mut sketch = two_pixels(3, 8, &[0, 1]).with(b"gAMA", 45_455_u32.to_be_bytes().to_vec());
    sketch = sketch.with(b"cHRM", [&named[..], &named, &[0; 8]].concat());
    sketch = sketch.with(b"iCCP", [&named[..], b"\0\0x"].concat());
    sketch = sketch.with(b"sBIT", vec![8; 3]).with(b"PLTE", palette);
    sketch = sketch.with(b"tRNS", [&[255, 254][..], b"KES"].concat());
    sketch = sketch
        .with(b"eXIf", exif)
        .with(b"tEXt", [b"Author\0", &named[..]].concat());
    sketch = sketch.with(b"vpAg", named.clone()).with(b"bKGD", vec![1]);
    let mut file = sketch.file();
    file.extend(&named);
    let parsed = parse(&file);
    assert_eq!(parsed.frame().orientation(), Orientation::Clockwise);
    let output = parsed.encode(parsed.frame(), 72).unwrap();
    for text in [&b"KES"[..], b"TREL", b"MIRA"] {
        assert!(holds(&file, text) && !holds(&output, text));
    }
    let kinds = [
        b"IHDR", b"pHYs", b"gAMA", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND",
    ];
    assert_eq!(chunks(&output), kinds);
    assert_eq!(parse(&output).frame().orientation(), Orientation::Clockwise);
}

fn chunks(mut file: &[u8]) -> Vec<&[u8; 4]> {
    file = &file[8..];
    let mut kinds = Vec::new();
    while let Some((length, rest)) = file.split_first_chunk::<4>() {
        kinds.push(rest.first_chunk::<4>().unwrap());
        file = &rest[u32::from_be_bytes(*length) as usize + 8..];
    }
    kinds
}

#[test]
fn an_orientation_behind_the_samples_counts_too() {
    let exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\0\0\0\0".to_vec();
    let early = two_pixels(0, 8, &[1, 2]).with(b"eXIf", exif).file();
    let plain = two_pixels(0, 8, &[1, 2]).file();
    let (at, end) = (8 + 25, 8 + 25 + 38);
    let late = [
        &plain[..plain.len() - 12],
        &early[at..end],
        &plain[plain.len() - 12..],
    ]
    .concat();
    for file in [early, late] {
        assert_eq!(
            parse(&file).frame().orientation(),
            Orientation::TurnedAround
        );
    }
}

#[test]
fn a_size_that_the_bytes_cannot_fill_is_refused_before_anything_is_allocated() {
    let claim = |columns, rows, depth| {
        let mut sketch = two_pixels(0, depth, &[0, 1]);
        let mut file = sketch.file();
        sketch.size = FrameSize::new(columns, rows);
        sketch.samples = Vec::new();
        // Only the header of the sketch is wanted: the samples stay those of two pixels.
        file.splice(8..33, header_of(&sketch));
        PngFile::parse(&file, &Limits::DEFAULT).err()
    };
    assert_eq!(claim(1 << 30, 1 << 30, 1), Some(PictureError::TooLarge));
    assert_eq!(claim(10_000, 10_000, 1), Some(PictureError::MalformedPng));
    assert_eq!(claim(10_000, 10_000, 16), Some(PictureError::MalformedPng));
    assert_eq!(claim(0, 5, 8), Some(PictureError::MalformedPng));
}

fn header_of(sketch: &Sketch) -> Vec<u8> {
    let empty = Sketch {
        size: FrameSize::new(0, 0),
        ..sketch.clone()
    };
    let mut header = empty.file()[8..33].to_vec();
    header[8..12].copy_from_slice(&sketch.size.columns.to_be_bytes());
    header[12..16].copy_from_slice(&sketch.size.rows.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&header[4..21]);
    header[21..].copy_from_slice(&crc.sum().to_be_bytes());
    header
}

#[test]
fn animations_are_refused() {
    let control = [1_u32.to_be_bytes(), 0_u32.to_be_bytes()].concat();
    let file = two_pixels(0, 8, &[1, 2]).with(b"acTL", control).file();
    let parsed = PngFile::parse(&file, &Limits::DEFAULT);
    assert_eq!(parsed.err(), Some(PictureError::Unsupported));
}

#[test]
fn a_file_cut_anywhere_is_an_error_or_a_picture() {
    let whole = Sketch::varied(3, 4, true).with(b"tRNS", vec![3; 9]).file();
    for end in 0..whole.len() {
        let _ = PngFile::parse(&whole[..end], &Limits::DEFAULT);
    }
}
