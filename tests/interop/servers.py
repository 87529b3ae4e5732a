"""Starts what the judges speak to: `deid serve`, the embedded store alone, `rclone serve s3`, and fakes of the engines.

Each is a context manager; the server ends with it.
"""

import os
import re
import socketserver
import subprocess
import sys
import threading
import time
import typing
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps, loads

REGION = "eu-west-2"
ACCESS_KEY = "AKIAINTEROPEXAMPLE00"
SECRET_KEY = "interop/example/secret/key/of/40/letters"


class Deid(typing.NamedTuple):
    """A running `deid serve`."""

    host: str
    port: int
    token: str
    pid: int

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    def ask(self, path, body=None, **headers):
        """Asks the API, with the token: status and JSON."""
        connection = HTTPConnection(self.host, self.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers}
        connection.request("GET" if body is None else "POST", path, None if body is None else dumps(body), headers)
        response = connection.getresponse()
        answer = response.status, loads(response.read() or "null")
        connection.close()
        return answer

    def consent(self):
        """The id of a new consent to send pictures."""
        status, consent = self.ask("/api/consents", {"text_version": 1, "files": 1, "pictures": 1})
        if status != 200:
            raise RuntimeError(f"no consent: {status} {consent['code']}")
        return consent["id"]


def environment(**settings):
    """The environment without what would lead a server elsewhere."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DEID_", "RCLONE_"))}
    nowhere = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true"}
    nowhere |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    keys = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_REGION": REGION}
    return {**inherited, **nowhere, **keys, **settings}


@contextmanager
def started(command, expected, stream="stdout", **settings):
    """Runs `command` until left; yields the process, and the match of `expected` in its first lines."""
    command = [str(part) for part in command]
    server = subprocess.Popen(command, env=environment(**settings), stdin=subprocess.PIPE, text=True, **{stream: subprocess.PIPE})
    try:
        lines = getattr(server, stream)
        found = next(filter(None, (re.search(expected, line) for line in lines)), None)
        if found is None:
            raise RuntimeError(f"{command[0]} did not start")
        # Nobody reads on: a full pipe would stop it.
        threading.Thread(target=lines.read, daemon=True).start()
        yield server, found
    finally:
        server.stdin.close()
        server.terminate()
        server.wait(60)


@contextmanager
def deid_serve(binary, *options, **settings):
    """`deid serve` with `options`, on a free port; `settings` are variables of its environment."""
    command = [binary, "serve", "--listen", "127.0.0.1:0", "--log-level", "error", *options]
    with started(command, r"http://([^:]+):(\d+)/#token=(\S+)", **settings) as (server, found):
        yield Deid(found[1], int(found[2]), found[3], server.pid)


@contextmanager
def serve_folders(binary, originals, outputs, page_origin):
    """The embedded store alone: its endpoint, access key and secret key."""
    with started([binary, originals, outputs, page_origin], r"(\S+) (\S+) (\S+)") as (_, found):
        yield found.groups()


@contextmanager
def rclone_serve_s3(folder):
    """rclone's S3 server over the folders of `folder`, each a bucket: its endpoint."""
    rclone = os.path.join(os.path.dirname(sys.executable), "rclone")
    command = [rclone, "serve", "s3", "--addr", "127.0.0.1:0", "--auth-key", f"{ACCESS_KEY},{SECRET_KEY}", folder]
    with started(command, r"\[(http://[^/]+)/\]", "stderr", RCLONE_CONFIG=os.devnull) as (_, found):
        yield found[1]


class FakeEngine(BaseHTTPRequestHandler):
    """Amazon Rekognition (awsJson1_1) and Comprehend Medical (Smithy RPC v2 CBOR) that find nothing."""

    protocol_version = "HTTP/1.1"
    delay_s = 0.0

    def do_POST(self):
        left = int(self.headers["Content-Length"])
        while left > 0:
            left -= len(self.rfile.read(min(left, 1 << 16))) or left
        time.sleep(self.delay_s)
        if self.headers.get("smithy-protocol") == "rpc-v2-cbor":
            # A map of two entries: names of eight and twelve letters, an empty list and a text of three letters.
            kind, body = "application/cbor", b"\xa2\x68Entities\x80\x6cModelVersion\x632.0"
        elif self.headers.get("X-Amz-Target") == "RekognitionService.DetectText":
            kind, body = "application/x-amz-json-1.1", b'{"TextDetections":[],"TextModelVersion":"3.0"}'
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Smithy-Protocol", "rpc-v2-cbor")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def fake_engines(delay_s=0.0):
    """Both engines in a process of their own, each answer after `delay_s`: the variables that lead there."""
    with started([sys.executable, __file__, delay_s], r"(http://\S+)") as (_, found):
        yield {f"AWS_ENDPOINT_URL_{name}": found[1] for name in ("REKOGNITION", "COMPREHENDMEDICAL")}


if __name__ == "__main__":
    FakeEngine.delay_s = float(sys.argv[1])
    socketserver.TCPServer.request_queue_size = 256
    with ThreadingHTTPServer(("127.0.0.1", 0), FakeEngine) as fake:
        print("http://{}:{}".format(*fake.server_address), flush=True)
        fake.serve_forever()
