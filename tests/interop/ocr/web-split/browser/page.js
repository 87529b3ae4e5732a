// A whole page: a background, marks, blocks of text, and JPEG artefacts for a third.
import { radiograph, slice } from "./anatomy.js";
import { block, line, tableRow } from "./content.js";
import { loadFaces } from "./faces.js";
import { turnedExtent } from "./line.js";
import { mark } from "./marks.js";
import { Picture } from "./picture.js";
import { Random } from "./random.js";
import { panels, report } from "./screens.js";
import { stampLine } from "./stamp.js";
import { randomStyle } from "./style.js";
import { ultrasound } from "./ultrasound.js";

const BACKGROUNDS = { xray: 3, ultrasound: 3, doppler: 3, ct: 3, flat: 3, "dose-report": 2 };
const TEXT_FREE = 0.1;

/** A page in the making: knows where text lies. */
class Sheet {
  constructor(picture, lacks) {
    this.picture = picture;
    this.mask = new Uint16Array(picture.columns * picture.rows);
    this.words = [];
    this.lines = 0;
    this.taken = [];
    this.lacks = lacks;
  }

  /** Whether a rectangle lies inside of the picture and away from all text. */
  isFree(x, y, columns, rows) {
    if (x < 0 || y < 0 || x + columns > this.picture.columns || y + rows > this.picture.rows) return false;
    return this.taken.every(
      ([left, top, right, bottom]) => x >= right || y >= bottom || x + columns <= left || y + rows <= top,
    );
  }

  /** Writes one line with its rectangle's corner at (x, y), if it fits, is legible, and the face has its glyphs. */
  write(tokens, style, x, y) {
    const lacks = this.lacks.get(style.face);
    if (tokens.some((token) => [...token.text].some((glyph) => lacks.has(glyph)))) return false;
    const { columns, rows } = turnedExtent(
      style,
      tokens.map((token) => token.text),
    );
    const [left, top] = [Math.round(x), Math.round(y)];
    if (!this.isFree(left, top, columns, rows)) return false;
    this.taken.push([left, top, left + columns, top + rows]);
    const words = stampLine(this.picture, this.mask, this.words.length + 1, tokens, style, left, top);
    if (words === null) return false;
    this.lines++;
    this.words.push(...words.map((word) => ({ ...word, line: this.lines })));
    return true;
  }
}

/** Lines under each other (side by side where they are turned by a quarter) in a corner or anywhere. */
function writeBlock(random, sheet) {
  const { columns, rows } = sheet.picture;
  const style = randomStyle(random, sheet.picture.isColor);
  const lines = block(random);
  const sizes = lines.map((tokens) =>
    turnedExtent(
      style,
      tokens.map((token) => token.text),
    ),
  );
  const aside = style.rotation === 90 || style.rotation === 270;
  const gap = random.between(0, 0.5) * style.size * 0.5;
  const pitch = Math.max(...sizes.map((size) => (aside ? size.columns : size.rows))) + gap;
  const [wide, high] = aside
    ? [pitch * lines.length, Math.max(...sizes.map((size) => size.rows))]
    : [Math.max(...sizes.map((size) => size.columns)), pitch * lines.length];
  const margin = random.chance(0.2) ? 0 : random.integer(2, 24);
  const corner = random.chance(0.7);
  const [right, bottom] = [random.chance(0.5), random.chance(0.4)];
  const x = corner ? (right ? columns - margin - wide : margin) : random.between(0, columns - wide);
  const y = corner ? (bottom ? rows - margin - high : margin) : random.between(0, rows - high);
  lines.forEach((tokens, at) => {
    const slack = (aside ? high - sizes[at].rows : wide - sizes[at].columns) * (right && corner ? 1 : 0);
    sheet.write(tokens, style, x + (aside ? at * pitch : slack), y + (aside ? slack : at * pitch));
  });
}

function writeAnywhere(random, sheet) {
  const tokens = line(random);
  const style = randomStyle(random, sheet.picture.isColor);
  const { columns, rows } = turnedExtent(
    style,
    tokens.map((token) => token.text),
  );
  for (let attempt = 0; attempt < 8; attempt++) {
    const x = random.between(0, sheet.picture.columns - columns);
    const y = random.between(0, sheet.picture.rows - rows);
    if (sheet.write(tokens, style, x, y)) return;
  }
}

