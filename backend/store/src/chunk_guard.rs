//! Keeps a body in the `aws-chunked` encoding from being gathered in memory: s3s holds a chunk until it is whole,
//! and a chunk may claim 4 GiB.

/// Largest chunk. Clients send 8 KiB to 1 MiB.
const MOST: u64 = 16 << 20;

/// Reads the sizes of chunks along with the body.
#[derive(Debug, Default)]
pub(crate) struct ChunkGuard(State);

#[derive(Debug)]
enum State {
    Size(u64),
    /// The signature behind a size.
    Line(u64),
    Data(u64),
    /// Behind the last chunk.
    Trailer,
}

impl Default for State {
    fn default() -> Self {
        Self::Size(0)
    }
}

impl ChunkGuard {
    /// Whether the body may go on behind `bytes`.
    pub(crate) fn admits(&mut self, mut bytes: &[u8]) -> bool {
        while let [first, rest @ ..] = bytes {
            bytes = rest;
            self.0 = match (&self.0, first) {
                (State::Trailer, _) => return true,
                (State::Size(size), b';' | b'\r') => State::Line(*size),
                (State::Size(size), digit) => {
                    let Some(digit) = char::from(*digit).to_digit(16) else {
                        return false;
                    };
                    let size = size * 16 + u64::from(digit);
                    if size > MOST {
                        return false;
                    }
                    State::Size(size)
                }
                (State::Line(0), b'\n') => State::Trailer,
                // And the line end behind it.
                (State::Line(size), b'\n') => State::Data(size + 2),
                (State::Line(size), _) => State::Line(*size),
                (State::Data(left), _) => {
                    let skipped = left - 1;
                    let more = (bytes.len() as u64).min(skipped);
                    bytes = bytes
                        .get(usize::try_from(more).unwrap_or_default()..)
                        .unwrap_or_default();
                    match skipped - more {
                        0 => State::Size(0),
                        left => State::Data(left),
                    }
                }
            };
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_of_a_client_pass_and_large_claims_do_not() {
        let body =
            b"5;chunk-signature=ab\r\nhello\r\n3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n";
        for step in 1..body.len() {
            let mut guard = ChunkGuard::default();
            assert!(body.chunks(step).all(|bytes| guard.admits(bytes)), "{step}");
            assert!(matches!(guard.0, State::Trailer), "{step}");
        }
        for wrong in [
            &b"ffffffff\r\n"[..],
            b"1000001\r\n",
            b"3\r\nabc\r\nfffffff\r\n",
            b"x",
        ] {
            assert!(!ChunkGuard::default().admits(wrong));
        }
        assert!(ChunkGuard::default().admits(b"1000000\r\n"));
    }
}
