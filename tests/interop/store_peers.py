"""boto3 as a client of the embedded store, and moto beside it for the shape of listings and CORS.

usage: store_peers.py SERVE_FOLDERS_BINARY

The binary is the example `serve_folders` of deid-store. Needs the packages boto3 and moto[server]. One line per check;
the exit code is 1 if any failed.
"""

import hashlib
import http.client
import logging
import os
import pathlib
import sys
import tempfile
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from checks import check, exit_code
from servers import serve_folders

REGION = "us-east-1"
BUCKET = "originals"
MEBIBYTE = 1 << 20
PAGE = "https://page.example"

# `a-b` sorts before `a/b`, and `a.b` too, although the folder `a` comes before both.
KEYS = [
    "a-b.dcm", "a.b/c.dcm", "a/b.dcm", "a/b/c/d.png", "a/c.dcm", "a0.dcm", "B.dcm", "study 1/series+2/im&age%41.dcm",
    "study 1/series+2/z.dcm", "übung/bild ä.jpg", "zz/日本/一.dcm", "zz/日本/二.dcm", "~last.txt",
]
KEYS += [f"many/{number:04}.dcm" for number in range(37)]
QUESTIONS = [
    {}, {"Prefix": "a"}, {"Prefix": "a/"}, {"Prefix": "a/b"}, {"Delimiter": "/"}, {"Prefix": "a/", "Delimiter": "/"},
    {"Prefix": "zz/", "Delimiter": "/"}, {"Prefix": "study 1/", "Delimiter": "/"}, {"Prefix": "none/"},
    {"Prefix": "many/", "MaxKeys": 5}, {"MaxKeys": 7}, {"StartAfter": "a/c.dcm"}, {"StartAfter": "many/0030.dcm", "MaxKeys": 3},
    {"EncodingType": "url"}, {"Delimiter": "+", "EncodingType": "url"}, {"Prefix": "../"}, {"Delimiter": "b"}, {"MaxKeys": 0},
]

def refused(call, **arguments):
    """Status and code of a call that must fail; (200, "") where it did not."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]
    return 200, ""


def client(endpoint, access_key, secret_key, **config):
    options = {"addressing_style": "path"}
    return boto3.client(
        "s3", endpoint_url=endpoint, region_name=REGION, aws_access_key_id=access_key, aws_secret_access_key=secret_key,
        config=Config(s3=options, signature_version=config.pop("signature_version", "s3v4"), retries={"total_max_attempts": 1}, **config),
    )


def raw(url, method="GET", headers=None, body=None):
    """A request as a browser sends it: status, headers by lower-case name, body."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    connection.request(method, f"{parts.path}?{parts.query}", body=body, headers=headers or {})
    response = connection.getresponse()
    answer = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return answer


def content_of(key):
    return (key * 7).encode()


def shape(answer):
    """What a listing says, without what must differ between two stores."""
    contents = answer.get("Contents", [])
    return {
        "keys": [entry["Key"] for entry in contents],
        "sizes": [entry["Size"] for entry in contents],
        "fields": sorted({name for entry in contents for name in entry} - {"Owner", "ChecksumAlgorithm", "ChecksumType"}),
        "prefixes": [entry["Prefix"] for entry in answer.get("CommonPrefixes", [])],
        **{name: answer.get(name) for name in ("KeyCount", "MaxKeys", "IsTruncated", "Name", "Prefix", "StartAfter")},
    }


