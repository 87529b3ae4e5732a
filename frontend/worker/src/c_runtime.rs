//! What the JPEG 2000 decoder (it was translated from C) takes from a C library.
//!
//! WebAssembly without an operating system has none: the browser would look for a module `env` and
//! not start the worker. Blocks come from Rust's allocator, each behind a header that holds its
//! length.
//!
//! The decoder also gives null back to Rust's allocator, which C's `free` forgives (and so every
//! native build), and the one of WebAssembly does not. [`Forgiving`] does.
#![expect(unsafe_code, reason = "the contract of malloc is about raw memory")]

use std::alloc::{GlobalAlloc, Layout, System, alloc, alloc_zeroed, dealloc};
use std::ffi::{c_char, c_void};
use std::hint::black_box;
use std::ptr::null_mut;

/// Bytes in front of a block; a multiple of the alignment that C promises.
const HEADER: usize = 16;

/// The system's allocator, but freeing null does nothing.
struct Forgiving;

#[global_allocator]
static ALLOCATOR: Forgiving = Forgiving;

// SAFETY: everything is left to the system's allocator, which keeps the contract.
unsafe impl GlobalAlloc for Forgiving {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(block, layout, bytes) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // Hidden from the optimizer, which may hold that nobody frees null.
        if !black_box(block).is_null() {
            // SAFETY: the caller keeps the contract of `dealloc`, null apart.
            unsafe { System.dealloc(block, layout) }
        }
    }
}

type Allocate = unsafe fn(Layout) -> *mut u8;

fn layout(bytes: usize) -> Option<Layout> {
    Layout::from_size_align(bytes.checked_add(HEADER)?, HEADER).ok()
}

fn block(bytes: usize, allocate: Allocate) -> *mut c_void {
    let Some(layout) = layout(bytes) else {
        return null_mut();
    };
    // SAFETY: the layout is never of size 0; header and block lie within what it asks for.
    unsafe {
        let start = allocate(layout);
        if start.is_null() {
            return null_mut();
        }
        start.cast::<usize>().write(bytes);
        start.add(HEADER).cast()
    }
}

/// Start of the allocation and length of a block.
///
/// # Safety
/// `block` comes from [`block`] and is not freed.
unsafe fn header(block: *mut c_void) -> (*mut u8, usize) {
    // SAFETY: `block` made the header in front.
    unsafe {
        let start = block.cast::<u8>().sub(HEADER);
        (start, start.cast::<usize>().read())
    }
}

#[unsafe(no_mangle)]
extern "C" fn malloc(bytes: usize) -> *mut c_void {
    block(bytes, alloc)
}

#[unsafe(no_mangle)]
extern "C" fn calloc(count: usize, bytes: usize) -> *mut c_void {
    count
        .checked_mul(bytes)
        .map_or(null_mut(), |bytes| block(bytes, alloc_zeroed))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn realloc(old: *mut c_void, bytes: usize) -> *mut c_void {
    let new = block(bytes, alloc);
    if old.is_null() || new.is_null() {
        return new;
    }
    // SAFETY: both blocks hold as many bytes as are copied, and do not overlap.
    unsafe {
        let (_, length) = header(old);
        new.cast::<u8>()
            .copy_from_nonoverlapping(old.cast(), length.min(bytes));
        free(old);
    }
    new
}

#[unsafe(no_mangle)]
unsafe extern "C" fn free(block: *mut c_void) {
    if block.is_null() {
        return;
    }
    // SAFETY: the caller gives back what `malloc`, `calloc` or `realloc` gave it, once.
    unsafe {
        let (start, length) = header(block);
        if let Some(layout) = layout(length) {
            dealloc(start, layout);
        }
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn strcpy(to: *mut c_char, from: *const c_char) -> *mut c_char {
    // SAFETY: the caller promises a terminated string and room for it.
    unsafe {
        let length = std::ffi::CStr::from_ptr(from).count_bytes() + 1;
        to.copy_from_nonoverlapping(from, length);
    }
    to
}
