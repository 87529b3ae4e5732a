//! What went wrong, as S3 says it. No message names a key or a path.

use std::io;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use s3s::{S3Error, S3ErrorCode, s3_error};

/// A file that was asked for.
pub(crate) fn on_read(error: io::Error) -> S3Error {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound | Kind::NotADirectory | Kind::InvalidFilename | Kind::InvalidInput => {
            s3_error!(NoSuchKey)
        }
        // cap-std answers so where a path leads out of the folder.
        Kind::PermissionDenied => s3_error!(AccessDenied),
        _ => internal(error),
    }
}

/// A file that was to be written.
pub(crate) fn on_write(error: io::Error) -> S3Error {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotADirectory | Kind::IsADirectory => conflict(),
        Kind::InvalidFilename => s3_error!(KeyTooLongError),
        Kind::InvalidInput => not_a_key(),
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => s3_error!(AccessDenied),
        _ => internal(error),
    }
}

/// The disk failed. Only the kind is kept: nothing of it may reach a log.
pub(crate) fn internal(error: io::Error) -> S3Error {
    S3Error::internal_error(io::Error::from(error.kind()))
}

/// Two keys such as `a` and `a/b`: objects of S3, but no file and folder of one name.
pub(crate) fn conflict() -> S3Error {
    let mut error = S3Error::with_message(
        S3ErrorCode::Custom("KeyConflict".into()),
        "a file and a folder cannot share a name",
    );
    error.set_status_code(StatusCode::CONFLICT);
    error
}

pub(crate) fn not_a_key() -> S3Error {
    s3_error!(InvalidArgument, "this is not a key of an object")
}

/// A body that ended early, stalled, or is not the one that was signed.
pub(crate) fn broken_body() -> S3Error {
    s3_error!(
        IncompleteBody,
        "the body ended early or is not the one that was signed"
    )
}

pub(crate) fn too_large() -> S3Error {
    s3_error!(EntityTooLarge, "the object is larger than this store takes")
}

/// 416, with the length that there is.
pub(crate) fn range_not_satisfiable(bytes: u64) -> S3Error {
    let mut error = s3_error!(InvalidRange, "the range lies outside the object");
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/xml"),
    );
    if let Ok(value) = HeaderValue::try_from(format!("bytes */{bytes}")) {
        headers.insert(header::CONTENT_RANGE, value);
    }
    error.set_headers(headers);
    error
}
