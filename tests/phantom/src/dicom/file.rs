//! The file around a data set (PS3.10 chapter 7): preamble, file meta information, transfer syntax.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::element::{Element, Encoding, Value, encode};

/// Transfer syntaxes that phantoms are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Implicit VR Little Endian.
    ImplicitLittle,
    /// Explicit VR Little Endian.
    ExplicitLittle,
    /// Explicit VR Big Endian (retired).
    ExplicitBig,
    /// Deflated Explicit VR Little Endian.
    Deflated,
    /// RLE Lossless.
    Rle,
    /// JPEG Baseline (Process 1).
    JpegBaseline,
    /// JPEG Lossless, Non-Hierarchical, First-Order Prediction.
    JpegLossless,
    /// JPEG 2000 Image Compression (Lossless Only).
    Jpeg2000,
}

impl Syntax {
    /// The transfer syntax UID.
    #[must_use]
    pub const fn uid(self) -> &'static str {
        match self {
            Self::ImplicitLittle => "1.2.840.10008.1.2",
            Self::ExplicitLittle => "1.2.840.10008.1.2.1",
            Self::ExplicitBig => "1.2.840.10008.1.2.2",
            Self::Deflated => "1.2.840.10008.1.2.1.99",
            Self::Rle => "1.2.840.10008.1.2.5",
            Self::JpegBaseline => "1.2.840.10008.1.2.4.50",
            Self::JpegLossless => "1.2.840.10008.1.2.4.70",
            Self::Jpeg2000 => "1.2.840.10008.1.2.4.90",
        }
    }

    const fn encoding(self) -> Encoding {
        match self {
            Self::ImplicitLittle => Encoding::ImplicitLittle,
            Self::ExplicitBig => Encoding::ExplicitBig,
            Self::ExplicitLittle
            | Self::Deflated
            | Self::Rle
            | Self::JpegBaseline
            | Self::JpegLossless
            | Self::Jpeg2000 => Encoding::ExplicitLittle,
        }
    }
}

/// What stands before the data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// Preamble and file meta information, as it should be.
    Full,
    /// File meta information without preamble and prefix.
    MetaOnly,
    /// The data set alone.
    Bare,
}

/// The file that holds `data_set`.
///
/// # Panics
/// If `data_set` has no SOP Class and Instance UID.
#[must_use]
pub fn write_file(data_set: &[Element], syntax: Syntax, wrapping: Wrapping) -> Vec<u8> {
    let mut out = Vec::new();
    if wrapping == Wrapping::Full {
        // The preamble is free for applications; some leave a name there.
        out.extend(b"scanned by Odile Finchley");
        out.resize(128, 0);
        out.extend(b"DICM");
    }
    if wrapping != Wrapping::Bare {
        out.extend(meta(data_set, syntax));
    }
    let body = encode(data_set, syntax.encoding());
    if syntax == Syntax::Deflated {
        let mut deflater = DeflateEncoder::new(Vec::new(), Compression::default());
        deflater.write_all(&body).expect("memory takes all bytes");
        out.extend(deflater.finish().expect("memory takes all bytes"));
        let odd = out.len() % 2;
        out.resize(out.len() + odd, 0);
    } else {
        out.extend(body);
    }
    out
}

fn meta(data_set: &[Element], syntax: Syntax) -> Vec<u8> {
    let text = |tag| {
        let found = data_set.iter().find(|element| element.tag == tag);
        match found.map(|element| &element.value) {
            Some(Value::Text(text)) => text.clone(),
            _ => panic!("the data set names its class and instance"),
        }
    };
    let rest = encode(
        &[
            Element::new(2, 1, "OB", Value::Bytes(vec![0, 1])),
            Element::text(2, 2, "UI", text((8, 0x16))),
            Element::text(2, 3, "UI", text((8, 0x18))),
            Element::text(2, 0x10, "UI", syntax.uid()),
            Element::text(2, 0x12, "UI", "2.25.193514046702188460014"),
            Element::text(2, 0x16, "AE", "ODILESCANNER"),
        ],
        Encoding::ExplicitLittle,
    );
    let length = Element::new(2, 0, "UL", Value::Long(vec![rest.len() as u32]));
    let mut out = encode(&[length], Encoding::ExplicitLittle);
    out.extend(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiny() -> Vec<Element> {
        vec![
            Element::text(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.7"),
            Element::text(8, 0x18, "UI", "2.25.1"),
        ]
    }

    #[test]
    fn a_full_file_has_its_prefix_behind_128_bytes() {
        let bytes = write_file(&tiny(), Syntax::ExplicitLittle, Wrapping::Full);
        assert_eq!(&bytes[128..132], b"DICM");
        let length = u32::from_le_bytes(bytes[140..144].try_into().unwrap()) as usize;
        assert_eq!(&bytes[144 + length..148 + length], [8, 0, 0x16, 0]);
    }

    #[test]
    fn a_bare_file_starts_with_its_first_element() {
        let bytes = write_file(&tiny(), Syntax::ImplicitLittle, Wrapping::Bare);
        assert_eq!(&bytes[..8], [8, 0, 0x16, 0, 26, 0, 0, 0]);
    }
}