def listings(store, moto):
    for question in QUESTIONS:
        ours = shape(store.list_objects_v2(Bucket=BUCKET, **question))
        theirs = shape(moto.list_objects_v2(Bucket=BUCKET, **question))
        check(f"list_objects_v2 {question} is shaped as moto's", ours == theirs, f"{ours} != {theirs}")
    for question in QUESTIONS:
        if question.get("Delimiter") == "+" or question.get("Prefix") == "study 1/":
            # moto writes the `+` of a common prefix as it stands here, which boto3 reads as a space.
            continue
        question = {{"StartAfter": "Marker"}.get(name, name): value for name, value in question.items()}
        names = ("keys", "prefixes", "IsTruncated", "Name")
        ours, theirs = (shape(peer.list_objects(Bucket=BUCKET, **question)) for peer in (store, moto))
        check(f"list_objects {question} is shaped as moto's", all(ours[name] == theirs[name] for name in names), f"{ours} != {theirs}")
    expected = sorted(KEYS, key=lambda key: key.encode())
    for operation in ("list_objects_v2", "list_objects"):
        for size in (1, 3, 10, 1000):
            pages = store.get_paginator(operation).paginate(Bucket=BUCKET, PaginationConfig={"PageSize": size})
            found = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
            check(f"{operation} by pages of {size} finds every key once, in order", found == expected, found)
            pages = store.get_paginator(operation).paginate(Bucket=BUCKET, Delimiter="/", PaginationConfig={"PageSize": size})
            found = [entry.get("Key") or entry["Prefix"] for page in pages for entry in page.get("Contents", []) + page.get("CommonPrefixes", [])]
            tops = {key if "/" not in key else key.split("/")[0] + "/" for key in KEYS}
            check(f"{operation} by pages of {size} finds every folder once", sorted(found) == sorted(tops), found)


def reads(store):
    for key in KEYS[:13]:
        answer = store.get_object(Bucket=BUCKET, Key=key)
        head = store.head_object(Bucket=BUCKET, Key=key)
        body = answer["Body"].read()
        check(f"get_object {key!r}", body == content_of(key) and head["ContentLength"] == len(body) and head["ETag"] == answer["ETag"])
    key, whole = "a/c.dcm", content_of("a/c.dcm")
    for asked, expected in [("bytes=0-0", whole[:1]), ("bytes=3-9", whole[3:10]), ("bytes=5-", whole[5:]), ("bytes=-4", whole[-4:]), ("bytes=0-99999", whole)]:
        answer = store.get_object(Bucket=BUCKET, Key=key, Range=asked)
        is_partial = answer["ResponseMetadata"]["HTTPStatusCode"] == 206 and answer["ContentRange"].endswith(f"/{len(whole)}")
        check(f"get_object {asked}", is_partial and answer["Body"].read() == expected)
    check("a range behind the end is refused", refused(store.get_object, Bucket=BUCKET, Key=key, Range="bytes=9999-") == (416, "InvalidRange"))
    tag = store.head_object(Bucket=BUCKET, Key=key)["ETag"]
    check("If-None-Match of the tag is 304", refused(store.get_object, Bucket=BUCKET, Key=key, IfNoneMatch=tag)[0] == 304)
    check("If-Match of another tag is 412", refused(store.get_object, Bucket=BUCKET, Key=key, IfMatch='"x"')[0] == 412)
    listed = {entry["Key"]: entry["ETag"] for entry in store.list_objects_v2(Bucket=BUCKET)["Contents"]}
    check("a listing tells the same tag as head_object", listed[key] == tag, f"{listed[key]} {tag}")
    check("an absent key is NoSuchKey", refused(store.get_object, Bucket=BUCKET, Key="none") == (404, "NoSuchKey"))
    check("a folder is no object", refused(store.get_object, Bucket=BUCKET, Key="a") == (404, "NoSuchKey"))
    check("an unknown bucket is NoSuchBucket", refused(store.list_objects_v2, Bucket="elsewhere") == (404, "NoSuchBucket"))
    names = [bucket["Name"] for bucket in store.list_buckets()["Buckets"]]
    check("list_buckets", names == ["originals", "outputs"], names)
    check("get_bucket_location", store.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] is None)


