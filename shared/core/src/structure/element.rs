//! One element header: tag, value representation, length (PS3.5 7.1).

use super::StructureError;

/// How element headers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Implicit VR Little Endian.
    ImplicitLittle,
    /// Explicit VR Little Endian.
    ExplicitLittle,
    /// Explicit VR Big Endian (retired).
    ExplicitBig,
}

impl Encoding {
    /// Two bytes as a number in this byte order.
    #[must_use]
    pub const fn u16(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::ExplicitBig => u16::from_be_bytes(bytes),
            Self::ImplicitLittle | Self::ExplicitLittle => u16::from_le_bytes(bytes),
        }
    }

    /// The transfer syntax that is this encoding and nothing else.
    #[must_use]
    pub const fn plain_uid(self) -> &'static str {
        match self {
            Self::ImplicitLittle => "1.2.840.10008.1.2",
            Self::ExplicitLittle => "1.2.840.10008.1.2.1",
            Self::ExplicitBig => "1.2.840.10008.1.2.2",
        }
    }

    const fn u32(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::ExplicitBig => u32::from_be_bytes(bytes),
            Self::ImplicitLittle | Self::ExplicitLittle => u32::from_le_bytes(bytes),
        }
    }
}

/// An element header, read but not yet believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementHeader {
    /// Group number.
    pub group: u16,
    /// Element number.
    pub element: u16,
    /// Value representation, where the encoding tells it.
    pub vr: Option<[u8; 2]>,
    /// Length of the value; `None` for undefined.
    pub length: Option<u32>,
    /// Offset of the first byte of the value.
    pub value_at: usize,
}

impl ElementHeader {
    /// Reads the header at `at`.
    ///
    /// # Errors
    /// [`StructureError::Malformed`] where the bytes end or the VR is not two capital letters.
    pub fn read(bytes: &[u8], at: usize, encoding: Encoding) -> Result<Self, StructureError> {
        let malformed = StructureError::Malformed { offset: at as u64 };
        let group = encoding.u16(array(bytes, at).ok_or(malformed)?);
        let element = encoding.u16(array(bytes, at + 2).ok_or(malformed)?);
        let implicit = encoding == Encoding::ImplicitLittle || group == 0xfffe;
        let (vr, length, value_at) = if implicit {
            (
                None,
                encoding.u32(array(bytes, at + 4).ok_or(malformed)?),
                at + 8,
            )
        } else {
            let vr: [u8; 2] = array(bytes, at + 4).ok_or(malformed)?;
            if !vr.iter().all(u8::is_ascii_uppercase) {
                return Err(malformed);
            }
            if has_long_length(vr) {
                (
                    Some(vr),
                    encoding.u32(array(bytes, at + 8).ok_or(malformed)?),
                    at + 12,
                )
            } else {
                let length = encoding.u16(array(bytes, at + 6).ok_or(malformed)?);
                (Some(vr), u32::from(length), at + 8)
            }
        };
        let length = (length != u32::MAX).then_some(length);
        Ok(Self {
            group,
            element,
            vr,
            length,
            value_at,
        })
    }

    /// Whether group and element are these.
    #[must_use]
    pub const fn is(&self, group: u16, element: u16) -> bool {
        self.group == group && self.element == element
    }
}

/// Whether two reserved bytes and a 32-bit length follow the VR (PS3.5 7.1.2): in all but those of the
/// first editions, unknown ones included, as the parser behind the scan reads them.
fn has_long_length(vr: [u8; 2]) -> bool {
    const SHORT: [&[u8; 2]; 21] = [
        b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FL", b"FD", b"IS", b"LO", b"LT", b"PN",
        b"SH", b"SL", b"SS", b"ST", b"TM", b"UI", b"UL", b"US",
    ];
    !SHORT.contains(&&vr)
}

/// `N` bytes from `at` on, if there are that many.
pub(super) fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}
