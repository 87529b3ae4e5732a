//! RLE Lossless (PS3.5 Annex G): byte planes, each packed row by row.

/// One frame of bytes (`planes` byte planes, most significant first) as a fragment.
#[must_use]
pub fn frame(planes: &[Vec<u8>], columns: usize) -> Vec<u8> {
    let packed: Vec<Vec<u8>> = planes.iter().map(|plane| segment(plane, columns)).collect();
    let mut header = [0u32; 16];
    header[0] = packed.len() as u32;
    let mut offset = 64;
    for (slot, segment) in header[1..].iter_mut().zip(&packed) {
        *slot = offset;
        offset += segment.len() as u32;
    }
    let mut out: Vec<u8> = header
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect();
    packed.iter().for_each(|segment| out.extend(segment));
    out
}

/// The byte planes of 16-bit samples.
#[must_use]
pub fn planes_of_words(words: &[u16]) -> Vec<Vec<u8>> {
    vec![
        words.iter().map(|word| (word >> 8) as u8).collect(),
        words.iter().map(|word| *word as u8).collect(),
    ]
}

/// The byte planes of interleaved samples, three a pixel.
#[must_use]
pub fn planes_of_color(samples: &[u8]) -> Vec<Vec<u8>> {
    (0..3)
        .map(|first| samples.iter().skip(first).step_by(3).copied().collect())
        .collect()
}

fn segment(plane: &[u8], columns: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for row in plane.chunks(columns) {
        pack(row, &mut out);
    }
    let odd = out.len() % 2;
    out.resize(out.len() + odd, 0);
    out
}

fn pack(row: &[u8], out: &mut Vec<u8>) {
    let mut rest = row;
    while let Some(first) = rest.first() {
        let run = rest
            .iter()
            .take(128)
            .take_while(|byte| *byte == first)
            .count();
        if run >= 2 {
            out.extend([(257 - run) as u8, *first]);
            rest = &rest[run..];
            continue;
        }
        let ends = rest
            .windows(2)
            .position(|pair| pair[0] == pair[1])
            .unwrap_or(rest.len());
        let literal = ends.clamp(1, 128);
        out.push((literal - 1) as u8);
        out.extend(&rest[..literal]);
        rest = &rest[literal..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack(mut packed: &[u8], length: usize) -> Vec<u8> {
        let mut out = Vec::new();
        while out.len() < length {
            let control = packed[0];
            if control < 128 {
                let literal = usize::from(control) + 1;
                out.extend(&packed[1..=literal]);
                packed = &packed[literal + 1..];
            } else {
                out.resize(out.len() + 257 - usize::from(control), packed[1]);
                packed = &packed[2..];
            }
        }
        out
    }

    #[test]
    fn packed_rows_unpack_to_themselves() {
        let mut random = fastrand::Rng::with_seed(4);
        let plane: Vec<u8> = (0..7 * 301).map(|_| random.u8(0..3)).collect();
        assert_eq!(unpack(&segment(&plane, 301), plane.len()), plane);
    }
}
