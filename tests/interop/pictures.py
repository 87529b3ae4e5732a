"""Pictures to send, made without any library."""

import os
import struct
import zlib


def grey_png(columns, rows):
    """A PNG of noise, 8 bits grey; noise does not compress, and none is tried."""
    rows_of_noise = b"".join(b"\0" + os.urandom(columns) for _ in range(rows))
    header = struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows_of_noise, 0)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, chunks))


def chunk(named):
    name, data = named
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
