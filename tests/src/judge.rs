//! Judges an output against the truth of its phantom: what must be covered is, what must not change did not.

use deid_model::report::{RegionFacts, Report};
use deid_model::{Decision, PixelBox, WarningCode};
use deid_phantom::{Built, Truth};

use crate::judge_header;
use crate::stored::{Layout, Picture, inflated, open, picture, samples, text, transfer_syntax};
use dicom_dictionary_std::tags;

/// Share of a PHI word's glyph pixels that must be covered (design 7).
const COVERED: f64 = 0.98;

/// Levels by which the fill of a JPEG may vary (design 5.2).
const JPEG_FILL: u16 = 4;

/// All that is wrong with `output`, in words; empty is good.
#[must_use]
pub fn problems(name: &str, built: &Built, output: &[u8], report: &Report) -> Vec<String> {
    let mut problems = uncovered(&built.truth, report);
    let plain = if built.extension == "dcm" {
        inflated(output)
    } else {
        output.to_vec()
    };
    problems.extend(leaks(&built.truth.secrets, &plain));
    problems.extend(if built.extension == "dcm" {
        dicom_problems(name, built, output, report)
    } else {
        picture_problems(&built.bytes, output, report)
    });
    problems
}

/// Boxes that were painted in `frame`.
#[must_use]
pub fn painted(report: &Report, frame: u32) -> Vec<PixelBox> {
    let redacted =
        |region: &&RegionFacts| region.decision == Decision::Redact && region.frame.includes(frame);
    report
        .regions
        .iter()
        .filter(redacted)
        .map(|region| region.painted)
        .collect()
}

fn uncovered(truth: &Truth, report: &Report) -> Vec<String> {
    let mut problems = Vec::new();
    for frame in 0..truth.frames {
        let boxes = painted(report, frame);
        for (index, word) in truth.words.iter().enumerate() {
            let share =
                truth.covered_share(index, |x, y| boxes.iter().any(|area| area.contains(x, y)));
            if word.is_phi() && share < COVERED {
                problems.push(format!(
                    "frame {frame}: \"{}\" at {:?} is covered to {share:.2}",
                    word.text, word.area
                ));
            }
        }
    }
    problems
}

/// Header values that stand anywhere in the output, searched as raw bytes.
#[must_use]
pub fn leaks(secrets: &[String], output: &[u8]) -> Vec<String> {
    let is_there = |secret: &&String| {
        output
            .windows(secret.len())
            .any(|part| part == secret.as_bytes())
    };
    secrets
        .iter()
        .filter(is_there)
        .map(|secret| format!("\"{secret}\" is left"))
        .collect()
}

fn dicom_problems(name: &str, built: &Built, output: &[u8], report: &Report) -> Vec<String> {
    let object = open(output);
    let keeps_phi = report.warnings.contains(&WarningCode::KeptPhi);
    let mut problems = judge_header::problems(&object, output, keeps_phi);
    let before = report.input.transfer_syntax.clone().unwrap_or_default();
    let after = transfer_syntax(output);
    let redacted = report
        .regions
        .iter()
        .any(|region| region.decision == Decision::Redact);
    if !redacted {
        if pixel_tail(&built.bytes) != pixel_tail(output) || after != before {
            problems.push("nothing was redacted, yet PixelData or transfer syntax differ".into());
        }
        return problems;
    }
    // JPEG 2000 that may be lossy is written without loss; every other syntax that phantoms have stays.
    let want = match before.as_str() {
        "1.2.840.10008.1.2.4.91" => "1.2.840.10008.1.2.4.90",
        same => same,
    };
    if after != want {
        problems.push(format!("transfer syntax {after}, expected {want}"));
        return problems;
    }
    let tolerance = if after == "1.2.840.10008.1.2.4.50" {
        JPEG_FILL
    } else {
        0
    };
    let (layout, data) = samples(&object);
    let fills = object_fill(&object, built, layout);
    problems.extend(fill_problems(&fills, layout, &data, report, tolerance));
    let (source, original) = match &built.samples {
        Some(original) => {
            // Compressed phantoms are drawn interleaved.
            let planar = name.contains("planar");
            (Layout { planar, ..layout }, original.clone())
        }
        None => samples(&open(&built.bytes)),
    };
    problems.extend(changed_outside(
        (source, &original),
        (layout, &data),
        report,
        0,
    ));
    problems
}

/// From the tag of the last element, PixelData in explicit or implicit little endian, to the end.
fn pixel_tail(bytes: &[u8]) -> Option<&[u8]> {
    let at = bytes
        .windows(4)
        .rposition(|part| part == [0xe0, 0x7f, 0x10, 0])?;
    bytes.get(at..)
}

