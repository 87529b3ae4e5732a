//! What strips said that were read before. The lines of a cine stand in every frame: where all samples of a strip are the
//! same, so is its reading, and the network need not run again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::crop::Strip;
use super::decode::Character;

/// Strips that are remembered, of some ten kilobytes each; then all are forgotten, and the remembering begins anew.
const MOST: usize = 256;

/// The readings of the last strips. PHI.
#[derive(Default)]
pub struct Memory(Mutex<HashMap<Strip, Vec<Character>>>);

impl Memory {
    /// What a strip said of which every sample is that of this one.
    pub fn recall(&self, strip: &Strip) -> Option<Vec<Character>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(strip).cloned()
    }

    /// Remembers what a strip says.
    pub fn keep(&self, strip: &Strip, characters: &[Character]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(strip.clone(), characters.to_vec());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(grey: u8) -> Strip {
        Strip {
            columns: 8,
            samples: vec![grey; 8 * super::super::crop::ROWS],
        }
    }

    const LETTER: Character = Character {
        symbol: 'L',
        confidence: 0.5,
        column: 4.0,
    };

    #[test]
    fn a_strip_is_remembered_unless_a_single_sample_differs() {
        let memory = Memory::default();
        memory.keep(&strip(7), &[LETTER]);
        assert_eq!(memory.recall(&strip(7)), Some(vec![LETTER]));
        let mut other = strip(7);
        other.samples[100] = 8;
        assert_eq!(memory.recall(&other), None);
    }

    #[test]
    fn no_more_is_remembered_than_the_limit() {
        let memory = Memory::default();
        for columns in 0..MOST + 3 {
            let strip = Strip {
                columns,
                samples: Vec::new(),
            };
            memory.keep(&strip, &[]);
        }
        assert_eq!(memory.0.lock().unwrap().len(), 3);
    }
}
