//! The key from which every pseudonym derives.
//!
//! One subkey a purpose by HKDF-SHA-256 (RFC 5869), one pseudonym a value by HMAC-SHA-256
//! (RFC 2104): the same key gives the same pseudonym on every machine, without a shared table,
//! and nobody without the key can find the value back by trying.

use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

/// What a pseudonym stands for. Each purpose has a subkey of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A UID.
    Uid,
    /// A _Patient ID_ within its issuer.
    Patient,
    /// The content of a file, for its name.
    Content,
    /// A study, for grouping on screen.
    Study,
    /// The hash of an input, for the audit log.
    Audit,
    /// A device with the modality and size of its images, for comparing files of one run.
    Device,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Uid => b"deid uid 1",
            Self::Patient => b"deid patient 1",
            Self::Content => b"deid content 1",
            Self::Study => b"deid study 1",
            Self::Audit => b"deid audit 1",
            Self::Device => b"deid device 1",
        }
    }
}

/// A 256-bit secret. `Debug` shows its id only.
#[derive(Clone)]
pub struct Key {
    secret: [u8; 32],
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.id())
    }
}

impl Key {
    /// Wraps 32 random bytes.
    #[must_use]
    pub const fn new(secret: [u8; 32]) -> Self {
        Self { secret }
    }

    /// Names the key without telling it: 16 hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> String {
        hex(self.subkey(b"deid key id 1").get(..8).unwrap_or_default())
    }

    /// The pseudonym of `value` for `purpose`: 32 bytes.
    #[must_use]
    pub fn pseudonym(&self, purpose: Purpose, value: &[u8]) -> [u8; 32] {
        let subkey = self.subkey(purpose.label());
        match Hmac::<Sha256>::new_from_slice(&subkey) {
            Ok(mut mac) => {
                mac.update(value);
                mac.finalize().into_bytes().into()
            }
            // HMAC takes keys of any length; hashing both keeps the answer secret all the same.
            Err(_) => Sha256::new()
                .chain_update(subkey)
                .chain_update(value)
                .finalize()
                .into(),
        }
    }

    /// The UID that stands for `uid`: `2.25.` and a 128-bit number (PS3.5 B.2), at most 44 characters.
    #[must_use]
    pub fn uid(&self, uid: &str) -> String {
        let digest = self.pseudonym(Purpose::Uid, uid.as_bytes());
        let mut number = [0; 16];
        number
            .iter_mut()
            .zip(digest)
            .for_each(|(to, from)| *to = from);
        // Version 4 and variant bits, so that the number is a UUID as PS3.5 B.2 asks.
        number[6] = number[6] & 0x0f | 0x40;
        number[8] = number[8] & 0x3f | 0x80;
        format!("2.25.{}", u128::from_be_bytes(number))
    }

    fn subkey(&self, label: &[u8]) -> [u8; 32] {
        let mut subkey = [0; 32];
        // 32 bytes are within the 255 * 32 that HKDF can expand to.
        let expanded = Hkdf::<Sha256>::new(None, &self.secret).expand(label, &mut subkey);
        debug_assert!(expanded.is_ok());
        subkey
    }
}

/// Lower-case hexadecimal digits of `bytes`.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of `bytes`, in hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_gives_the_same_uid_and_another_key_another() {
        let (a, b) = (Key::new([1; 32]), Key::new([2; 32]));
        assert_eq!(a.uid("1.2.3"), a.uid("1.2.3"));
        assert_ne!(a.uid("1.2.3"), b.uid("1.2.3"));
        assert_ne!(a.uid("1.2.3"), a.uid("1.2.4"));
        assert!(a.uid("1.2.3").len() <= 64);
    }

    #[test]
    fn debug_output_does_not_hold_the_secret() {
        let shown = format!("{:?}", Key::new([0xab; 32]));
        assert!(!shown.contains("abab") && !shown.contains("171"), "{shown}");
    }

    #[test]
    fn purposes_do_not_share_pseudonyms() {
        let key = Key::new([7; 32]);
        assert_ne!(
            key.pseudonym(Purpose::Uid, b"x"),
            key.pseudonym(Purpose::Patient, b"x")
        );
    }
}
