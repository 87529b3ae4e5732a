//! The operations that read, in the words of S3.

use std::ops::Range as Bytes;

use http::StatusCode;
use s3s::dto::*;
use s3s::{S3Response, S3Result, s3_error};

use crate::facts::{Facts, ReadConditions};
use crate::fault::{internal, on_read, range_not_satisfiable};
use crate::folder::Folder;
use crate::key::{Key, is_folder};
use crate::listing::{Mark, Page, Question};
use crate::media_type::media_type;
use crate::send::FileStream;
use crate::token;

/// Most entries on a page, as in S3.
const MOST_LISTED: i32 = 1000;

pub(crate) fn head(
    folder: &Folder,
    key: &Key,
    input: HeadObjectInput,
) -> S3Result<S3Response<HeadObjectOutput>> {
    let facts = folder.look(key)?;
    facts.check(&ReadConditions {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
        if_modified_since: input.if_modified_since,
        if_unmodified_since: input.if_unmodified_since,
    })?;
    let (bytes, content_range) = select(facts, input.range, input.part_number)?;
    let status = match content_range {
        Some(_) => StatusCode::PARTIAL_CONTENT,
        None => StatusCode::OK,
    };
    let output = HeadObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        content_length: length(bytes.end - bytes.start),
        content_range,
        content_type: Some(media_type(key.name()).to_owned()),
        e_tag: Some(facts.tag()),
        last_modified: Some(facts.modified()),
        ..HeadObjectOutput::default()
    };
    Ok(S3Response::with_status(output, status))
}

pub(crate) fn get(folder: &Folder, key: &Key, input: GetObjectInput) -> S3Result<GetObjectOutput> {
    let (file, facts) = folder.read(key)?;
    facts.check(&ReadConditions {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
        if_modified_since: input.if_modified_since,
        if_unmodified_since: input.if_unmodified_since,
    })?;
    let (bytes, content_range) = select(facts, input.range, input.part_number)?;
    let stream = FileStream::new(file, &bytes).map_err(internal)?;
    Ok(GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        body: Some(StreamingBlob::new(stream)),
        content_length: length(bytes.end - bytes.start),
        content_range,
        content_type: Some(media_type(key.name()).to_owned()),
        e_tag: Some(facts.tag()),
        last_modified: Some(facts.modified()),
        ..GetObjectOutput::default()
    })
}

/// The bytes asked for, and what to call them where they are not all.
fn select(
    facts: Facts,
    range: Option<Range>,
    part: Option<PartNumber>,
) -> S3Result<(Bytes<u64>, Option<String>)> {
    if part.is_some_and(|part| part != 1) {
        return Err(s3_error!(InvalidPart, "objects here have one part"));
    }
    let Some(range) = range else {
        return Ok((0..facts.bytes, None));
    };
    let out_of_range = || range_not_satisfiable(facts.bytes);
    let bytes = range.check(facts.bytes).map_err(|_| out_of_range())?;
    if bytes.is_empty() {
        return Err(out_of_range());
    }
    let named = format!("bytes {}-{}/{}", bytes.start, bytes.end - 1, facts.bytes);
    Ok((bytes, Some(named)))
}

fn length(bytes: u64) -> Option<i64> {
    i64::try_from(bytes).ok()
}

pub(crate) fn list_v2(folder: &Folder, input: ListObjectsV2Input) -> S3Result<ListObjectsV2Output> {
    let after = match (&input.continuation_token, &input.start_after) {
        (Some(text), _) => token::read(text)?,
        (None, Some(text)) => Mark {
            text: text.clone(),
            is_whole: false,
        },
        (None, None) => Mark::default(),
    };
    let question = Question {
        prefix: input.prefix.clone().unwrap_or_default(),
        delimiter: input.delimiter.clone().unwrap_or_default(),
        after,
        most: most_of(input.max_keys)?,
    };
    let page = answer(folder, &question)?;
    let spell = Spelling::of(input.encoding_type.as_ref())?;
    Ok(ListObjectsV2Output {
        name: Some(input.bucket),
        prefix: Some(spell.echo(&question.prefix)?),
        delimiter: input.delimiter.map(|text| spell.echo(&text)).transpose()?,
        start_after: input
            .start_after
            .map(|text| spell.echo(&text))
            .transpose()?,
        encoding_type: input.encoding_type,
        max_keys: i32::try_from(question.most).ok(),
        key_count: i32::try_from(page.objects.len() + page.prefixes.len()).ok(),
        continuation_token: input.continuation_token,
        is_truncated: Some(page.next.is_some()),
        next_continuation_token: page.next.as_ref().map(token::write),
        contents: Some(spell.objects(&page)),
        common_prefixes: Some(spell.prefixes(&page)),
        ..ListObjectsV2Output::default()
    })
}