def writes(store, outputs):
    body = os.urandom(300_000)
    answer = store.put_object(Bucket="outputs", Key="in/de-id-a.dcm", Body=body)
    check("put_object answers the MD5", answer["ETag"] == f'"{hashlib.md5(body).hexdigest()}"', answer["ETag"])
    check("the file lies under its own name", (outputs / "in/de-id-a.dcm").read_bytes() == body)
    for name, value in [("ChecksumAlgorithm", "SHA256"), ("ChecksumAlgorithm", "SHA1"), ("ChecksumAlgorithm", "CRC32")]:
        answer = store.put_object(Bucket="outputs", Key=f"sums/{value}", Body=body, **{name: value})
        check(f"put_object with {value}", f"Checksum{value}" in answer and (outputs / f"sums/{value}").read_bytes() == body, answer)
    code = refused(store.put_object, Bucket="outputs", Key="in/de-id-a.dcm", Body=b"other", IfNoneMatch="*")
    check("If-None-Match: * spares what lies there", code == (412, "PreconditionFailed") and (outputs / "in/de-id-a.dcm").read_bytes() == body, code)
    code = refused(store.put_object, Bucket="outputs", Key="in/de-id-a.dcm", Body=os.urandom(20 * MEBIBYTE), IfNoneMatch="*")
    check("a large body is refused with 412, not with a reset", code == (412, "PreconditionFailed"), code)
    store.put_object(Bucket="outputs", Key="in/new.dcm", Body=b"new", IfNoneMatch="*")
    tag = store.head_object(Bucket="outputs", Key="in/new.dcm")["ETag"]
    check("If-Match of another tag is refused", refused(store.put_object, Bucket="outputs", Key="in/new.dcm", Body=b"x", IfMatch='"y"')[0] == 412)
    store.put_object(Bucket="outputs", Key="in/new.dcm", Body=b"newer", IfMatch=tag)
    check("If-Match of its tag replaces", (outputs / "in/new.dcm").read_bytes() == b"newer")
    code = refused(store.put_object, Bucket="outputs", Key="bad", Body=b"x", ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==")
    check("a wrong Content-MD5 leaves nothing", code == (400, "BadDigest") and not (outputs / "bad").exists(), code)
    code = refused(store.put_object, Bucket="outputs", Key="bad", Body=b"x", ChecksumSHA256="A" * 43 + "=")
    check("a wrong checksum leaves nothing", code[0] == 400 and not (outputs / "bad").exists(), code)
    for key in ("in", "in/new.dcm/below"):
        code = refused(store.put_object, Bucket="outputs", Key=key, Body=b"x")
        check(f"{key!r} would be a file and a folder", code == (409, "KeyConflict"), code)
    check("originals are not written", refused(store.put_object, Bucket=BUCKET, Key="x", Body=b"x") == (403, "AccessDenied"))
    check("nothing is deleted", refused(store.delete_object, Bucket="outputs", Key="in/new.dcm")[0] == 403 and (outputs / "in/new.dcm").exists())

    def race(number):
        return refused(store.put_object, Bucket="outputs", Key="race", Body=str(number).encode() * 1000, IfNoneMatch="*")[0]

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(race, range(8)))
    check("of eight writers with If-None-Match: * one wins", codes == [200] + [412] * 7, codes)


