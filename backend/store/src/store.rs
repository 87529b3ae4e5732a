//! The operations of S3, each in one call of what does the work. Whoever comes here has passed `access`.

use std::sync::Arc;

use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};

use crate::fault::not_a_key;
use crate::folder::{Folder, WriteCondition};
use crate::key::Key;
use crate::multipart::Uploads;
use crate::receive::{Announced, blocking, receive};
use crate::{ORIGINALS, OUTPUTS, parts, reads};

/// Two folders, each a bucket.
pub(crate) struct Store {
    pub(crate) originals: Arc<Folder>,
    pub(crate) outputs: Arc<Folder>,
    pub(crate) uploads: Arc<Uploads>,
    /// Most bytes of an object.
    pub(crate) most: u64,
}

type Answer<T> = S3Result<S3Response<T>>;

impl Store {
    fn folder(&self, bucket: &str) -> S3Result<Arc<Folder>> {
        match bucket {
            ORIGINALS => Ok(Arc::clone(&self.originals)),
            OUTPUTS => Ok(Arc::clone(&self.outputs)),
            _ => Err(s3_error!(NoSuchBucket)),
        }
    }

    /// The one that is written, and a key in it. `access` has the say already; this holds without it too.
    fn target(&self, bucket: &str, key: &str) -> S3Result<(Arc<Folder>, Key)> {
        if bucket != OUTPUTS {
            return Err(s3_error!(AccessDenied));
        }
        Ok((Arc::clone(&self.outputs), parse(key)?))
    }
}

fn parse(key: &str) -> S3Result<Key> {
    Key::parse(key).ok_or_else(not_a_key)
}

#[async_trait::async_trait]
impl S3 for Store {
    async fn list_buckets(&self, _: S3Request<ListBucketsInput>) -> Answer<ListBucketsOutput> {
        let bucket = |name: &str| Bucket {
            name: Some(name.to_owned()),
            ..Bucket::default()
        };
        Ok(S3Response::new(ListBucketsOutput {
            buckets: Some(vec![bucket(ORIGINALS), bucket(OUTPUTS)]),
            ..ListBucketsOutput::default()
        }))
    }

    async fn head_bucket(&self, request: S3Request<HeadBucketInput>) -> Answer<HeadBucketOutput> {
        self.folder(&request.input.bucket)?;
        Ok(S3Response::new(HeadBucketOutput {
            bucket_region: Some(crate::REGION.to_owned()),
            ..HeadBucketOutput::default()
        }))
    }

    async fn get_bucket_location(
        &self,
        request: S3Request<GetBucketLocationInput>,
    ) -> Answer<GetBucketLocationOutput> {
        self.folder(&request.input.bucket)?;
        // S3 says nothing for us-east-1.
        Ok(S3Response::new(GetBucketLocationOutput::default()))
    }

    async fn list_objects(
        &self,
        request: S3Request<ListObjectsInput>,
    ) -> Answer<ListObjectsOutput> {
        let folder = self.folder(&request.input.bucket)?;
        blocking(move || reads::list_v1(&folder, request.input).map(S3Response::new)).await
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> Answer<ListObjectsV2Output> {
        let folder = self.folder(&request.input.bucket)?;
        blocking(move || reads::list_v2(&folder, request.input).map(S3Response::new)).await
    }

    async fn head_object(&self, request: S3Request<HeadObjectInput>) -> Answer<HeadObjectOutput> {
        let folder = self.folder(&request.input.bucket)?;
        let key = parse(&request.input.key)?;
        blocking(move || reads::head(&folder, &key, request.input)).await
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> Answer<GetObjectOutput> {
        let folder = self.folder(&request.input.bucket)?;
        let key = parse(&request.input.key)?;
        blocking(move || reads::get(&folder, &key, request.input).map(S3Response::new)).await
    }

    async fn put_object(&self, mut request: S3Request<PutObjectInput>) -> Answer<PutObjectOutput> {
        let (folder, key) = self.target(&request.input.bucket, &request.input.key)?;
        if request.input.sse_customer_algorithm.is_some()
            || request.input.write_offset_bytes.is_some()
        {
            return Err(s3_error!(InvalidRequest, "this store cannot do that"));
        }
        let announced = Announced::of(&request, self.most)?;
        let input = &mut request.input;
        let condition = WriteCondition::new(input.if_none_match.take(), input.if_match.take())?;
        let (target, key, condition) = {
            let folder = Arc::clone(&folder);
            blocking(move || {
                folder.foresee(&key, &condition)?;
                Ok((folder, key, condition))
            })
            .await?
        };
        let received = receive(input.body.take(), announced, folder, self.most).await?;
        let tag = received.tag();
        let sums = received.checksum.clone();
        blocking(move || target.commit(&received.staged, &key, &condition)).await?;
        Ok(S3Response::new(PutObjectOutput {
            e_tag: Some(ETag::Strong(tag)),
            checksum_crc32: sums.checksum_crc32,
            checksum_crc32c: sums.checksum_crc32c,
            checksum_crc64nvme: sums.checksum_crc64nvme,
            checksum_sha1: sums.checksum_sha1,
            checksum_sha256: sums.checksum_sha256,
            ..PutObjectOutput::default()
        }))
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> Answer<CreateMultipartUploadOutput> {
        let (_, key) = self.target(&request.input.bucket, &request.input.key)?;
        parts::begin(&self.uploads, key, request.input).map(S3Response::new)
    }

    async fn upload_part(
        &self,
        mut request: S3Request<UploadPartInput>,
    ) -> Answer<UploadPartOutput> {
        let (folder, key) = self.target(&request.input.bucket, &request.input.key)?;
        let (id, number) = (request.input.upload_id.clone(), request.input.part_number);
        let room = self.uploads.room(&id, &key, number, self.most)?;
        let announced = Announced::of(&request, room)?;
        let received = receive(request.input.body.take(), announced, folder, room).await?;
        let (uploads, most) = (Arc::clone(&self.uploads), self.most);
        blocking(move || parts::keep(&uploads, &id, &key, number, received, most))
            .await
            .map(S3Response::new)
    }

    async fn list_parts(&self, request: S3Request<ListPartsInput>) -> Answer<ListPartsOutput> {
        let (_, key) = self.target(&request.input.bucket, &request.input.key)?;
        parts::list(&self.uploads, &key, request.input).map(S3Response::new)
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> Answer<CompleteMultipartUploadOutput> {
        let (folder, key) = self.target(&request.input.bucket, &request.input.key)?;
        let uploads = Arc::clone(&self.uploads);
        // To its end, even if the client leaves.
        blocking(move || parts::complete(&uploads, &folder, &key, request.input))
            .await
            .map(S3Response::new)
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> Answer<AbortMultipartUploadOutput> {
        let (_, key) = self.target(&request.input.bucket, &request.input.key)?;
        let uploads = Arc::clone(&self.uploads);
        blocking(move || uploads.abort(&request.input.upload_id, &key)).await?;
        Ok(S3Response::new(AbortMultipartUploadOutput::default()))
    }
}
