//! Bytes in memory as the streams that the library reads and writes.
//!
//! The library knows streams by C callbacks with a pointer to their data only, hence the unsafe code. Each stream is owned
//! together with its data, which the callbacks reach by a pointer that stays valid as long as both live.

#![allow(
    unsafe_code,
    reason = "the library's streams in memory are C callbacks"
)]

use core::ffi::c_void;

use openjp2::Stream;
use openjp2::openjpeg::{
    opj_stream_set_read_function, opj_stream_set_seek_function, opj_stream_set_skip_function,
    opj_stream_set_user_data, opj_stream_set_user_data_length, opj_stream_set_write_function,
};

/// What the library takes for the end of a stream, or a failure.
const END: usize = usize::MAX;
/// Bytes that the library buffers.
const BUFFER: usize = 1 << 16;

/// Bytes and a place among them.
struct Tape<B> {
    bytes: B,
    at: usize,
}

/// A codestream to be read.
pub(super) struct Input<'a> {
    stream: Box<Stream>,
    /// Owned by `Input` through this pointer: the callbacks must be the only ones that reach it.
    tape: *mut Tape<&'a [u8]>,
}

impl<'a> Input<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut stream = Box::new(Stream::new_custom(BUFFER, true));
        let tape = Box::into_raw(Box::new(Tape { bytes, at: 0 }));
        let handle = std::ptr::from_mut(&mut *stream).cast();
        // SAFETY: `handle` is a stream, and `tape` lives until `Input` is dropped, after which nobody reads.
        unsafe {
            opj_stream_set_read_function(handle, Some(read));
            opj_stream_set_skip_function(handle, Some(skip));
            opj_stream_set_seek_function(handle, Some(seek));
            opj_stream_set_user_data_length(handle, bytes.len() as u64);
            opj_stream_set_user_data(handle, tape.cast(), None);
        }
        Self { stream, tape }
    }

    pub fn stream(&mut self) -> &mut Stream {
        &mut self.stream
    }
}

impl Drop for Input<'_> {
    fn drop(&mut self) {
        // SAFETY: made by `Box::into_raw`, dropped once; dropping a stream of input calls no callback.
        drop(unsafe { Box::from_raw(self.tape) });
    }
}

/// A codestream that is being written.
pub(super) struct Output {
    /// Taken when the bytes are.
    stream: Option<Box<Stream>>,
    /// Owned by `Output` through this pointer.
    tape: *mut Tape<Vec<u8>>,
}

impl Output {
    pub fn new() -> Self {
        let mut stream = Box::new(Stream::new_custom(BUFFER, false));
        let tape = Box::into_raw(Box::new(Tape {
            bytes: Vec::new(),
            at: 0,
        }));
        let handle = std::ptr::from_mut(&mut *stream).cast();
        // SAFETY: as for `Input`.
        unsafe {
            opj_stream_set_write_function(handle, Some(write));
            opj_stream_set_skip_function(handle, Some(skip_written));
            opj_stream_set_seek_function(handle, Some(seek_written));
            opj_stream_set_user_data(handle, tape.cast(), None);
        }
        Self {
            stream: Some(stream),
            tape,
        }
    }

    pub fn stream(&mut self) -> &mut Stream {
        self.stream
            .get_or_insert_with(|| Box::new(Stream::new_custom(BUFFER, false)))
    }

    /// What was written; `None` where the last of it was not.
    pub fn bytes(mut self) -> Option<Vec<u8>> {
        let mut stream = self.stream.take()?;
        stream.flush().ok()?;
        drop(stream);
        // SAFETY: the stream is gone, so nobody else reaches the tape.
        Some(std::mem::take(unsafe { &mut (*self.tape).bytes }))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // Dropping a stream may still write what it buffers: first it, then the tape.
        drop(self.stream.take());
        // SAFETY: made by `Box::into_raw`, dropped once.
        drop(unsafe { Box::from_raw(self.tape) });
    }
}

unsafe extern "C" fn read(buffer: *mut c_void, count: usize, data: *mut c_void) -> usize {
    // SAFETY: `data` is the tape of an `Input`, `buffer` has room for `count` bytes.
    let (tape, buffer) = unsafe {
        let tape = &mut *data.cast::<Tape<&[u8]>>();
        (
            tape,
            std::slice::from_raw_parts_mut(buffer.cast::<u8>(), count),
        )
    };
    let rest = tape.bytes.get(tape.at..).unwrap_or_default();
    let taken = rest.len().min(count);
    match (buffer.get_mut(..taken), rest.get(..taken)) {
        (Some(room), Some(bytes)) if taken > 0 => room.copy_from_slice(bytes),
        _ => return END,
    }
    tape.at += taken;
    taken
}

/// Also back, where the library read ahead.
unsafe extern "C" fn skip(count: i64, data: *mut c_void) -> i64 {
    // SAFETY: `data` is the tape of an `Input`.
    let tape = unsafe { &mut *data.cast::<Tape<&[u8]>>() };
    let wanted = isize::try_from(count)
        .ok()
        .and_then(|count| tape.at.checked_add_signed(count));
    match wanted {
        Some(at) if at <= tape.bytes.len() => {
            tape.at = at;
            count
        }
        _ => -1,
    }
}

unsafe extern "C" fn seek(offset: i64, data: *mut c_void) -> i32 {
    // SAFETY: `data` is the tape of an `Input`.
    let tape = unsafe { &mut *data.cast::<Tape<&[u8]>>() };
    match usize::try_from(offset) {
        Ok(at) if at <= tape.bytes.len() => {
            tape.at = at;
            1
        }
        _ => 0,
    }
}

unsafe extern "C" fn write(buffer: *mut c_void, count: usize, data: *mut c_void) -> usize {
    // SAFETY: `data` is the tape of an `Output`, `buffer` holds `count` bytes.
    let (tape, written) = unsafe {
        let tape = &mut *data.cast::<Tape<Vec<u8>>>();
        (tape, std::slice::from_raw_parts(buffer.cast::<u8>(), count))
    };
    let end = tape.at.saturating_add(count);
    if tape.bytes.len() < end {
        tape.bytes.resize(end, 0);
    }
    if let Some(room) = tape.bytes.get_mut(tape.at..end) {
        room.copy_from_slice(written);
    }
    tape.at = end;
    count
}

unsafe extern "C" fn skip_written(count: i64, data: *mut c_void) -> i64 {
    // SAFETY: `data` is the tape of an `Output`.
    let tape = unsafe { &mut *data.cast::<Tape<Vec<u8>>>() };
    let wanted = isize::try_from(count)
        .ok()
        .and_then(|count| tape.at.checked_add_signed(count));
    let Some(at) = wanted else {
        return -1;
    };
    tape.at = at;
    count
}

unsafe extern "C" fn seek_written(offset: i64, data: *mut c_void) -> i32 {
    // SAFETY: `data` is the tape of an `Output`.
    let tape = unsafe { &mut *data.cast::<Tape<Vec<u8>>>() };
    match usize::try_from(offset) {
        Ok(at) => {
            tape.at = at;
            1
        }
        Err(_) => 0,
    }
}
