//! The palette of PALETTE COLOR images (PS3.3 C.7.6.3.1.5 and .6), plain or in segments (C.7.9.2).

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::attributes::AttributeError;
use crate::pixel::Palette;

/// Where one channel of a palette stands.
struct Channel {
    descriptor: Tag,
    data: Tag,
    segments: Tag,
}

const CHANNELS: [Channel; 3] = [
    Channel {
        descriptor: tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        data: tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        segments: tags::SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    },
    Channel {
        descriptor: tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        data: tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        segments: tags::SEGMENTED_GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    },
    Channel {
        descriptor: tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        data: tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        segments: tags::SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    },
];

/// Reads the palette of `header`.
///
/// # Errors
/// [`AttributeError::Inconsistent`] where a part is missing or makes no sense.
pub fn palette(header: &InMemDicomObject) -> Result<Palette, AttributeError> {
    let [red, green, blue] = &CHANNELS;
    let (first, red) = channel(header, red)?;
    let (_, green) = channel(header, green)?;
    let (_, blue) = channel(header, blue)?;
    let colors = red.into_iter().zip(green).zip(blue);
    let entries = colors.map(|((red, green), blue)| [red, green, blue]);
    Palette::new(first, entries.collect()).ok_or(AttributeError::Inconsistent(
        tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ))
}

/// First mapped value and 8-bit intensities of one channel.
fn channel(header: &InMemDicomObject, channel: &Channel) -> Result<(i64, Vec<u8>), AttributeError> {
    let &Channel {
        descriptor,
        data,
        segments,
    } = channel;
    let numbers: Vec<i32> = header
        .get(descriptor)
        .and_then(|element| element.to_multi_int().ok())
        .ok_or(AttributeError::Inconsistent(descriptor))?;
    let &[entries, first, bits] = numbers.as_slice() else {
        return Err(AttributeError::Inconsistent(descriptor));
    };
    // 0 stands for 65,536; the field is 16 bits wide, and may have been read as signed.
    let entries = match entries & 0xffff {
        0 => 65_536,
        entries => entries as usize,
    };
    let words = |tag| -> Option<Vec<u16>> { header.get(tag)?.to_multi_int().ok() };
    let intensities = match (words(data), words(segments)) {
        (Some(words), _) => plain(&words, entries, bits),
        (None, Some(words)) => {
            let expanded = expanded(&words, entries);
            let expanded = expanded.ok_or(AttributeError::Inconsistent(segments))?;
            eight_bits(&expanded, bits)
        }
        (None, None) => return Err(AttributeError::Inconsistent(data)),
    };
    Ok((first.into(), intensities))
}

/// The entries of a plain table; those of 8 bits may stand two in a word.
fn plain(words: &[u16], entries: usize, bits: i32) -> Vec<u8> {
    let mut intensities = if bits == 8 && words.len() * 2 <= entries + 1 {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    } else {
        eight_bits(words, bits)
    };
    intensities.truncate(entries);
    intensities
}

fn eight_bits(words: &[u16], bits: i32) -> Vec<u8> {
    let shift = if bits == 8 { 0 } else { 8 };
    words.iter().map(|&word| (word >> shift) as u8).collect()
}

/// The table that segments describe: discrete values, straight lines, and parts said before (PS3.3 C.7.9.2). `None` where
/// they make no sense, or more than `entries` values.
fn expanded(segments: &[u16], entries: usize) -> Option<Vec<u16>> {
    let mut table: Vec<u16> = Vec::new();
    let mut rest = segments;
    while let [opcode, length, tail @ ..] = rest {
        let length = usize::from(*length);
        rest = match opcode {
            0 | 1 => {
                let size = segment_size(*opcode, length);
                append_segment(&mut table, *opcode, length, tail)?;
                tail.get(size..)?
            }
            2 => {
                let (&[low, high], after) = tail.split_first_chunk()?;
                let offset = usize::from(high) << 16 | usize::from(low);
                // Indirect segments name others by bytes from the start; they may not name further indirect ones.
                let mut named = segments.get(offset / 2..)?;
                for _ in 0..length {
                    let (&[opcode, length], tail) = named.split_first_chunk()?;
                    let length = usize::from(length);
                    append_segment(&mut table, opcode, length, tail)?;
                    named = tail.get(segment_size(opcode, length)..)?;
                    if table.len() > entries {
                        return None;
                    }
                }
                after
            }
            _ => return None,
        };
        if table.len() > entries {
            return None;
        }
        // One word of padding may follow the last segment.
        if table.len() == entries {
            break;
        }
    }
    (table.len() == entries).then_some(table)
}

/// Words behind opcode and length.
const fn segment_size(opcode: u16, length: usize) -> usize {
    if opcode == 0 { length } else { 1 }
}

fn append_segment(table: &mut Vec<u16>, opcode: u16, length: usize, tail: &[u16]) -> Option<()> {
    match opcode {
        0 => table.extend(tail.get(..length)?),
        1 => {
            let from = i64::from(*table.last()?);
            let step = i64::from(*tail.first()?) - from;
            let steps = length as i64;
            table.extend((1..=steps).map(|at| (from + step * at / steps) as u16));
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_of_each_kind_make_the_table_that_they_describe() {
        // Two values, a line of four steps down, then both again.
        let segments = [0, 2, 10, 50, 1, 4, 10, 2, 2, 0, 0];
        let once = [10, 50, 40, 30, 20, 10];
        assert_eq!(expanded(&segments, 12).unwrap(), [once, once].concat());
    }

    #[test]
    fn segments_that_make_no_sense_are_no_table() {
        assert_eq!(expanded(&[1, 4, 10], 4), None, "a line from nowhere");
        assert_eq!(expanded(&[0, 9, 1], 9), None, "values that are not there");
        assert_eq!(
            expanded(&[0, 1, 7, 2, 60_000, 0, 0], 9),
            None,
            "a part that names itself"
        );
        assert_eq!(
            expanded(&[0, 3, 7, 8, 9], 2),
            None,
            "more than the table holds"
        );
    }
}
