//! Files are worked on side by side, each on a thread of its own, as many as processors and memory allow.

use std::io;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Input bytes in work at the same time, unless one file alone is larger. A file takes a few times its size while its
/// frames are decoded.
const BYTES_IN_WORK: u64 = 512 << 20;

/// Decoders of deeply nested data need more than a thread has by default.
const STACK_BYTES: usize = 16 << 20;

/// Calls `work` on each of `items`, in order, at most `jobs` at a time; `bytes_of` tells what one may take.
///
/// # Errors
/// Where the system gives no threads.
pub fn for_each<'a, T: Sync>(
    items: &'a [T],
    jobs: Option<NonZeroUsize>,
    bytes_of: impl Fn(&T) -> u64 + Sync,
    work: impl Fn(&'a T) + Sync,
) -> io::Result<()> {
    let jobs = jobs
        .or_else(|| thread::available_parallelism().ok())
        .map_or(1, NonZeroUsize::get);
    let next = AtomicUsize::new(0);
    let budget = Budget::new(BYTES_IN_WORK);
    let worker = || {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            let _share = budget.take(bytes_of(item));
            work(item);
        }
    };
    thread::scope(|scope| {
        for _ in 0..jobs.min(items.len()) {
            thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, worker)?;
        }
        Ok(())
    })
}

/// A number of bytes that threads share.
struct Budget {
    free: Mutex<u64>,
    returned: Condvar,
    total: u64,
}

/// Bytes taken from a [`Budget`], given back when dropped.
struct Share<'a> {
    budget: &'a Budget,
    bytes: u64,
}

impl Budget {
    const fn new(total: u64) -> Self {
        Self {
            free: Mutex::new(total),
            returned: Condvar::new(),
            total,
        }
    }

    /// Waits until `bytes` are free; who wants more than there are waits for all.
    fn take(&self, bytes: u64) -> Share<'_> {
        let bytes = bytes.min(self.total);
        let mut free = self.lock();
        while *free < bytes {
            free = self
                .returned
                .wait(free)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        Share {
            budget: self,
            bytes,
        }
    }

    /// A count stays right even if a thread died while it held the lock.
    fn lock(&self) -> MutexGuard<'_, u64> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        *self.budget.lock() += self.bytes;
        self.budget.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_once() {
        let items: Vec<usize> = (0..100).collect();
        let counts: Vec<AtomicUsize> = items.iter().map(|_| AtomicUsize::new(0)).collect();
        for_each(
            &items,
            NonZeroUsize::new(4),
            |_| 1,
            |item| {
                counts[*item].fetch_add(1, Ordering::Relaxed);
            },
        )
        .unwrap();
        assert!(
            counts
                .iter()
                .all(|count| count.load(Ordering::Relaxed) == 1)
        );
    }

    #[test]
    fn large_items_wait_for_each_other() {
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        for_each(
            &[(); 8],
            NonZeroUsize::new(4),
            |()| BYTES_IN_WORK * 3,
            |()| {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::sleep(std::time::Duration::from_millis(1));
                now.fetch_sub(1, Ordering::SeqCst);
            },
        )
        .unwrap();
        assert_eq!(most.load(Ordering::SeqCst), 1);
    }
}
