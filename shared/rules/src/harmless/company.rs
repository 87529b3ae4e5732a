//! Which words are harmless, given those beside them.

use std::ops::Range;

use super::cover::{Cover, Covers};
use super::kind::Kind;
use super::piece::Piece;

/// What the lists say about one word by itself, then in company.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Standing {
    /// All of it is harmless.
    Harmless(Cover),
    /// A term that is a name as well.
    Doubtful(Cover),
    /// A function word.
    Glue(Cover),
    /// A function word that is a particle of names as well.
    Particle(Cover),
    /// One letter that marks a side of the picture, or abbreviates a name.
    Letter(Cover),
    /// A short term, or the initials of a technician.
    Initials(Cover),
    /// A few strokes or dots.
    Symbols,
    /// A number that nothing explains, of one digit.
    Digit,
    /// A longer one.
    Number,
    /// One of up to two digits and one decimal, such as the thickness in the name of a series.
    Decimal(Cover),
    /// Something else.
    Unknown,
}

impl Standing {
    /// Stands for a name, or may.
    const fn is_name_like(self) -> bool {
        matches!(self, Self::Unknown | Self::Doubtful(_))
    }
}

/// The standing of word `text`, which `pieces` are in.
pub(super) fn standing_alone(
    text: &str,
    pieces: &[Piece],
    covers: &Covers,
    range: Range<usize>,
) -> Standing {
    if range.is_empty() {
        let strokes = text.chars().count() <= 3 && text.chars().all(|c| c.is_ascii_punctuation());
        return if strokes {
            Standing::Symbols
        } else {
            Standing::Unknown
        };
    }
    // Components of DICOM's person names, e-mail and file addresses.
    if text.contains(['^', '@', '\\']) {
        return Standing::Unknown;
    }
    if has_stray_letters(
        pieces.get(range.clone()).unwrap_or_default(),
        covers,
        range.start,
    ) {
        return Standing::Unknown;
    }
    let found: Option<Vec<Cover>> = range.clone().map(|at| covers.get(at)).collect();
    let Some(found) = found else {
        return match pieces.get(range).unwrap_or_default() {
            [piece] => match piece.number {
                Some(number) if number.digits == 1 && number.is_plain() => Standing::Digit,
                Some(number) if number.digits <= 2 && number.decimals == 1 && !number.padded => {
                    Standing::Decimal(Cover::DECIMAL)
                }
                Some(_) => Standing::Number,
                None => Standing::Unknown,
            },
            several if several.iter().all(|piece| piece.number.is_some()) => Standing::Number,
            _ => Standing::Unknown,
        };
    };
    let firm = |cover: &&Cover| !cover.doubtful && cover.kind != Kind::Glue;
    let Some(first) = found.first().copied() else {
        return Standing::Unknown;
    };
    let letter = text.chars().filter(|c| c.is_alphanumeric()).count() == 1 && first.letter;
    match found.iter().find(firm) {
        Some(cover) if letter && !cover.measured => Standing::Letter(*cover),
        _ if found.iter().all(|cover| cover.initials) => Standing::Initials(first),
        // `MS` and `MR.` are titles as well, without a number to measure.
        Some(cover) if cover.kind == Kind::Unit && !cover.measured && is_short_capitals(text) => {
            Standing::Initials(*cover)
        }
        Some(cover) => Standing::Harmless(*cover),
        None if found.iter().all(|cover| cover.kind == Kind::Glue) => {
            if found.iter().any(|cover| cover.doubtful) {
                Standing::Particle(first)
            } else {
                Standing::Glue(first)
            }
        }
        None => Standing::Doubtful(*found.iter().find(|cover| cover.doubtful).unwrap_or(&first)),
    }
}

fn is_short_capitals(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    letters().count() <= 2 && letters().all(char::is_uppercase)
}

/// Whether letters follow a number within a word and do not measure with it, as in `kJ32H` and `1eL`: by chance, most
/// strings of letters and digits fall into short terms. `first` is the index of the first of `pieces`.
fn has_stray_letters(pieces: &[Piece], covers: &Covers, first: usize) -> bool {
    (first..).zip(pieces.windows(2)).any(|(at, pair)| {
        let [before, piece] = pair else {
            return false;
        };
        // `1.5x` is a zoom.
        let glued = !piece.starts_word && piece.symbol.is_none() && piece.text != "x";
        let after_number = before.number.is_some() && piece.number.is_none();
        let group = |at| {
            covers
                .get(at)
                .filter(|cover| cover.measured)
                .map(|cover| cover.group)
        };
        glued && after_number && (group(at).is_none() || group(at) != group(at + 1))
    })
}

/// What stays harmless in a line of words `texts` that stand so: a cover for each harmless word.
pub(super) fn in_company(texts: &[&str], alone: &[Standing]) -> Vec<Option<Cover>> {
    let mut kept: Vec<Option<Cover>> = (0..alone.len())
        .map(|at| match alone.get(at)? {
            Standing::Harmless(cover) => Some(*cover),
            Standing::Letter(cover) => letter_stays(texts, alone, at).then_some(*cover),
            Standing::Symbols => (!has_name_beside(alone, at)).then_some(Cover::SYMBOLS),
            Standing::Decimal(cover) => decimal_stays(texts, alone, at).then_some(*cover),
            Standing::Initials(cover) => initials_stay(alone, at).then_some(*cover),
            Standing::Doubtful(cover) => doubtful_stays(texts, alone, at).then_some(*cover),
            _ => None,
        })
        .collect();
    keep_glue(alone, &mut kept);
    kept
}

