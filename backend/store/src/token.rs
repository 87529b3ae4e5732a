//! Continuation tokens: where a page begins, as text that clients hand back unread.

use s3s::{S3Result, s3_error};

use crate::listing::Mark;

const OBJECT: char = 'o';
const PREFIX: char = 'p';

pub(crate) fn write(mark: &Mark) -> String {
    let kind = if mark.is_whole { PREFIX } else { OBJECT };
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(format!("{kind}{}", mark.text))
}

/// # Errors
/// Where `token` is none of ours.
pub(crate) fn read(token: &str) -> S3Result<Mark> {
    let foreign = || s3_error!(InvalidArgument, "the continuation token is not one of ours");
    let bytes = base64_simd::URL_SAFE_NO_PAD
        .decode_to_vec(token)
        .map_err(|_| foreign())?;
    let text = String::from_utf8(bytes).map_err(|_| foreign())?;
    if let Some(text) = text.strip_prefix(OBJECT) {
        return Ok(Mark {
            text: text.to_owned(),
            is_whole: false,
        });
    }
    let text = text.strip_prefix(PREFIX).ok_or_else(foreign)?;
    Ok(Mark {
        text: text.to_owned(),
        is_whole: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_where_the_next_page_begins() {
        for is_whole in [false, true] {
            let mark = Mark {
                text: "a/ä b".to_owned(),
                is_whole,
            };
            assert_eq!(read(&write(&mark)).unwrap(), mark);
        }
        for wrong in ["", "!", "YQ", "_w"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