function writeTable(random, sheet, cells) {
  const base = randomStyle(random, sheet.picture.isColor);
  const style = { ...base, rotation: 0, box: false, outline: 0, shadow: 0 };
  const scale = Math.min(1, (cells[0][0].height * 0.42) / style.size);
  style.size *= Math.max(scale, 8 / style.size);
  cells.forEach((row, at) => {
    const texts = tableRow(random, row.length, at === 0);
    row.forEach((cell, column) => {
      const { columns, rows } = turnedExtent(
        style,
        texts[column].map((token) => token.text),
      );
      if (columns < cell.width - 2 && rows < cell.height - 2)
        sheet.write(texts[column], style, cell.x + 2, cell.y + (cell.height - rows) / 2);
    });
  });
}

/** Draws the background; returns the cells of its table, if it has one. */
function drawBackground(random, picture, kind) {
  if (kind === "xray") radiograph(random, picture);
  else if (kind === "ct") slice(random, picture);
  else if (kind === "flat") panels(random, picture);
  else if (kind === "dose-report") return report(random, picture);
  else ultrasound(random, picture);
  return [];
}

/** 8-bit samples, interleaved where there is color. */
function samplesOf(picture) {
  const count = picture.planes.length;
  const samples = new Uint8ClampedArray(picture.columns * picture.rows * count);
  picture.planes.forEach((plane, index) =>
    plane.forEach((level, at) => {
      samples[at * count + index] = level;
    }),
  );
  return samples;
}

/** The samples after JPEG compression of the given quality. */
async function compressed(picture, samples, quality) {
  const { columns, rows } = picture;
  const count = picture.planes.length;
  const canvas = new OffscreenCanvas(columns, rows);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const image = context.createImageData(columns, rows);
  for (let at = 0; at < columns * rows; at++) {
    for (let part = 0; part < 3; part++)
      image.data[at * 4 + part] = samples[at * count + (count === 3 ? part : 0)];
    image.data[at * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  const bitmap = await createImageBitmap(await canvas.convertToBlob({ type: "image/jpeg", quality }));
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, columns, rows);
  return samples.map((_, at) => data[Math.floor(at / count) * 4 + (at % count)]);
}

async function base64(bytes) {
  const reader = new FileReader();
  const done = new Promise((resolve) => {
    reader.onload = () => resolve(reader.result);
  });
  reader.readAsDataURL(new Blob([bytes]));
  return (await done).split(",")[1];
}

/** Makes the page of a seed: {columns, rows, channels, samples, mask} in base64 (mask little-endian) and its truth. */
async function makePage(seed, lacks) {
  const random = new Random(seed);
  const [columns, rows] = [random.integer(512, 1400), random.integer(512, 1400)];
  const kind = random.weighted(BACKGROUNDS);
  const picture = new Picture(
    columns,
    rows,
    kind === "doppler" || ((kind === "flat" || kind === "ultrasound") && random.chance(0.75)),
  );
  const cells = drawBackground(random, picture, kind);
  mark(random, picture);
  picture.planes.forEach((plane) =>
    plane.forEach((level, at) => {
      plane[at] = Math.max(0, Math.min(255, level));
    }),
  );
  const sheet = new Sheet(picture, lacks);
  if (!random.chance(TEXT_FREE)) {
    if (cells.length > 0) writeTable(random, sheet, cells);
    for (let count = random.integer(2, 5); count > 0; count--) writeBlock(random, sheet);
    for (let count = random.integer(0, 7); count > 0; count--) writeAnywhere(random, sheet);
  }
  const plain = samplesOf(picture);
  const samples = random.chance(1 / 3) ? await compressed(picture, plain, random.between(0.3, 0.9)) : plain;
  return {
    columns,
    rows,
    channels: picture.planes.length,
    samples: await base64(samples),
    mask: await base64(sheet.mask),
    truth: { width: columns, height: rows, background: kind, words: sheet.words },
  };
}

const lacks = loadFaces();
window.makePage = async (seed) => makePage(seed, await lacks);
window.lackingGlyphs = async () =>
  [...(await lacks)].map(([face, glyphs]) => [
    `${face.family} ${face.weight} ${face.style}`,
    [...glyphs].join(""),
  ]);
