//! Runs of equal bytes and of literal ones (`PackBits`, PS3.5 G.3).

/// Two bytes stand for 128 at most (G.3.2), so no segment grows more than this.
pub(super) const MOST_GROWTH: usize = 64;

/// Fills `plane` from runs (G.3.2). What of the segment came after the last byte of it; `None` where the segment
/// ends earlier.
pub(super) fn unpack<'a>(segment: &'a [u8], plane: &mut [u8]) -> Option<&'a [u8]> {
    let mut rest = segment;
    let mut left = plane;
    while !left.is_empty() {
        let (&control, behind) = rest.split_first()?;
        rest = behind;
        let count = match control {
            0..=127 => usize::from(control) + 1,
            // Stands for nothing.
            128 => continue,
            129..=255 => 257 - usize::from(control),
        };
        let (run, later) = left.split_at_mut(count.min(left.len()));
        if control < 128 {
            run.copy_from_slice(rest.get(..run.len())?);
            rest = rest.get(run.len()..)?;
        } else {
            let (&byte, behind) = rest.split_first()?;
            run.fill(byte);
            rest = behind;
        }
        left = later;
    }
    Some(rest)
}

/// Appends the runs of one row. Two equal bytes make a run only where no literal bytes go before: it would cost one more.
pub(super) fn pack(row: &[u8], encoded: &mut Vec<u8>) {
    const MOST: usize = 128;
    let mut rest = row;
    while let Some(&first) = rest.first() {
        let run = rest.iter().take(MOST).take_while(|&&byte| byte == first);
        let count = match run.count() {
            1 => {
                let begins_run = |three: &[u8]| matches!(three, [a, b, c] if a == b && b == c);
                let literal = rest.windows(3).take(MOST).position(begins_run);
                let count = literal.unwrap_or(rest.len()).min(MOST);
                encoded.push(u8::try_from(count - 1).unwrap_or(0));
                encoded.extend_from_slice(rest.get(..count).unwrap_or_default());
                count
            }
            count => {
                encoded.push(u8::try_from(257 - count).unwrap_or(0));
                encoded.push(first);
                count
            }
        };
        rest = rest.get(count..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_literal_bytes_and_the_control_byte_for_nothing_fill_a_plane() {
        let mut plane = [0; 6];
        let rest = unpack(&[0xfd, 7, 128, 1, 8, 9, 5], &mut plane);
        assert_eq!((plane, rest), ([7, 7, 7, 7, 8, 9], Some(&[5][..])));
    }

    #[test]
    fn a_run_that_goes_on_behind_the_plane_is_cut() {
        let mut plane = [0; 2];
        assert_eq!(unpack(&[0xfd, 7, 1], &mut plane), Some(&[1][..]));
        assert_eq!(unpack(&[2, 7, 8, 9], &mut plane), Some(&[9][..]));
    }

    #[test]
    fn a_plane_that_is_not_filled_is_none() {
        assert_eq!(unpack(&[0xff, 7], &mut [0; 3]), None);
        assert_eq!(unpack(&[2, 7, 8], &mut [0; 3]), None);
        assert_eq!(unpack(&[0xff], &mut [0; 3]), None);
    }

    #[test]
    fn long_rows_are_split_into_runs_of_128() {
        let noise: Vec<u8> = (0..300_u16).map(|value| (value % 251) as u8).collect();
        for row in [vec![5; 300], noise] {
            let mut encoded = Vec::new();
            pack(&row, &mut encoded);
            let mut plane = vec![0; 300];
            assert_eq!(unpack(&encoded, &mut plane), Some(&[][..]));
            assert_eq!(plane, row);
        }
    }
}
