//! Cuts text into what one call takes, with overlap, so that an entity at a cut is seen whole. Pure.

/// Most bytes of one call; the service refuses 20,000.
const MOST_BYTES: usize = 18_999;
/// Code points that two pieces of one line share.
const SHARED: usize = 200;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// The piece.
    pub text: &'a str,
    /// Code points of the whole text before it.
    pub start: u32,
}

/// The pieces of `text` in order: whole lines, the last of which comes again in the next piece; a line longer than a
/// piece is cut. None for a text without anything to read.
pub fn chunks(text: &str) -> Vec<Chunk<'_>> {
    let mut chunks = Vec::new();
    if text.trim().is_empty() {
        return chunks;
    }
    let (mut start, mut counted, mut code_points, mut done) = (0, 0, 0, 0);
    while done < text.len() {
        code_points += count(text, counted, start);
        counted = start;
        let end = end_of_chunk(text, start, done);
        if let Some(piece) = text.get(start..end) {
            chunks.push(Chunk {
                text: piece,
                start: code_points,
            });
        }
        done = end;
        start = start_of_next(text, start, end);
    }
    chunks
}

fn count(text: &str, from: usize, to: usize) -> u32 {
    let between = text.get(from..to).unwrap_or_default().chars().count();
    u32::try_from(between).unwrap_or(u32::MAX)
}

/// Behind the last line that fits and is new (ends behind `done`), else at the last code point that fits.
fn end_of_chunk(text: &str, start: usize, done: usize) -> usize {
    let most = start + MOST_BYTES;
    if text.len() <= most {
        return text.len();
    }
    let most = text.floor_char_boundary(most);
    let fits = text.get(start..most).unwrap_or_default();
    match fits.rfind('\n').map(|newline| start + newline + 1) {
        Some(end) if end > done => end,
        _ => most,
    }
}

/// Where the chunk's last line begins; where that is no step forward, some code points before its end.
fn start_of_next(text: &str, start: usize, end: usize) -> usize {
    let chunk = text.get(start..end).unwrap_or_default();
    let body = chunk.strip_suffix('\n').unwrap_or(chunk);
    if let Some(newline) = body.rfind('\n') {
        let last_line = start + newline + 1;
        if end - last_line < MOST_BYTES / 2 {
            return last_line;
        }
    }
    match chunk.char_indices().rev().nth(SHARED - 1) {
        Some((back, _)) if back > 0 => start + back,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every chunk lies where it says, fits, and continues the one before; all together they are the text.
    #[track_caller]
    fn check(text: &str) -> usize {
        let chunks = chunks(text);
        let mut done = 0;
        for chunk in &chunks {
            assert!(chunk.text.len() <= MOST_BYTES);
            let start = text.char_indices().nth(chunk.start as usize).unwrap().0;
            assert!(start <= done, "a gap before {start}");
            assert!(text[start..].starts_with(chunk.text));
            assert!(start + chunk.text.len() > done, "no step forward");
            done = start + chunk.text.len();
        }
        assert_eq!(done, text.len());
        chunks.len()
    }

    #[test]
    fn a_short_text_is_one_piece_and_an_empty_one_none() {
        assert_eq!(check("NAME KESTREL\nDOB 1957"), 1);
        assert!(chunks("").is_empty() && chunks(" \n ").is_empty());
    }

    #[test]
    fn pieces_share_a_line() {
        let text: String = (0..3000).map(|n| format!("line {n} ends here\n")).collect();
        assert_eq!(check(&text), 4);
        for pair in chunks(&text).windows(2) {
            let shared = pair[1].text.lines().next().unwrap();
            assert_eq!(pair[0].text.lines().last(), Some(shared));
        }
    }

    #[test]
    fn a_long_line_is_cut_between_code_points_with_overlap() {
        for glyph in ["x", "é", "e\u{301}", "𝒳", "字"] {
            let text = glyph.repeat(60_000 / glyph.len());
            assert!(check(&text) >= 4, "{glyph}");
            let chunks = chunks(&text);
            let end = chunks[0].start as usize + chunks[0].text.chars().count();
            assert_eq!(end - chunks[1].start as usize, SHARED);
        }
    }

    #[test]
    fn lines_of_every_length_are_all_there() {
        let mut text = String::new();
        for length in [
            10, 30_000, 5, 18_998, 18_999, 19_000, 1, 40_000, 9_600, 9_600, 9_600, 150,
        ] {
            text.push_str(&"ab é 𝒳".repeat(length / 9 + 1));
            text.push('\n');
        }
        check(&text);
        check(&"\n".repeat(50_000).replacen('\n', "a\n", 1));
    }
}
