//! Keys that want out, and folders that would let them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use crate::playground::Playground;
use crate::raw::encode;

/// Ways up, out and in, before each of [`TARGETS`].
const WAYS: &[&str] = &[
    "../",
    "../../",
    "in/../../",
    "./../",
    "in/./../../",
    "..//",
    "/../",
    "//",
    "/",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%2f",
    "%252e%252e/",
    "..\\",
    "..\\..\\",
    "..;/",
    ".../",
    "\u{ff0e}\u{ff0e}/",
    "\u{2024}\u{2024}/",
    "\u{2025}/",
    "..\u{200d}/",
    "..\u{ff0f}",
    "..\u{2215}",
    "..\0/",
    "..\t/",
    "link-up/",
    "link-beside/",
    "link-top/",
    "IN/../../",
    "in/..\u{0}/../",
];

const TARGETS: &[&str] = &[
    "secret.txt",
    "beside/secret.txt",
    "originals/image.dcm",
    "outputs/kept.dcm",
    "new.txt",
    "SECRET.TXT",
];

const ALONE: &[&str] = &[
    ".",
    "..",
    "./",
    "../",
    "...",
    "a/..",
    "a/../..",
    "a/.",
    "a//b",
    "a/",
    "//",
    "\\",
    "a\\b",
    "C:\\secret.txt",
    "C:/secret.txt",
    "\\\\host\\share",
    "/etc/passwd",
    "etc/passwd",
    "file:///etc/passwd",
    "~root/x",
    "$HOME/x",
    "a\0b",
    "secret.txt\0.png",
    "a\nb",
    "a\rb\r\nX-Injected: 1",
    "a\u{7f}b",
    "a\u{85}b",
    "a\u{fffe}b",
    "a\u{ffff}b",
    "\u{feff}",
    " ",
    "+",
    "?",
    "#",
    "a?acl",
    "a?uploads",
    "a;b",
    ".deid-staging",
    ".deid-staging/",
    ".deid-staging/x",
    "in/.deid-staging/x",
    ".DEID-STAGING/x",
    ".Deid-Staging",
    ".deid-other",
    ".dEiD-x/y",
    "link-file",
    "link-file/x",
    "link-loop",
    "link-loop/x",
    "link-inside",
    "link-folder/kept.dcm",
    "link-dangling",
    "link-absolute",
    "link-up",
    "link-top",
    "pipe",
    "pipe/x",
    "socket",
    "in",
    "kept.dcm/x",
    "kept.dcm/",
    "link-staging/x",
    "proc/self/environ",
    "in/link-deep/secret.txt",
    "%00",
    "%2e%2e",
    "nul",
    "com1",
    "kept.dcm::$DATA",
    "kept.dcm.",
    "kept.dcm ",
];

/// All of them.
pub fn keys() -> Vec<String> {
    let long = [
        "x".repeat(256),
        "x".repeat(1024),
        "x".repeat(1025),
        "é".repeat(1000),
        "d/".repeat(300) + "x",
        "../".repeat(300),
        "x/../".repeat(150) + "secret.txt",
    ];
    let mut keys: Vec<String> = WAYS
        .iter()
        .flat_map(|way| TARGETS.iter().map(move |target| format!("{way}{target}")))
        .collect();
    keys.extend(ALONE.iter().map(ToString::to_string));
    keys.extend(long);
    keys
}

/// The same key on the wire: all are decoded to it, or to nothing.
pub fn spellings(key: &str) -> Vec<Vec<u8>> {
    let all: String = key.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let dots = encode(key, "/").replace('.', "%2E");
    let bare: String = key
        .chars()
        .map(|c| match c {
            '%' | '?' | '#' | ' ' | '\0'..='\u{1f}' | '\u{7f}' => encode(&c.to_string(), ""),
            c => c.to_string(),
        })
        .collect();
    [all, dots, encode(key, "/"), encode(key, ""), bare]
        .map(|path| format!("/outputs/{path}").into_bytes())
        .to_vec()
}

/// Both buckets with honest files and traps in them.
pub async fn playground() -> Playground {
    let playground = Playground::new().await;
    for bucket in ["originals", "outputs"] {
        playground.place(&format!("{bucket}/image.dcm"), b"image");
        playground.place(&format!("{bucket}/kept.dcm"), b"kept");
        playground.place(&format!("{bucket}/in/image.dcm"), b"image");
        playground.place(&format!("{bucket}/folder/kept.dcm"), b"kept");
        #[cfg(unix)]
        set_traps(&playground, bucket);
    }
    playground
}

#[cfg(unix)]
fn set_traps(playground: &Playground, bucket: &str) {
    use std::os::unix::fs::symlink;
    let bucket = playground.top().join(bucket);
    let secret = playground.top().join("secret.txt");
    for (target, link) in [
        ("../secret.txt", "link-file"),
        ("../beside", "link-beside"),
        ("..", "link-up"),
        (".", "link-top"),
        ("link-loop", "link-loop"),
        ("kept.dcm", "link-inside"),
        ("folder", "link-folder"),
        ("../none", "link-dangling"),
        (".deid-staging", "link-staging"),
        ("../../beside", "in/link-deep"),
        (secret.to_str().unwrap(), "link-absolute"),
    ] {
        symlink(target, bucket.join(link)).unwrap();
    }
    let made = std::process::Command::new("mkfifo")
        .arg(bucket.join("pipe"))
        .status();
    assert!(made.unwrap().success());
    let socket = std::os::unix::net::UnixListener::bind(bucket.join("socket")).unwrap();
    drop(socket);
}
