"""Many requests at once to one `deid serve`: 200 read-url and 50 detect-text of nearly 5 MiB, apart and together.

usage: load.py DEID_BINARY

What must hold, or the exit code is 1: nothing but 200, and 429 with Retry-After, is answered; memory stays below
MOST_MB; /healthz is answered within HEALTH_MS all the time. Times tell something only where the machine has nothing
else to do. Nothing but the standard library is needed, and Linux.
"""

import json
import multiprocessing
import os
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from checks import check, exit_code
from pictures import grey_png
from servers import deid_serve, fake_engines

MOST_MB = 600
HEALTH_MS = 100
READ_URLS = 200
PICTURES = 50
ENGINE_S = 0.3
"""How long the fake engines take for each call."""


def answer_to(address, request):
    """Sends a whole request and reads the whole answer: status and headers; 0 where the connection broke."""
    try:
        with socket.create_connection(address, timeout=120) as connection:
            return sent(connection, request)
    except OSError as problem:
        return 0, type(problem).__name__


def sent(connection, request):
    connection.sendall(request)
    answer = bytearray()
    while received := connection.recv(1 << 16):
        answer += received
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").lower()
    return int(head.split(maxsplit=2)[1]) if head else 0, head


def request(deid, path, kind, body, *headers):
    """A request as it goes over the wire."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {deid.host}:{deid.port}", f"Authorization: Bearer {deid.token}", "Connection: close"]
    lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def probe(address, pipe):
    """Asks for /healthz until told to stop, then hands over how long each answer took, in milliseconds."""
    ask = f"GET /healthz HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\nConnection: close\r\n\r\n".encode()
    took = []
    while not pipe.poll(0.01):
        start = time.perf_counter()
        status, _ = answer_to(address, ask)
        took.append((time.perf_counter() - start) * 1000 if status == 200 else float("inf"))
    pipe.send(took)


def busy_percent():
    """How busy this machine is without us: on a busy one the times tell little."""
    def ticks():
        numbers = [int(number) for number in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
        return sum(numbers), numbers[3] + numbers[4]

    (before, idle_before), _, (after, idle_after) = ticks(), time.sleep(1), ticks()
    return 100 - 100 * (idle_after - idle_before) / max(after - before, 1)


@contextmanager
def probed(deid):
    """Probes a server all the while, from a process of its own; yields a list that holds the times afterwards."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    prober = context.Process(target=probe, args=((deid.host, deid.port), theirs))
    prober.start()
    took = []
    yield took
    ours.send("stop")
    took += ours.recv()
    prober.join()


def told(took):
    """The times in one line."""
    return f"median {statistics.median(took):.1f} ms, 99 of 100 within {statistics.quantiles(took, n=100)[98]:.1f} ms, longest {max(took):.1f} ms"


def most_memory_mb(pid):
    """The most memory that a process ever had."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6


def at_once(address, requests):
    """Sends all `requests` at the same moment; returns the answers."""
    answers = [None] * len(requests)
    barrier = threading.Barrier(len(requests))

    def one(number):
        barrier.wait()
        answers[number] = answer_to(address, requests[number])

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def judge(title, address, requests):
    start = time.perf_counter()
    answers = at_once(address, requests)
    seconds = time.perf_counter() - start
    counts = Counter(status for status, _ in answers)
    print(f"     {title}: {seconds:.1f} s, {', '.join(f'{count} x {status}' for status, count in sorted(counts.items()))}", flush=True)
    broken = {head for status, head in answers if status == 0}
    check(f"{title}: nothing but 200 and 429", set(counts) <= {200, 429}, broken or dict(counts))
    check(f"{title}: every 429 says when to ask again", all("\nretry-after: " in head for status, head in answers if status == 429))
    return [status for status, _ in answers]


def rounds(deid, address):
    read_url = request(deid, "/api/objects/read-url", "application/json", json.dumps({"store": "local", "key": "a.dcm"}).encode())
    picture = grey_png(2240, 2240)
    detect = request(deid, "/api/detect-text", "image/png", picture, f"deid-consent: {deid.consent()}")
    print(f"     pictures of {len(picture) / (1 << 20):.2f} MiB; memory before: {most_memory_mb(deid.pid):.0f} MB", flush=True)
    statuses = judge(f"{READ_URLS} read-url", address, [read_url] * READ_URLS)
    check("all of them are answered", set(statuses) == {200})
    statuses = judge(f"{PICTURES} detect-text", address, [detect] * PICTURES)
    check("the pictures that have a place are answered", statuses.count(200) >= 32, statuses.count(200))
    both = [detect] * PICTURES + [read_url] * READ_URLS
    statuses = judge("both together", address, both)
    check("pictures do not keep read-url waiting", set(statuses[PICTURES:]) == {200})


def main():
    binary = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for store in ("originals", "outputs"):
            folder.joinpath(store).mkdir()
        folder.joinpath("originals", "a.dcm").write_bytes(b"not really DICOM")
        options = ["--originals", folder / "originals", "--outputs", folder / "outputs", "--engine", "aws", "--send-images-to", "aws:eu-west-2"]
        foreign = busy_percent()
        with fake_engines(ENGINE_S) as engines, deid_serve(binary, *options, **engines) as deid:
            with probed(deid) as took:
                # What makes the load must not take the processor from what is measured.
                os.nice(5)
                rounds(deid, (deid.host, deid.port))
            peak = most_memory_mb(deid.pid)
    print(f"     /healthz, {len(took)} times: {told(took)}; other programs took {foreign:.0f} % of {os.cpu_count()} processors before")
    check(f"/healthz is answered within {HEALTH_MS} ms throughout", max(took) <= HEALTH_MS, f"{max(took):.1f} ms")
    check(f"at most {MOST_MB} MB of memory", peak <= MOST_MB, peak)
    print(f"     most memory: {peak:.0f} MB")
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
