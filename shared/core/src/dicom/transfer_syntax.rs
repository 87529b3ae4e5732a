//! The transfer syntaxes that De-ID reads, and what each is written back as; every other one is refused by name.

use crate::structure::Encoding;

/// How pixels are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    Native,
    /// Not at all, but each frame in fragments (PS3.5 A.4.11).
    Encapsulated,
    /// Each frame by DEFLATE (PS3.5 A.4.13, RFC 1951).
    DeflatedFrame,
    /// RLE Lossless (PS3.5 Annex G).
    Rle,
    /// JPEG with DCT: Baseline (process 1), Extended (processes 2 and 4).
    JpegDct,
    /// JPEG Lossless, process 14.
    JpegLossless,
    /// JPEG-LS (ITU-T T.87).
    JpegLs,
    /// JPEG 2000, part 1 (ITU-T T.800), and High-Throughput JPEG 2000 (ITU-T T.814).
    Jpeg2000,
    /// JPEG XL (ISO/IEC 18181).
    JpegXl,
}

/// What a file is written as once pixels of it had to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenBack {
    /// In the same transfer syntax.
    Same,
    /// Grey in the same transfer syntax, color as JPEG 2000 (Lossless Only): no encoder for color is at hand.
    SameGrey,
    /// As JPEG 2000 (Lossless Only): a second lossy step would damage the picture, or no encoder is at hand.
    Jpeg2000,
}

/// One supported transfer syntax.
#[derive(Debug, PartialEq, Eq)]
pub struct TransferSyntax {
    /// Its UID.
    pub uid: &'static str,
    /// Its name (PS3.6 Table A-1).
    pub name: &'static str,
    /// How elements are written.
    pub encoding: Encoding,
    /// Whether the data set is deflated as a whole (RFC 1951).
    pub deflated: bool,
    /// How pixels are compressed.
    pub compression: Compression,
    /// Whether the compression may lose something.
    pub lossy: bool,
    /// What redacted files are written as.
    pub written_back: WrittenBack,
}

/// A transfer syntax in Explicit VR Little Endian that is written back as itself.
const fn row(uid: &'static str, name: &'static str, compression: Compression) -> TransferSyntax {
    TransferSyntax {
        uid,
        name,
        encoding: Encoding::ExplicitLittle,
        deflated: false,
        compression,
        lossy: false,
        written_back: WrittenBack::Same,
    }
}

/// A transfer syntax that is written back as JPEG 2000.
const fn converted(
    uid: &'static str,
    name: &'static str,
    compression: Compression,
    lossy: bool,
) -> TransferSyntax {
    TransferSyntax {
        lossy,
        written_back: WrittenBack::Jpeg2000,
        ..row(uid, name, compression)
    }
}

/// JPEG with DCT: lossy, but redacted without a second lossy step.
const fn dct(uid: &'static str, name: &'static str) -> TransferSyntax {
    TransferSyntax {
        lossy: true,
        ..row(uid, name, Compression::JpegDct)
    }
}

/// JPEG 2000 (Lossless Only), which redacted images of several other syntaxes are written in.
pub const JPEG_2000_LOSSLESS: TransferSyntax = row(
    "1.2.840.10008.1.2.4.90",
    "JPEG 2000 (Lossless Only)",
    Compression::Jpeg2000,
);

/// Every transfer syntax that De-ID reads, in the order of PS3.6 Table A-1.
#[rustfmt::skip]
pub const SUPPORTED: &[TransferSyntax] = &[
    TransferSyntax {
        encoding: Encoding::ImplicitLittle,
        ..row("1.2.840.10008.1.2", "Implicit VR Little Endian", Compression::Native)
    },
    row("1.2.840.10008.1.2.1", "Explicit VR Little Endian", Compression::Native),
    row("1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian", Compression::Encapsulated),
    TransferSyntax {
        deflated: true,
        ..row("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", Compression::Native)
    },
    TransferSyntax {
        encoding: Encoding::ExplicitBig,
        ..row("1.2.840.10008.1.2.2", "Explicit VR Big Endian (retired)", Compression::Native)
    },
    dct("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)"),
    dct("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 & 4)"),
    row("1.2.840.10008.1.2.4.57", "JPEG Lossless, Non-Hierarchical (Process 14)", Compression::JpegLossless),
    row("1.2.840.10008.1.2.4.70", "JPEG Lossless, Non-Hierarchical, First-Order Prediction", Compression::JpegLossless),
    TransferSyntax {
        written_back: WrittenBack::SameGrey,
        ..row("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Compression::JpegLs)
    },
    converted("1.2.840.10008.1.2.4.81", "JPEG-LS Lossy (Near-Lossless)", Compression::JpegLs, true),
    JPEG_2000_LOSSLESS,
    converted("1.2.840.10008.1.2.4.91", "JPEG 2000", Compression::Jpeg2000, true),
    row("1.2.840.10008.1.2.4.110", "JPEG XL Lossless", Compression::JpegXl),
    converted("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression", Compression::JpegXl, true),
    converted("1.2.840.10008.1.2.4.112", "JPEG XL", Compression::JpegXl, true),
    converted("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 (Lossless Only)", Compression::Jpeg2000, false),
    converted("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)", Compression::Jpeg2000, false),
    converted("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", Compression::Jpeg2000, true),
    row("1.2.840.10008.1.2.5", "RLE Lossless", Compression::Rle),
    row("1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression", Compression::DeflatedFrame),
];

/// The supported transfer syntax with this UID.
#[must_use]
pub fn transfer_syntax(uid: &str) -> Option<&'static TransferSyntax> {
    SUPPORTED.iter().find(|syntax| syntax.uid == uid)
}

impl TransferSyntax {
    /// What a file of this syntax is written as once pixels had to change; `channels` are _Samples per Pixel_.
    #[must_use]
    pub fn written_back_as(&'static self, channels: u8) -> &'static Self {
        match (self.written_back, channels) {
            (WrittenBack::Same, _) | (WrittenBack::SameGrey, 1) => self,
            (WrittenBack::SameGrey | WrittenBack::Jpeg2000, _) => &JPEG_2000_LOSSLESS,
        }
    }
}