def multiparts(store, outputs, scratch):
    source, back = scratch / "source", scratch / "back"
    source.write_bytes(os.urandom(23 * MEBIBYTE + 17))
    small = TransferConfig(multipart_threshold=5 * MEBIBYTE, multipart_chunksize=5 * MEBIBYTE, max_concurrency=4)
    store.upload_file(str(source), "outputs", "large/cine.dcm", Config=small)
    check("upload_file in parts", (outputs / "large/cine.dcm").read_bytes() == source.read_bytes())
    store.download_file("outputs", "large/cine.dcm", str(back), Config=small)
    check("download_file in ranges", back.read_bytes() == source.read_bytes())
    where = {"Bucket": "outputs", "Key": "large/parts"}
    upload = {**where, "UploadId": store.create_multipart_upload(**where)["UploadId"]}
    pieces = [os.urandom(100_000) for _ in range(3)]
    # The second part first, and twice.
    tags = {number: store.upload_part(**upload, PartNumber=number, Body=pieces[number - 1])["ETag"] for number in (2, 1, 3, 2)}
    parts = store.list_parts(**upload)["Parts"]
    check("list_parts", [(part["PartNumber"], part["ETag"], part["Size"]) for part in parts] == [(n, tags[n], 100_000) for n in (1, 2, 3)], parts)
    listed = store.list_objects_v2(Bucket="outputs", Prefix="").get("Contents", [])
    check("an unfinished upload is not listed", not any("large/parts" == entry["Key"] or ".deid" in entry["Key"] for entry in listed))
    named = [{"PartNumber": number, "ETag": tags[number]} for number in (1, 2, 3)]
    code = refused(store.complete_multipart_upload, **upload, MultipartUpload={"Parts": named[::-1]})
    check("parts out of order are refused", code == (400, "InvalidPartOrder"), code)
    code = refused(store.complete_multipart_upload, **upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": '"x"'}]})
    check("an unknown part is refused", code == (400, "InvalidPart"), code)
    tag = store.complete_multipart_upload(**upload, MultipartUpload={"Parts": named})["ETag"]
    digest = hashlib.md5(b"".join(hashlib.md5(piece).digest() for piece in pieces)).hexdigest()
    check("complete_multipart_upload answers the MD5 of MD5s", tag == f'"{digest}-3"', tag)
    check("the parts are joined in order", (outputs / "large/parts").read_bytes() == b"".join(pieces))
    upload = {**where, "UploadId": store.create_multipart_upload(**where)["UploadId"]}
    part = store.upload_part(**upload, PartNumber=1, Body=b"x")
    code = refused(store.complete_multipart_upload, **upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}, IfNoneMatch="*")
    check("an upload in parts can be conditional", code[0] == 412, code)
    store.abort_multipart_upload(**upload)
    check("an aborted upload is gone", refused(store.list_parts, **upload) == (404, "NoSuchUpload"))
    left = [path.name for path in outputs.joinpath(".deid-staging").iterdir()]
    check("nothing but its lock is left in the staging folder", set(left) <= {"lock"}, left)


def presigned(store, stranger, older, outputs, origin):
    url = store.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "a/c.dcm"}, ExpiresIn=60)
    status, headers, body = raw(url, headers={"Origin": origin})
    check("a presigned GET", status == 200 and body == content_of("a/c.dcm"), status)
    check("its answer is for the page", headers.get("access-control-allow-origin") == origin and "etag" in headers["access-control-expose-headers"].lower(), headers)
    check("and is not kept", headers.get("cache-control") == "no-store", headers)
    check("another method is refused", raw(url, method="PUT", body=b"x")[0] == 403)
    check("another key is refused", raw(url.replace("c.dcm", "b.dcm"))[0] == 403)
    params = {"Bucket": "outputs", "Key": "signed/x.png", "ContentType": "image/png", "ContentLength": 3, "IfNoneMatch": "*"}
    url = store.generate_presigned_url("put_object", Params=params, ExpiresIn=60)
    good = {"Content-Type": "image/png", "If-None-Match": "*"}
    check("a presigned PUT of another type is refused", raw(url, "PUT", {**good, "Content-Type": "text/html"}, b"abc")[0] == 403)
    check("a presigned PUT of another length is refused", raw(url, "PUT", good, b"abcd")[0] == 403)
    check("a presigned PUT without its condition is refused", raw(url, "PUT", {"Content-Type": "image/png"}, b"abc")[0] == 403)
    check("a presigned PUT", raw(url, "PUT", good, b"abc")[0] == 200 and (outputs / "signed/x.png").read_bytes() == b"abc")
    check("a presigned PUT again is 412", raw(url, "PUT", good, b"abc")[0] == 412)
    url = store.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "a/c.dcm"}, ExpiresIn=1)
    time.sleep(2.5)
    check("an expired URL is refused", raw(url)[0] == 403)
    url = store.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "a/c.dcm"}, ExpiresIn=8 * 24 * 3600)
    check("a URL valid for eight days is refused", raw(url)[0] == 403)
    for name, peer in (("another secret key", stranger), ("Signature Version 2", older)):
        url = peer.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "a/c.dcm"}, ExpiresIn=60)
        check(f"a URL of {name} is refused", raw(url)[0] == 403)
        check(f"a header of {name} is refused", refused(peer.get_object, Bucket=BUCKET, Key="a/c.dcm")[0] == 403)
    check("an unsigned request is refused", raw(url.split("?")[0])[0] == 403)


