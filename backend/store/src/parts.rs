//! The operations on uploads in parts, in the words of S3.

use std::sync::Arc;

use s3s::dto::*;
use s3s::{S3Result, s3_error};

use crate::OUTPUTS;
use crate::folder::{Folder, WriteCondition};
use crate::key::Key;
use crate::multipart::Uploads;
use crate::receive::Received;

/// Most parts on a page, as in S3.
const MOST_LISTED: i32 = 1000;

pub(crate) fn begin(
    uploads: &Uploads,
    key: Key,
    input: CreateMultipartUploadInput,
) -> S3Result<CreateMultipartUploadOutput> {
    if input.sse_customer_algorithm.is_some() {
        return Err(s3_error!(InvalidRequest, "this store cannot do that"));
    }
    Ok(CreateMultipartUploadOutput {
        bucket: Some(OUTPUTS.to_owned()),
        key: Some(input.key),
        upload_id: Some(uploads.begin(key)?),
        checksum_algorithm: input.checksum_algorithm,
        checksum_type: input.checksum_type,
        ..CreateMultipartUploadOutput::default()
    })
}

pub(crate) fn keep(
    uploads: &Uploads,
    id: &str,
    key: &Key,
    number: i32,
    received: Received,
    most: u64,
) -> S3Result<UploadPartOutput> {
    let sums = received.checksum.clone();
    let output = UploadPartOutput {
        e_tag: Some(ETag::Strong(received.tag())),
        checksum_crc32: sums.checksum_crc32,
        checksum_crc32c: sums.checksum_crc32c,
        checksum_crc64nvme: sums.checksum_crc64nvme,
        checksum_sha1: sums.checksum_sha1,
        checksum_sha256: sums.checksum_sha256,
        ..UploadPartOutput::default()
    };
    uploads.keep(id, key, number, received, most)?;
    Ok(output)
}

pub(crate) fn list(
    uploads: &Uploads,
    key: &Key,
    input: ListPartsInput,
) -> S3Result<ListPartsOutput> {
    let marker = input.part_number_marker.unwrap_or_default();
    let most = input.max_parts.unwrap_or(MOST_LISTED).clamp(0, MOST_LISTED);
    let all = uploads.list(&input.upload_id, key)?;
    let mut rest = all
        .into_iter()
        .filter(|part| part.number > marker)
        .peekable();
    let parts: Vec<Part> = rest
        .by_ref()
        .take(usize::try_from(most).unwrap_or_default())
        .map(|part| Part {
            part_number: Some(part.number),
            e_tag: Some(ETag::Strong(part.tag)),
            size: i64::try_from(part.bytes).ok(),
            last_modified: Some(part.at.into()),
            ..Part::default()
        })
        .collect();
    let is_truncated = rest.peek().is_some() && !parts.is_empty();
    Ok(ListPartsOutput {
        bucket: Some(OUTPUTS.to_owned()),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        max_parts: Some(most),
        part_number_marker: Some(marker),
        next_part_number_marker: parts.last().and_then(|part| part.part_number),
        is_truncated: Some(is_truncated),
        parts: Some(parts),
        ..ListPartsOutput::default()
    })
}

pub(crate) fn complete(
    uploads: &Uploads,
    folder: &Arc<Folder>,
    key: &Key,
    input: CompleteMultipartUploadInput,
) -> S3Result<CompleteMultipartUploadOutput> {
    let condition = WriteCondition::new(input.if_none_match, input.if_match)?;
    let asked = input.multipart_upload.and_then(|upload| upload.parts);
    let whole = Checksum {
        checksum_crc32: input.checksum_crc32,
        checksum_crc32c: input.checksum_crc32c,
        checksum_crc64nvme: input.checksum_crc64nvme,
        checksum_sha1: input.checksum_sha1,
        checksum_sha256: input.checksum_sha256,
        ..Checksum::default()
    };
    let tag = uploads.complete(
        &input.upload_id,
        key,
        &asked.unwrap_or_default(),
        &whole,
        &condition,
        folder,
    )?;
    Ok(CompleteMultipartUploadOutput {
        bucket: Some(OUTPUTS.to_owned()),
        key: Some(input.key),
        e_tag: Some(ETag::Strong(tag)),
        ..CompleteMultipartUploadOutput::default()
    })
}