fn neighbors(at: usize) -> [Option<usize>; 2] {
    [at.checked_sub(1), at.checked_add(1)]
}

/// R and L mark a side whoever's initials stand beside them; other letters, and those with a dot, are initials then.
fn letter_stays(texts: &[&str], alone: &[Standing], at: usize) -> bool {
    let text = texts.get(at).copied().unwrap_or_default();
    let side = text.contains(['R', 'L', 'r', 'l']) && !text.ends_with('.');
    side || !has_name_beside(alone, at)
}

/// `Thorax 5.0 B30f`: after a harmless word, and before one or the end of the line.
fn decimal_stays(texts: &[&str], alone: &[Standing], at: usize) -> bool {
    let harmless = |at: Option<usize>| {
        let at = at?;
        Some(match alone.get(at)? {
            Standing::Harmless(cover) => cover.kind.supports(),
            Standing::Doubtful(_) => doubtful_stays(texts, alone, at),
            _ => false,
        })
    };
    harmless(at.checked_sub(1)) == Some(true) && harmless(at.checked_add(1)) != Some(false)
}

fn has_name_beside(alone: &[Standing], at: usize) -> bool {
    let mut beside = neighbors(at)
        .into_iter()
        .flatten()
        .filter_map(|at| alone.get(at));
    beside.any(|standing| standing.is_name_like())
}

/// What may be initials stays beside a measurement, or a harmless word that no initials stand beside.
fn initials_stay(alone: &[Standing], at: usize) -> bool {
    neighbors(at).into_iter().flatten().any(|beside| {
        matches!(alone.get(beside), Some(Standing::Harmless(cover))
            if cover.measured || !cover.kind.is_marker())
    })
}

/// A doubtful word stays beside a harmless one or a small number, unless a name may stand on its other side.
fn doubtful_stays(texts: &[&str], alone: &[Standing], at: usize) -> bool {
    let Some(Standing::Doubtful(cover)) = alone.get(at) else {
        return false;
    };
    // Names are not written in lower case, as `hand` and `pie` are.
    let text = texts.get(at).copied().unwrap_or_default();
    let lower = text.chars().all(|c| !c.is_alphabetic() || c.is_lowercase());
    let long = text.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let mut supported = lower
        && match cover.kind {
            Kind::Laterality => true,
            Kind::View | Kind::Position | Kind::Anatomy | Kind::Finding | Kind::Annotation => long,
            _ => false,
        };
    for (beside, comma_at) in [
        (at.checked_sub(1), at.checked_sub(1)),
        (at.checked_add(1), Some(at)),
    ] {
        let Some(standing) = beside.and_then(|beside| alone.get(beside)) else {
            continue;
        };
        if standing.is_name_like() {
            return false;
        }
        // "Hand, L" is a name with its initial.
        let text_at =
            |at: Option<usize>| at.and_then(|at| texts.get(at)).copied().unwrap_or_default();
        let apart = text_at(comma_at).ends_with(',') || text_at(beside).ends_with('.');
        supported |= match standing {
            Standing::Harmless(beside) => {
                let vendors = cover.kind == Kind::Vendor && beside.kind == Kind::Vendor;
                (beside.kind.supports() || vendors) && !text_at(comma_at).ends_with(',')
            }
            // `Head 5.0`, the thickness of its slices.
            Standing::Decimal(_) => comma_at == Some(at) && !apart,
            Standing::Letter(cover) => cover.kind == Kind::Laterality && !apart,
            Standing::Digit => !apart,
            _ => false,
        };
    }
    supported
}

/// Function words stay between harmless words.
fn keep_glue(alone: &[Standing], kept: &mut [Option<Cover>]) {
    let mut at = 0;
    while at < alone.len() {
        let rest = alone.get(at..).unwrap_or_default();
        let glue = rest
            .iter()
            .take_while(|standing| matches!(standing, Standing::Glue(_) | Standing::Particle(_)));
        let end = at + glue.count();
        let particles = rest
            .iter()
            .take(end - at)
            .any(|standing| matches!(standing, Standing::Particle(_)));
        let is_kept =
            |at: Option<usize>| at.and_then(|at| kept.get(at)).is_some_and(Option::is_some);
        // `with contrast`, `de face`: names begin with particles, but not with other function words.
        let before = is_kept(at.checked_sub(1)) || (at == 0 && !particles);
        let after = is_kept(Some(end)) || (end == alone.len() && at > 0 && !particles);
        if end > at && end - at <= 3 && before && after {
            for (standing, place) in alone.iter().zip(kept.iter_mut()).take(end).skip(at) {
                if let Standing::Glue(cover) | Standing::Particle(cover) = standing {
                    *place = Some(*cover);
                }
            }
        }
        at = end.max(at + 1);
    }
}