pub(crate) fn list_v1(folder: &Folder, input: ListObjectsInput) -> S3Result<ListObjectsOutput> {
    let marker = input.marker.unwrap_or_default();
    let delimiter = input.delimiter.unwrap_or_default();
    let question = Question {
        prefix: input.prefix.unwrap_or_default(),
        after: Mark {
            // The marker of a page that ended with a common prefix stands for all that it stood for.
            is_whole: !delimiter.is_empty() && marker.ends_with(&delimiter),
            text: marker.clone(),
        },
        delimiter,
        most: most_of(input.max_keys)?,
    };
    let page = answer(folder, &question)?;
    let spell = Spelling::of(input.encoding_type.as_ref())?;
    Ok(ListObjectsOutput {
        name: Some(input.bucket),
        prefix: Some(spell.echo(&question.prefix)?),
        marker: Some(spell.echo(&marker)?),
        delimiter: Some(spell.echo(&question.delimiter)?).filter(|text| !text.is_empty()),
        encoding_type: input.encoding_type,
        max_keys: i32::try_from(question.most).ok(),
        is_truncated: Some(page.next.is_some()),
        next_marker: page.next.as_ref().map(|mark| spell.text(&mark.text)),
        contents: Some(spell.objects(&page)),
        common_prefixes: Some(spell.prefixes(&page)),
        ..ListObjectsOutput::default()
    })
}

fn answer(folder: &Folder, question: &Question) -> S3Result<Page> {
    if question.most == 0 || !is_folder(question.folder()) {
        return Ok(Page::default());
    }
    match folder.below(question.folder())? {
        Some(top) => question.answer(top).map_err(on_read),
        None => Ok(Page::default()),
    }
}

fn most_of(asked: Option<MaxKeys>) -> S3Result<usize> {
    usize::try_from(asked.unwrap_or(MOST_LISTED).min(MOST_LISTED))
        .map_err(|_| s3_error!(InvalidArgument, "max-keys is 0 or more"))
}

/// How keys are written into an answer.
#[derive(Clone, Copy)]
enum Spelling {
    Plain,
    Url,
}

impl Spelling {
    fn of(asked: Option<&EncodingType>) -> S3Result<Self> {
        match asked.map(EncodingType::as_str) {
            None => Ok(Self::Plain),
            Some(EncodingType::URL) => Ok(Self::Url),
            Some(_) => Err(s3_error!(InvalidArgument, "encoding-type is url")),
        }
    }

    fn text(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Url => text.bytes().map(percent).collect(),
        }
    }

    /// What the client said, repeated. No key holds a character that XML cannot carry; a request may.
    fn echo(self, text: &str) -> S3Result<String> {
        let is_readable =
            !text.contains(|c: char| c.is_control() || "\u{fffe}\u{ffff}".contains(c));
        match self {
            Self::Plain if !is_readable => Err(s3_error!(
                InvalidArgument,
                "only encoding-type=url can carry this"
            )),
            _ => Ok(self.text(text)),
        }
    }

    fn objects(self, page: &Page) -> Vec<Object> {
        let object = |(key, facts): &(String, Facts)| Object {
            key: Some(self.text(key)),
            size: length(facts.bytes),
            e_tag: Some(facts.tag()),
            last_modified: Some(facts.modified()),
            storage_class: Some(ObjectStorageClass::from_static(
                ObjectStorageClass::STANDARD,
            )),
            ..Object::default()
        };
        page.objects.iter().map(object).collect()
    }

    fn prefixes(self, page: &Page) -> Vec<CommonPrefix> {
        let prefix = |text: &String| CommonPrefix {
            prefix: Some(self.text(text)),
        };
        page.prefixes.iter().map(prefix).collect()
    }
}

fn percent(byte: u8) -> String {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    }
}
