//! Data elements and their encoding (PS3.5 chapter 7), without any dictionary.

/// Byte order and whether the value representation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Implicit VR, little endian.
    ImplicitLittle,
    /// Explicit VR, little endian.
    ExplicitLittle,
    /// Explicit VR, big endian.
    ExplicitBig,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Characters; several values parted by backslash.
    Text(String),
    /// 16-bit numbers or words, in the byte order of the file.
    Short(Vec<u16>),
    /// 32-bit numbers.
    Long(Vec<u32>),
    /// 64-bit floating point numbers.
    Double(Vec<f64>),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A sequence of items.
    Items(Vec<Vec<Element>>),
    /// Encapsulated pixels: fragments behind an empty or given offset table.
    Fragments {
        /// Basic offset table.
        offsets: Vec<u32>,
        /// Fragments, each of any length.
        fragments: Vec<Vec<u8>>,
    },
}

/// A data element.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Group and element number.
    pub tag: (u16, u16),
    /// Value representation, two letters.
    pub vr: &'static str,
    /// Value.
    pub value: Value,
}

impl Element {
    /// An element of text.
    #[must_use]
    pub fn text(group: u16, element: u16, vr: &'static str, text: impl Into<String>) -> Self {
        Self {
            tag: (group, element),
            vr,
            value: Value::Text(text.into()),
        }
    }

    /// An element of one `US`.
    #[must_use]
    pub fn short(group: u16, element: u16, number: u16) -> Self {
        Self {
            tag: (group, element),
            vr: "US",
            value: Value::Short(vec![number]),
        }
    }

    /// A sequence.
    #[must_use]
    pub fn items(group: u16, element: u16, items: Vec<Vec<Self>>) -> Self {
        Self {
            tag: (group, element),
            vr: "SQ",
            value: Value::Items(items),
        }
    }

    /// Any element.
    #[must_use]
    pub const fn new(group: u16, element: u16, vr: &'static str, value: Value) -> Self {
        Self {
            tag: (group, element),
            vr,
            value,
        }
    }
}

/// Writes elements sorted by tag, items likewise.
#[must_use]
pub fn encode(elements: &[Element], encoding: Encoding) -> Vec<u8> {
    let mut sorted: Vec<&Element> = elements.iter().collect();
    sorted.sort_by_key(|element| element.tag);
    let mut out = Vec::new();
    for element in sorted {
        write_element(&mut out, element, encoding);
    }
    out
}

const UNDEFINED: u32 = 0xffff_ffff;

fn write_element(out: &mut Vec<u8>, element: &Element, encoding: Encoding) {
    put16(out, element.tag.0, encoding);
    put16(out, element.tag.1, encoding);
    match &element.value {
        Value::Items(items) => {
            let body = items_body(items, encoding);
            // Both forms occur in real files: private and even-numbered sequences tell their length.
            let told = element.tag.1.is_multiple_of(2);
            put_length(
                out,
                element.vr,
                if told { body.len() as u32 } else { UNDEFINED },
                encoding,
            );
            out.extend(body);
            if !told {
                put_item(out, 0xe0dd, 0, encoding);
            }
        }
        Value::Fragments { offsets, fragments } => {
            put_length(out, element.vr, UNDEFINED, encoding);
            put_item(out, 0xe000, offsets.len() as u32 * 4, encoding);
            offsets
                .iter()
                .for_each(|offset| put32(out, *offset, encoding));
            for fragment in fragments {
                let padded = fragment.len() + fragment.len() % 2;
                put_item(out, 0xe000, padded as u32, encoding);
                out.extend(fragment);
                out.resize(out.len() + padded - fragment.len(), 0);
            }
            put_item(out, 0xe0dd, 0, encoding);
        }
        plain => {
            let body = plain_body(plain, element.vr, encoding);
            put_length(out, element.vr, body.len() as u32, encoding);
            out.extend(body);
        }
    }
}

fn items_body(items: &[Vec<Element>], encoding: Encoding) -> Vec<u8> {
    let mut body = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let content = encode(item, encoding);
        let told = number % 2 == 0;
        put_item(
            &mut body,
            0xe000,
            if told {
                content.len() as u32
            } else {
                UNDEFINED
            },
            encoding,
        );
        body.extend(content);
        if !told {
            put_item(&mut body, 0xe00d, 0, encoding);
        }
    }
    body
}

