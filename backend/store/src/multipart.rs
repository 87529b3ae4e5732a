//! Uploads in parts. They live as long as the store: what is known of them is in memory, their bytes are in the
//! staging folder, and dropping one removes both.

use std::collections::{BTreeMap, HashMap};
use std::io::Read as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::{Checksum, CompletedPart, ETag};
use s3s::{S3Result, s3_error};

use crate::digest::{Expected, hex};
use crate::fault::{internal, too_large};
use crate::folder::{Folder, WriteCondition};
use crate::key::Key;
use crate::receive::{Received, Sink};
use crate::secret::random_name;

/// The limit of S3.
pub(crate) const MOST_PARTS: i32 = 10_000;
const MOST_UPLOADS: usize = 64;
/// An upload that nobody touched for so long is given up.
const PATIENCE: Duration = Duration::from_secs(24 * 60 * 60);
const PIECE: usize = 1 << 20;

/// All uploads that have begun.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<HashMap<String, Upload>>);

struct Upload {
    key: Key,
    parts: BTreeMap<i32, Part>,
    touched: Instant,
}

struct Part {
    received: Received,
    at: SystemTime,
}

/// A part, as it is listed.
pub(crate) struct PartFacts {
    pub(crate) number: i32,
    pub(crate) tag: String,
    pub(crate) bytes: u64,
    pub(crate) at: SystemTime,
}

impl Upload {
    /// Without part `number`, which may be sent again.
    fn bytes_besides(&self, number: i32) -> u64 {
        let others = self.parts.iter().filter(|(other, _)| **other != number);
        others.map(|(_, part)| part.received.bytes).sum()
    }
}

impl Uploads {
    /// A new upload, by its id.
    pub(crate) fn begin(&self, key: Key) -> S3Result<String> {
        let id = random_name().map_err(internal)?;
        let mut uploads = self.lock();
        uploads.retain(|_, upload| upload.touched.elapsed() < PATIENCE);
        if uploads.len() >= MOST_UPLOADS {
            return Err(s3_error!(InvalidRequest, "too many uploads are open"));
        }
        let upload = Upload {
            key,
            parts: BTreeMap::new(),
            touched: Instant::now(),
        };
        uploads.insert(id.clone(), upload);
        Ok(id)
    }

    /// How large part `number` may be, where the whole may have `most` bytes.
    pub(crate) fn room(&self, id: &str, key: &Key, number: i32, most: u64) -> S3Result<u64> {
        if !(1..=MOST_PARTS).contains(&number) {
            return Err(s3_error!(
                InvalidArgument,
                "part numbers are 1 to {MOST_PARTS}"
            ));
        }
        let mut uploads = self.lock();
        let upload = find(&mut uploads, id, key)?;
        upload.touched = Instant::now();
        Ok(most.saturating_sub(upload.bytes_besides(number)))
    }

    /// Keeps a part that came, in the place of one of the same number.
    pub(crate) fn keep(
        &self,
        id: &str,
        key: &Key,
        number: i32,
        received: Received,
        most: u64,
    ) -> S3Result<()> {
        let mut uploads = self.lock();
        let upload = find(&mut uploads, id, key)?;
        // Other parts came at the same time.
        if upload.bytes_besides(number).saturating_add(received.bytes) > most {
            return Err(too_large());
        }
        let at = SystemTime::now();
        let former = upload.parts.insert(number, Part { received, at });
        drop(uploads);
        drop(former);
        Ok(())
    }

    /// The parts that came, by number.
    pub(crate) fn list(&self, id: &str, key: &Key) -> S3Result<Vec<PartFacts>> {
        let mut uploads = self.lock();
        let upload = find(&mut uploads, id, key)?;
        let facts = upload.parts.iter().map(|(number, part)| PartFacts {
            number: *number,
            tag: part.received.tag(),
            bytes: part.received.bytes,
            at: part.at,
        });
        Ok(facts.collect())
    }

    /// Gives it up.
    pub(crate) fn abort(&self, id: &str, key: &Key) -> S3Result<()> {
        let upload = self.take(id, key)?;
        drop(upload);
        Ok(())
    }

    /// Makes the object of the parts named, and answers its tag. An upload that could not be completed stays.
    pub(crate) fn complete(
        &self,
        id: &str,
        key: &Key,
        asked: &[CompletedPart],
        whole: &Checksum,
        condition: &WriteCondition,
        folder: &Arc<Folder>,
    ) -> S3Result<String> {
        let upload = self.take(id, key)?;
        let done = join(&upload, asked, whole, condition, folder);
        if done.is_err() {
            self.lock().insert(id.to_owned(), upload);
        }
        done
    }

    fn take(&self, id: &str, key: &Key) -> S3Result<Upload> {
        let mut uploads = self.lock();
        find(&mut uploads, id, key)?;
        uploads.remove(id).ok_or_else(|| s3_error!(NoSuchUpload))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Upload>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn find<'a>(
    uploads: &'a mut HashMap<String, Upload>,
    id: &str,
    key: &Key,
) -> S3Result<&'a mut Upload> {
    uploads
        .get_mut(id)
        .filter(|upload| upload.key == *key)
        .ok_or_else(|| s3_error!(NoSuchUpload))
}

fn join(
    upload: &Upload,
    asked: &[CompletedPart],
    whole: &Checksum,
    condition: &WriteCondition,
    folder: &Arc<Folder>,
) -> S3Result<String> {
    let parts = chosen(upload, asked)?;
    let expected = Expected::from_whole(whole);
    let mut sink = Sink::create(folder, expected.digest()).map_err(internal)?;
    let mut digests = Md5::new();
    let mut piece = vec![0; PIECE];
    for part in &parts {
        digests.update(&part.md5);
        let mut file = part.staged.read().map_err(internal)?;
        loop {
            let read = file.read(&mut piece).map_err(internal)?;
            let Some(bytes @ [_, ..]) = piece.get(..read) else {
                break;
            };
            sink.push(bytes).map_err(internal)?;
        }
    }
    let (staged, sums) = sink.finish().map_err(internal)?;
    expected.check(&sums, None)?;
    folder.commit(&staged, &upload.key, condition)?;
    Ok(format!("{}-{}", hex(&digests.finalize()), parts.len()))
}

/// The parts that the client names, each as it remembers it.
fn chosen<'a>(upload: &'a Upload, asked: &[CompletedPart]) -> S3Result<Vec<&'a Received>> {
    let mut last = 0;
    let mut parts = Vec::with_capacity(asked.len());
    for part in asked {
        let number = part.part_number.unwrap_or_default();
        if number <= last {
            return Err(s3_error!(InvalidPartOrder));
        }
        last = number;
        let found = upload.parts.get(&number).map(|part| &part.received);
        let is_known = |found: &&Received| {
            let tag = part.e_tag.as_ref().map(ETag::value);
            tag.is_some_and(|tag| tag == found.tag())
        };
        parts.push(
            found
                .filter(is_known)
                .ok_or_else(|| s3_error!(InvalidPart))?,
        );
    }
    if parts.is_empty() {
        return Err(s3_error!(MalformedXML, "no part is named"));
    }
    Ok(parts)
}
