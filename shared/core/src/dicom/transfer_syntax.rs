//! The transfer syntaxes that De-ID reads; every other one is refused by name.

use crate::structure::Encoding;

/// How pixels are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    Native,
    /// RLE Lossless (PS3.5 Annex G).
    Rle,
    /// JPEG Baseline, process 1.
    JpegBaseline,
    /// JPEG Lossless, process 14.
    JpegLossless,
    /// JPEG 2000, part 1.
    Jpeg2000,
}

/// One supported transfer syntax.
#[derive(Debug, PartialEq, Eq)]
pub struct TransferSyntax {
    /// Its UID.
    pub uid: &'static str,
    /// Its name.
    pub name: &'static str,
    /// How elements are written.
    pub encoding: Encoding,
    /// Whether the data set is deflated as a whole (RFC 1951).
    pub deflated: bool,
    /// How pixels are compressed.
    pub compression: Compression,
}

const fn row(uid: &'static str, name: &'static str, compression: Compression) -> TransferSyntax {
    TransferSyntax {
        uid,
        name,
        encoding: Encoding::ExplicitLittle,
        deflated: false,
        compression,
    }
}

/// Implicit VR Little Endian.
pub const IMPLICIT_LITTLE: TransferSyntax = TransferSyntax {
    encoding: Encoding::ImplicitLittle,
    ..row(
        "1.2.840.10008.1.2",
        "Implicit VR Little Endian",
        Compression::Native,
    )
};

/// Explicit VR Little Endian, which redacted compressed images are written in.
pub const EXPLICIT_LITTLE: TransferSyntax = row(
    "1.2.840.10008.1.2.1",
    "Explicit VR Little Endian",
    Compression::Native,
);

/// Every transfer syntax that De-ID reads, in the order of their UIDs.
pub const SUPPORTED: &[TransferSyntax] = &[
    IMPLICIT_LITTLE,
    EXPLICIT_LITTLE,
    TransferSyntax {
        deflated: true,
        ..row(
            "1.2.840.10008.1.2.1.99",
            "Deflated Explicit VR Little Endian",
            Compression::Native,
        )
    },
    TransferSyntax {
        encoding: Encoding::ExplicitBig,
        ..row(
            "1.2.840.10008.1.2.2",
            "Explicit VR Big Endian (retired)",
            Compression::Native,
        )
    },
    row(
        "1.2.840.10008.1.2.4.50",
        "JPEG Baseline (Process 1)",
        Compression::JpegBaseline,
    ),
    row(
        "1.2.840.10008.1.2.4.57",
        "JPEG Lossless (Process 14)",
        Compression::JpegLossless,
    ),
    row(
        "1.2.840.10008.1.2.4.70",
        "JPEG Lossless (Process 14, SV 1)",
        Compression::JpegLossless,
    ),
    row(
        "1.2.840.10008.1.2.4.90",
        "JPEG 2000 (Lossless Only)",
        Compression::Jpeg2000,
    ),
    row("1.2.840.10008.1.2.4.91", "JPEG 2000", Compression::Jpeg2000),
    row("1.2.840.10008.1.2.5", "RLE Lossless", Compression::Rle),
];

/// The supported transfer syntax with this UID.
#[must_use]
pub fn transfer_syntax(uid: &str) -> Option<&'static TransferSyntax> {
    SUPPORTED.iter().find(|syntax| syntax.uid == uid)
}