fn plain_body(value: &Value, vr: &str, encoding: Encoding) -> Vec<u8> {
    let mut body = Vec::new();
    match value {
        Value::Text(text) => body.extend(text.as_bytes()),
        Value::Bytes(bytes) => body.extend(bytes),
        Value::Short(numbers) => numbers
            .iter()
            .for_each(|number| put16(&mut body, *number, encoding)),
        Value::Long(numbers) => numbers
            .iter()
            .for_each(|number| put32(&mut body, *number, encoding)),
        Value::Double(numbers) => {
            for number in numbers {
                let bytes = number.to_le_bytes();
                match encoding {
                    Encoding::ExplicitBig => body.extend(bytes.iter().rev()),
                    Encoding::ImplicitLittle | Encoding::ExplicitLittle => body.extend(bytes),
                }
            }
        }
        Value::Items(_) | Value::Fragments { .. } => {}
    }
    if body.len() % 2 == 1 {
        let text = matches!(value, Value::Text(_)) && vr != "UI";
        body.push(if text { b' ' } else { 0 });
    }
    body
}

/// Value representation and length; long form for those of PS3.5 7.1.2.
fn put_length(out: &mut Vec<u8>, vr: &str, length: u32, encoding: Encoding) {
    if encoding == Encoding::ImplicitLittle {
        put32(out, length, encoding);
        return;
    }
    out.extend(vr.as_bytes());
    if matches!(
        vr,
        "OB" | "OD" | "OF" | "OL" | "OW" | "SQ" | "UC" | "UN" | "UR" | "UT"
    ) {
        out.extend([0, 0]);
        put32(out, length, encoding);
    } else {
        put16(out, u16::try_from(length).expect("a short value"), encoding);
    }
}

fn put_item(out: &mut Vec<u8>, element: u16, length: u32, encoding: Encoding) {
    put16(out, 0xfffe, encoding);
    put16(out, element, encoding);
    put32(out, length, encoding);
}

fn put16(out: &mut Vec<u8>, number: u16, encoding: Encoding) {
    out.extend(match encoding {
        Encoding::ExplicitBig => number.to_be_bytes(),
        Encoding::ImplicitLittle | Encoding::ExplicitLittle => number.to_le_bytes(),
    });
}

fn put32(out: &mut Vec<u8>, number: u32, encoding: Encoding) {
    out.extend(match encoding {
        Encoding::ExplicitBig => number.to_be_bytes(),
        Encoding::ImplicitLittle | Encoding::ExplicitLittle => number.to_le_bytes(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_written_in_the_order_of_their_tags() {
        let elements = [
            Element::short(0x28, 0x10, 7),
            Element::text(0x10, 0x10, "PN", "A^B"),
        ];
        let bytes = encode(&elements, Encoding::ExplicitLittle);
        assert_eq!(bytes, b"\x10\0\x10\0PN\x04\0A^B \x28\0\x10\0US\x02\0\x07\0");
    }

    #[test]
    fn byte_order_and_form_follow_the_encoding() {
        let elements = [Element::short(0x28, 0x10, 7)];
        assert_eq!(
            encode(&elements, Encoding::ExplicitBig),
            b"\0\x28\0\x10US\0\x02\0\x07"
        );
        assert_eq!(
            encode(&elements, Encoding::ImplicitLittle),
            b"\x28\0\x10\0\x02\0\0\0\x07\0"
        );
    }

    #[test]
    fn odd_fragments_are_padded_one_by_one() {
        let value = Value::Fragments {
            offsets: vec![],
            fragments: vec![vec![1], vec![2, 3]],
        };
        let bytes = encode(
            &[Element::new(0x7fe0, 0x10, "OB", value)],
            Encoding::ExplicitLittle,
        );
        assert!(
            bytes
                .windows(10)
                .any(|w| w == [0xfe, 0xff, 0, 0xe0, 2, 0, 0, 0, 1, 0])
        );
    }
}
