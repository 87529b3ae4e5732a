//! The characters that the network tells apart.

/// One line, in the order of the network's classes.
static CHARACTERS: &str = include_str!("../../weights/alphabet.txt");

/// The characters by class.
pub struct Alphabet {
    characters: Vec<char>,
}

impl Alphabet {
    /// The alphabet that the network was trained with.
    pub fn load() -> Self {
        let line = CHARACTERS.trim_end_matches(['\r', '\n']);
        Self {
            characters: line.chars().collect(),
        }
    }

    /// Number of classes: the blank and the characters.
    pub fn classes(&self) -> usize {
        self.characters.len() + 1
    }

    /// The character of `class`; `None` for the blank, class 0.
    pub fn character(&self, class: usize) -> Option<char> {
        self.characters.get(class.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_character_has_one_class_and_the_space_is_one_of_them() {
        let alphabet = Alphabet::load();
        let distinct: BTreeSet<char> = alphabet.characters.iter().copied().collect();
        assert_eq!(distinct.len() + 1, alphabet.classes());
        assert!(distinct.is_superset(&(' '..='~').collect()));
        assert!(!distinct.iter().any(|character| character.is_control()));
    }

    #[test]
    fn class_zero_is_the_blank() {
        let alphabet = Alphabet::load();
        assert_eq!(alphabet.character(0), None);
        assert_eq!(alphabet.character(1), Some(' '));
        assert_eq!(alphabet.character(alphabet.classes()), None);
    }
}