/// Which values a filled pixel may have, one set of values for each alternative.
fn object_fill(
    object: &dicom_object::DefaultDicomObject,
    built: &Built,
    layout: Layout,
) -> Vec<Vec<u16>> {
    let bits: u32 = object
        .get(tags::BITS_STORED)
        .and_then(|element| element.to_int().ok())
        .expect("bits stored");
    let max = ((1u32 << bits) - 1) as u16;
    let is_signed = text(object, tags::PIXEL_REPRESENTATION) == "1"
        || object
            .get(tags::PIXEL_REPRESENTATION)
            .and_then(|element| element.to_int::<u16>().ok())
            == Some(1);
    let values = || -> Vec<u16> {
        let data = built.samples.as_deref().unwrap_or_default();
        data.chunks_exact(layout.bytes)
            .map(|sample| {
                sample
                    .iter()
                    .rev()
                    .fold(0, |value, byte| value << 8 | u16::from(*byte))
            })
            .collect()
    };
    match text(object, tags::PHOTOMETRIC_INTERPRETATION).as_str() {
        "MONOCHROME1" => vec![
            vec![max],
            vec![values().into_iter().max().unwrap_or_default()],
        ],
        "MONOCHROME2" if is_signed => {
            let least = values()
                .into_iter()
                .map(|word| word as i16)
                .min()
                .unwrap_or_default();
            vec![vec![least as u16]]
        }
        "MONOCHROME2" => vec![
            vec![0],
            vec![values().into_iter().min().unwrap_or_default()],
        ],
        // The phantom's palette is black at its last index.
        "PALETTE COLOR" => vec![vec![255]],
        "YBR_FULL" => vec![vec![0, 128, 128]],
        "YBR_FULL_422" if layout.is_422 => vec![vec![0, 128, 128]],
        // Compressed colors come out as red, green and blue.
        _ => vec![vec![0, 0, 0]],
    }
}

/// Whether each pixel inside painted boxes has one of the values `fills`, within `tolerance`.
fn fill_problems(
    fills: &[Vec<u16>],
    layout: Layout,
    data: &[u8],
    report: &Report,
    tolerance: u16,
) -> Vec<String> {
    let mut wrong = 0;
    for frame in 0..layout.frames {
        for area in filled(report, frame as u32, tolerance) {
            for (x, y) in places(area) {
                let is = |fill: &Vec<u16>| {
                    fill.iter().enumerate().all(|(channel, want)| {
                        layout.sample(data, frame, (x, y), channel).abs_diff(*want) <= tolerance
                    })
                };
                wrong += u32::from(!fills.iter().any(is));
            }
        }
    }
    if wrong > 0 {
        vec![format!(
            "{wrong} pixels inside painted boxes do not have the fill value"
        )]
    } else {
        Vec::new()
    }
}

/// Boxes that hold nothing but fill: those painted; in a JPEG those found, since the rim of a painted box
/// is where chroma of neighbours may bleed in.
fn filled(report: &Report, frame: u32, tolerance: u16) -> Vec<PixelBox> {
    if tolerance == 0 {
        return painted(report, frame);
    }
    let redacted = report
        .regions
        .iter()
        .filter(|region| region.decision == Decision::Redact);
    redacted
        .filter(|region| region.frame.includes(frame))
        .map(|region| region.found)
        .collect()
}

fn places(area: PixelBox) -> impl Iterator<Item = (usize, usize)> {
    (area.y0()..area.y1())
        .flat_map(move |y| (area.x0()..area.x1()).map(move |x| (x as usize, y as usize)))
}

/// Whether every sample outside painted boxes is the same before and after.
fn changed_outside(
    (source, before): (Layout, &[u8]),
    (target, after): (Layout, &[u8]),
    report: &Report,
    tolerance: u16,
) -> Vec<String> {
    let mut wrong = 0;
    for frame in 0..target.frames {
        let mut inside = vec![false; target.columns * target.rows];
        for area in painted(report, frame as u32) {
            places(area).for_each(|(x, y)| inside[y * target.columns + x] = true);
        }
        for (pixel, _) in inside.iter().enumerate().filter(|(_, inside)| !**inside) {
            let place = (pixel % target.columns, pixel / target.columns);
            let same = (0..target.channels).all(|channel| {
                let was = source.sample(before, frame, place, channel);
                was.abs_diff(target.sample(after, frame, place, channel)) <= tolerance
            });
            wrong += u32::from(!same);
        }
    }
    if wrong > 0 {
        vec![format!("{wrong} pixels outside painted boxes changed")]
    } else {
        Vec::new()
    }
}

fn picture_problems(input: &[u8], output: &[u8], report: &Report) -> Vec<String> {
    let is_jpeg = input.starts_with(&[0xff, 0xd8]);
    let (before, after): (Picture, Picture) = (picture(input), picture(output));
    if before.layout != after.layout {
        return vec![format!(
            "another layout: {:?}, was {:?}",
            after.layout, before.layout
        )];
    }
    // Opacity, where there is any, stays or becomes full: only color is judged.
    let colors = if after.layout.channels >= 3 { 3 } else { 1 };
    let fills = [vec![0; colors]];
    let tolerance = if is_jpeg { JPEG_FILL } else { 0 };
    let mut problems = fill_problems(&fills, after.layout, &after.data, report, tolerance);
    problems.extend(changed_outside(
        (before.layout, &before.data),
        (after.layout, &after.data),
        report,
        0,
    ));
    problems
}
