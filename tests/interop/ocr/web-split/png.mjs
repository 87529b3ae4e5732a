// Writes PNG files: 8-bit grey or RGB, 16-bit grey.
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name, "ascii"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/**
 * Encodes samples, row by row; those of 16 bits big-endian.
 * @param {{columns: number, rows: number, channels: 1|3, bits: 8|16}} shape
 * @param {Buffer} samples
 */
export function png({ columns, rows, channels, bits }, samples) {
  const stride = (columns * channels * bits) / 8;
  if (samples.length !== stride * rows)
    throw new Error(`${samples.length} bytes are not ${rows} rows of ${stride}`);
  const lines = Buffer.alloc((stride + 1) * rows);
  for (let row = 0; row < rows; row++)
    samples.copy(lines, row * (stride + 1) + 1, row * stride, (row + 1) * stride);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  header.set([bits, channels === 3 ? 2 : 0, 0, 0, 0], 8);
  const parts = [
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(lines, { level: 4 })),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...parts]);
}
