//! Runs of letters and digits within a word, as they are written.

use super::fold::fold_into;

/// A run of letters and digits, with `.` or `,` between digits; or one `%` or `°`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// Lower case, without accents.
    pub folded: String,
    /// As it is written.
    pub written: String,
    /// The last symbol between the run before it, or the start of the text, and this one.
    pub symbol: Option<char>,
}

/// All runs of `text`; symbols and white space part them.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let mut letters = text.chars().peekable();
    let mut symbol = None;
    // Whether the last run goes on with the next letter.
    let mut open = false;
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let between_digits = matches!(letter, '.' | ',')
            && before.is_ascii_digit()
            && letters.peek().is_some_and(char::is_ascii_digit);
        if is_run_letter(letter) || (open && between_digits) {
            if !open {
                found.push(Run {
                    folded: String::new(),
                    written: String::new(),
                    symbol: symbol.take(),
                });
            }
            if let Some(run) = found.last_mut() {
                fold_or_keep(&mut run.folded, letter);
                run.written.push(letter);
            }
            open = true;
        } else if matches!(letter, '%' | '°') {
            found.push(Run {
                folded: letter.into(),
                written: letter.into(),
                symbol: symbol.take(),
            });
            open = false;
        } else {
            if !letter.is_whitespace() {
                symbol = Some(letter);
            }
            open = false;
        }
        before = letter;
    }
    found.retain(|run| !run.folded.is_empty());
    found
}

/// The last symbol of `text` that no run follows.
pub(super) fn trailing_symbol(text: &str) -> Option<char> {
    text.chars()
        .next_back()
        .filter(|last| !is_run_letter(*last) && !matches!(last, '%' | '°'))
}

fn is_run_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '×' || matches!(letter, '\u{300}'..='\u{36f}')
}

fn fold_or_keep(out: &mut String, letter: char) {
    if matches!(letter, '.' | ',') {
        out.push(letter);
    } else {
        fold_into(out, letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_part_runs_and_decimals_stay_whole() {
        let told: Vec<_> = runs("Gain:52% (1.5T) 12×13")
            .into_iter()
            .map(|run| (run.folded, run.symbol))
            .collect();
        let expected = [
            ("gain", None),
            ("52", Some(':')),
            ("%", None),
            ("1.5t", Some('(')),
            ("12x13", Some(')')),
        ];
        let expected = expected.map(|(folded, symbol)| (folded.to_owned(), symbol));
        assert_eq!(told, expected);
    }
}
