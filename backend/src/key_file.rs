//! Where the 32 bytes come from that all pseudonyms derive from: a file the user names, or one made once.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The 256 bits of a key.
pub type KeyBytes = [u8; 32];

/// Why there is no key. Never holds a part of it.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read.
    #[error("cannot read the key file {path}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What the file holds is no key of 256 bits.
    #[error("{path} holds no key: it takes 64 hexadecimal digits, or exactly 32 random bytes")]
    NotAKey {
        /// Which.
        path: PathBuf,
    },
    /// A new key cannot be written.
    #[error("cannot write a new key to {path}")]
    Write {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes for a key")]
    NoRandomness,
}

/// Reads the key that `path` holds.
///
/// # Errors
/// Where it cannot be read, or is not of 256 bits.
pub fn read_key(path: &Path) -> Result<KeyBytes, KeyFileError> {
    let content = std::fs::read(path).map_err(|source| KeyFileError::Read {
        path: path.into(),
        source,
    })?;
    key_from(&content).ok_or_else(|| KeyFileError::NotAKey { path: path.into() })
}

/// Reads the key at `path`, or makes one there that only this user can read; tells whether it was made.
///
/// # Errors
/// Where there is something else at `path`, or nothing can be written there.
pub fn read_or_create_key(path: &Path) -> Result<(KeyBytes, bool), KeyFileError> {
    let failed = |source| KeyFileError::Write {
        path: path.into(),
        source,
    };
    let mut key = KeyBytes::default();
    getrandom::fill(&mut key).map_err(|_| KeyFileError::NoRandomness)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = match options.open(path) {
        Ok(file) => file,
        Err(problem) if problem.kind() == ErrorKind::AlreadyExists => {
            return Ok((read_key(path)?, false));
        }
        Err(problem) => return Err(failed(problem)),
    };
    let digits: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    match writeln!(file, "{digits}").and_then(|()| file.sync_all()) {
        Ok(()) => Ok((key, true)),
        Err(problem) => {
            // Half a key must not be found by the next run.
            let _ = std::fs::remove_file(path);
            Err(failed(problem))
        }
    }
}

/// 32 bytes that could be typed are a passphrase or half a hexadecimal key: fewer than 256 bits of chance.
fn key_from(content: &[u8]) -> Option<KeyBytes> {
    let typed = content.trim_ascii();
    if typed.len() == 64 && typed.iter().all(u8::is_ascii_hexdigit) {
        let mut key = KeyBytes::default();
        for (byte, pair) in key.iter_mut().zip(typed.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        return Some(key).filter(is_not_constant);
    }
    let key = KeyBytes::try_from(content).ok()?;
    let is_typed = key
        .iter()
        .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace());
    Some(key).filter(|key| !is_typed && is_not_constant(key))
}

fn is_not_constant(key: &KeyBytes) -> bool {
    key.iter().any(|byte| *byte != key[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTES: KeyBytes = *b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f";
    const DIGITS: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1F";

    #[test]
    fn a_key_is_64_hexadecimal_digits_or_32_bytes() {
        assert_eq!(key_from(DIGITS.as_bytes()), Some(BYTES));
        assert_eq!(key_from(format!("{DIGITS}\r\n").as_bytes()), Some(BYTES));
        assert_eq!(key_from(&BYTES), Some(BYTES));
    }

    #[test]
    fn less_than_256_bits_is_no_key() {
        for content in [
            "",
            "secret",
            &DIGITS[..62],
            &DIGITS[..32],
            "correct horse battery staple 123",
            &"0".repeat(64),
        ] {
            assert_eq!(key_from(content.as_bytes()), None, "{content}");
        }
        assert_eq!(key_from(&BYTES[..31]), None);
        assert_eq!(key_from(&[0; 32]), None);
    }

    #[test]
    fn a_key_is_made_once_and_then_reused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deid.key");
        let (made, true) = read_or_create_key(&path).unwrap() else {
            panic!("not made")
        };
        assert_eq!(read_or_create_key(&path).unwrap(), (made, false));
        assert_eq!(read_key(&path).unwrap(), made);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }

    #[test]
    fn a_file_that_holds_no_key_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deid.key");
        std::fs::write(&path, "too short").unwrap();
        let problem = read_or_create_key(&path).unwrap_err();
        assert!(matches!(problem, KeyFileError::NotAKey { .. }));
        assert!(!problem.to_string().contains("short"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "too short");
    }
}
