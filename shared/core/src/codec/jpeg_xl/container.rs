//! The boxes around a JPEG XL codestream (ISO/IEC 18181-2), and where a codestream ends.

use std::borrow::Cow;

use jxl_oxide::{InitializeResult, JxlImage};

/// How a naked codestream begins (ISO/IEC 18181-1 D.1).
const CODESTREAM: &[u8] = &[0xff, 0x0a];
/// How a container begins: its signature box.
const CONTAINER: &[u8] = b"\x00\x00\x00\x0cJXL \x0d\x0a\x87\x0a";

/// The codestream in `bytes`, which are one or hold one in boxes. Nothing of other boxes is in it (Exif, XML, JUMBF,
/// Brotli-compressed boxes, the rest of a recompressed JPEG file). What follows a naked one is.
pub(super) fn codestream(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    if bytes.starts_with(CODESTREAM) {
        return Some(bytes.into());
    }
    let mut rest = bytes.strip_prefix(CONTAINER)?;
    let mut parts: Vec<&[u8]> = Vec::new();
    let mut is_last = false;
    // What is shorter than the header of a box is padding.
    while rest.len() >= 8 {
        let (kind, content, behind) = next_box(rest)?;
        match kind {
            b"jxlc" | b"jxlp" if is_last => return None,
            b"jxlc" if parts.is_empty() => {
                parts.push(content);
                is_last = true;
            }
            b"jxlp" => {
                let (number, part) = content.split_first_chunk()?;
                let number = u32::from_be_bytes(*number);
                if usize::try_from(number & !LAST_PART) != Ok(parts.len()) {
                    return None;
                }
                parts.push(part);
                is_last = number & LAST_PART != 0;
            }
            b"jxlc" => return None,
            _ => {}
        }
        rest = behind;
    }
    match parts.as_slice() {
        _ if !is_last => None,
        [whole] => Some((*whole).into()),
        parts => Some(parts.concat().into()),
    }
}

/// Whether a container holds nothing but its codestream and what readers need to find it.
pub(super) fn is_bare(bytes: &[u8]) -> bool {
    let mut rest = bytes.strip_prefix(CONTAINER).unwrap_or_default();
    while rest.len() >= 8 {
        let Some((kind, content, behind)) = next_box(rest) else {
            return false;
        };
        let is_needed = match kind {
            b"ftyp" => content == b"jxl \0\0\0\0jxl ",
            b"jxll" => content.len() == 1,
            b"jxlc" | b"jxlp" => true,
            _ => false,
        };
        if !is_needed {
            return false;
        }
        rest = behind;
    }
    bytes.starts_with(CONTAINER) && rest.iter().all(|&byte| byte == 0)
}

/// Set in the number of the last `jxlp` box.
const LAST_PART: u32 = 1 << 31;

/// Type and content of the box that `bytes` begin with, and what stands behind it (ISO/IEC 14496-12 4.2).
fn next_box(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (size, after_size) = bytes.split_first_chunk()?;
    let (kind, after_kind) = after_size.split_first_chunk()?;
    let (header, size) = match u32::from_be_bytes(*size) {
        0 => (8, bytes.len()),
        1 => {
            let size = u64::from_be_bytes(*after_kind.first_chunk()?);
            (16, usize::try_from(size).ok()?)
        }
        size => (8, usize::try_from(size).ok()?),
    };
    let (whole, behind) = bytes.split_at_checked(size)?;
    Some((kind, whole.get(header..)?, behind))
}

/// Where a codestream ends; `None` unless all of it is there. Only its headers and tables of content are read.
pub(super) fn end_of(codestream: &[u8]) -> Option<usize> {
    let is_whole = |end: usize| {
        let load = |bytes: &[u8]| load(bytes, 1 << 28).ok();
        let image = codestream.get(..end).and_then(load);
        image.is_some_and(|image| image.is_loading_done())
    };
    let (mut early, mut whole) = (0, codestream.len());
    if !is_whole(whole) {
        return None;
    }
    while whole - early > 1 {
        let middle = usize::midpoint(early, whole);
        if is_whole(middle) {
            whole = middle;
        } else {
            early = middle;
        }
    }
    Some(whole)
}

/// The image of a codestream, headers and tables of content read, which takes `most` bytes at most.
pub(super) fn load(codestream: &[u8], most: usize) -> jxl_oxide::Result<JxlImage> {
    let (mut image, fed) = begin(codestream, most)?;
    image.feed_bytes(codestream.get(fed..).unwrap_or_default())?;
    Ok(image)
}

/// The image of a codestream, as soon as enough bytes for its header were fed; how many that were.
pub(super) fn begin(codestream: &[u8], most: usize) -> jxl_oxide::Result<(JxlImage, usize)> {
    let tracker = jxl_oxide::AllocTracker::with_limit(most);
    let builder = JxlImage::builder().alloc_tracker(tracker);
    let mut loading = builder
        .pool(jxl_oxide::JxlThreadPool::none())
        .build_uninit();
    let (mut fed, mut next) = (0, 64);
    loop {
        let end = codestream.len().min(next);
        let part = codestream.get(fed..end).unwrap_or_default();
        if part.is_empty() {
            return Err("the header is not whole".into());
        }
        fed += loading.feed_bytes(part)?;
        match loading.try_init()? {
            InitializeResult::Initialized(image) => return Ok((image, fed)),
            InitializeResult::NeedMoreData(more) => loading = more,
        }
        // The header is parsed anew each time.
        next = next.saturating_mul(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&size, &kind[..], content].concat()
    }

    #[test]
    fn the_parts_of_a_codestream_are_joined_and_other_boxes_left_out() {
        let bytes = [
            CONTAINER,
            &boxed(b"ftyp", b"jxl \0\0\0\0jxl "),
            &boxed(b"Exif", b"KESTREL"),
            &boxed(b"jxlp", b"\0\0\0\0\xff\x0aab"),
            &boxed(b"brob", b"KESTREL"),
            &boxed(b"jxlp", b"\x80\0\0\x01cd"),
            &boxed(b"xml ", b"KESTREL"),
            &[0],
        ]
        .concat();
        assert_eq!(codestream(&bytes).unwrap().as_ref(), b"\xff\x0aabcd");
    }

    #[test]
    fn long_boxes_and_a_box_up_to_the_end_are_understood() {
        let long = b"\0\0\0\x01free\0\0\0\0\0\0\0\x14KEST";
        let bytes = [CONTAINER, long, b"\0\0\0\0jxlc\xff\x0aab"].concat();
        assert_eq!(codestream(&bytes).unwrap().as_ref(), b"\xff\x0aab");
    }

    #[test]
    fn boxes_that_lie_or_parts_that_are_missing_are_no_codestream() {
        let of = |boxes: &[u8]| codestream(&[CONTAINER, boxes].concat()).map(Cow::into_owned);
        assert_eq!(of(b"\0\0\0\xffjxlc\xff\x0a"), None);
        assert_eq!(of(b"\0\0\0\x04jxlc\xff\x0a"), None);
        assert_eq!(of(&boxed(b"jxlp", b"\0\0\0\0\xff\x0a")), None);
        assert_eq!(of(&boxed(b"jxlp", b"\x80\0\0\x01\xff\x0a")), None);
        let whole = boxed(b"jxlc", b"\xff\x0a");
        assert_eq!(of(&[whole.clone(), whole].concat()), None);
        assert_eq!(codestream(b"neither"), None);
    }
}