def cors(store, moto, origin):
    rule = {
        "AllowedOrigins": [origin], "AllowedMethods": ["GET", "HEAD", "PUT"], "MaxAgeSeconds": 3000,
        "AllowedHeaders": ["content-type", "if-none-match", "x-amz-checksum-sha256"],
        "ExposeHeaders": ["ETag", "x-amz-version-id", "x-amz-request-id", "x-amz-id-2"],
    }
    moto.create_bucket(Bucket="outputs")
    moto.put_bucket_cors(Bucket="outputs", CORSConfiguration={"CORSRules": [rule]})
    asked = {"Origin": origin, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type,if-none-match"}

    def words(headers, name):
        return sorted(word.strip().lower() for word in headers.get(name, "").split(",") if word.strip())

    answers = []
    for peer in (store, moto):
        url = peer.generate_presigned_url("put_object", Params={"Bucket": "outputs", "Key": "page.png", "ContentType": "image/png"})
        answers.append((url, raw(url, "OPTIONS", asked)))
    (url, (status, ours, _)), (_, (_, theirs, _)) = answers
    check("a preflight is answered before any signature", status == 200, status)
    for name in ("access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers", "access-control-max-age"):
        check(f"{name} is moto's", set(words(ours, name)) >= set(words(theirs, name)) != set(), f"{ours.get(name)} != {theirs.get(name)}")
    expected = sorted(name.lower() for name in rule["AllowedHeaders"])
    check("no other header is allowed", words(ours, "access-control-allow-headers") == expected, ours)
    check("no other method is allowed", words(ours, "access-control-allow-methods") == ["get", "head", "put"], ours)
    _, ours, _ = raw(url, "OPTIONS", {**asked, "Origin": "https://example.org"})
    check("another origin is not allowed", "access-control-allow-origin" not in ours, ours)
    # The answer itself, of both to the same PUT.
    exposed = []
    for url, _ in answers:
        status, headers, _ = raw(url, "PUT", {"Origin": origin, "Content-Type": "image/png"}, b"abc")
        exposed.append((status, headers.get("access-control-allow-origin"), words(headers, "access-control-expose-headers"), headers.get("etag")))
    check("the answer to a PUT exposes what moto's does", exposed[0] == exposed[1], exposed)


def main():
    # Its log of requests.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto_server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto_server.start()
    moto = client("http://{}:{}".format(*moto_server.get_host_and_port()), "testing", "testing")
    moto.create_bucket(Bucket=BUCKET)
    with tempfile.TemporaryDirectory() as folder:
        originals, outputs, scratch = (pathlib.Path(folder, name) for name in ("originals", "outputs", "scratch"))
        for path in (originals, outputs, scratch):
            path.mkdir()
        for key in KEYS:
            path = originals / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content_of(key))
            moto.put_object(Bucket=BUCKET, Key=key, Body=content_of(key))
        with serve_folders(sys.argv[1], originals, outputs, PAGE) as (endpoint, access_key, secret_key):
            store = client(endpoint, access_key, secret_key)
            stranger = client(endpoint, access_key, "x" * 40)
            older = client(endpoint, access_key, secret_key, signature_version="s3")
            listings(store, moto)
            reads(store)
            writes(store, outputs)
            multiparts(store, outputs, scratch)
            presigned(store, stranger, older, outputs, PAGE)
            cors(store, moto, PAGE)
    moto_server.stop()
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
