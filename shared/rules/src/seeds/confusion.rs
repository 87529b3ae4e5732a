//! What a text reader takes for what, and what that costs.

/// Cost of an edit that no confusion explains. All costs are in quarters of it.
pub(super) const EDIT: u16 = 4;

/// Cost of a confusion within a class, and of one letter taken for two.
const CONFUSION: u16 = 1;

/// Cost of taking one letter for another that looks much like it.
const LOOK_ALIKE: u16 = 2;

/// Whether two letters, the lesser first, look much alike without being of one class: a class would make too many
/// words equal.
const fn look_alike(one: char, other: char) -> bool {
    matches!(
        (one, other),
        ('0', 'd' | 'q')
            | ('1', '7')
            | ('3', '8')
            | ('4', 'a')
            | ('5', '6')
            | ('6', '8')
            | ('7', 't')
            | ('9', 'g')
            | ('c', 'e' | 'g')
            | ('d', 'o')
            | ('f', 't')
            | ('h', 'n')
            | ('i', 'j')
            | ('o', 'q')
            | ('u', 'v')
            | ('v', 'y')
    )
}

/// The letter that stands for all those that readers confuse freely: O and 0; I, l and 1; S and 5; B and 8; Z and 2;
/// G and 6.
pub(super) const fn class(letter: char) -> char {
    match letter {
        '0' => 'o',
        '1' | 'l' => 'i',
        '5' => 's',
        '8' => 'b',
        '2' => 'z',
        '6' => 'g',
        other => other,
    }
}

/// What it costs that `read` stands where `meant` should; both folded.
pub(super) fn substitution(meant: char, read: char) -> u16 {
    if meant == read {
        0
    } else if class(meant) == class(read) {
        CONFUSION
    } else if look_alike(meant.min(read), meant.max(read)) {
        LOOK_ALIKE
    } else {
        EDIT
    }
}

/// What it costs to take two neighboring letters for one, or one for them; nothing if that is no usual confusion.
pub(super) fn merging(first: char, second: char, one: char) -> Option<u16> {
    let usual = match (class(first), class(second)) {
        ('r', 'n') => one == 'm',
        ('v', 'v') => one == 'w',
        ('c', 'i') => one == 'd',
        ('i', 'i') => matches!(one, 'u' | 'n'),
        ('i', 'n') | ('n', 'i') => one == 'm',
        ('i', 'o') => one == 'b' || one == 'd',
        _ => false,
    };
    usual.then_some(CONFUSION)
}

/// Writes to `skeleton` what is left of `folded` when every letter is replaced by its class and `rn`, `cl` and `vv` by
/// the letter they look like: words with one skeleton differ in confusions only.
pub(super) fn write_skeleton(folded: &[char], skeleton: &mut String) {
    skeleton.clear();
    let mut letters = folded.iter().copied().peekable();
    while let Some(letter) = letters.next() {
        let one = match (letter, letters.peek()) {
            ('r', Some('n')) => Some('m'),
            ('c', Some('l')) => Some('d'),
            ('v', Some('v')) => Some('w'),
            _ => None,
        };
        if let Some(one) = one {
            letters.next();
            skeleton.push(one);
        } else {
            skeleton.push(class(letter));
        }
    }
}

/// The letters of the skeleton, each with how often it occurs, up to four times: one bit for each. An edit changes two
/// bits at most.
pub(super) fn letters_of(skeleton: &str) -> u128 {
    skeleton.chars().fold(0, |set: u128, letter| {
        let first = u32::from(letter) % 32;
        let next = (0..4)
            .map(|often| 1_u128 << (first + 32 * often))
            .find(|bit| set & bit == 0);
        set | next.unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_readers_confuse_have_one_skeleton() {
        let of = |word: &str| {
            let mut skeleton = String::new();
            let folded: Vec<char> = word.chars().collect();
            write_skeleton(&folded, &mut skeleton);
            skeleton
        };
        for (one, other) in [
            ("10582", "losbz"),
            ("barnes", "bames"),
            ("clark", "dark"),
            ("vvalter", "walter"),
            ("g00d", "6ood"),
        ] {
            assert_eq!(of(one), of(other), "{one} {other}");
        }
        assert_ne!(of("hand"), of("band"));
    }

    #[test]
    fn confusions_are_cheap_and_other_substitutions_are_not() {
        let cases = [
            ('o', '0', 1),
            ('l', '1', 1),
            ('d', 'o', 2),
            ('8', '3', 2),
            ('a', 'k', 4),
            ('x', 'x', 0),
        ];
        for (meant, read, cost) in cases {
            assert_eq!(substitution(meant, read), cost, "{meant} {read}");
            assert_eq!(substitution(read, meant), cost, "{read} {meant}");
        }
        assert_eq!(merging('r', 'n', 'm'), Some(1));
        assert_eq!(merging('r', 'x', 'm'), None);
    }
}
