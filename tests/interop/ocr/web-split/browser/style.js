// How the lines of a block look.
import { FACES, fontOf } from "./faces.js";

const measuring = new OffscreenCanvas(8, 8).getContext("2d");

/** The font size in pixels at which the "H" of a face is `capHeight` pixels high. */
function sizeFor(face, capHeight) {
  measuring.font = fontOf(face, 200);
  return (capHeight * 200) / measuring.measureText("H").actualBoundingBoxAscent;
}

function capHeightOf(random, face) {
  const range = random.weighted({ small: 6, middle: 3, large: 1 });
  const [low, high] = { small: [6, 14], middle: [12, 28], large: [26, 60] }[range];
  const height = low * (high / low) ** random.next();
  // Pixel fonts keep their grid: 7 of 8 rows (Press Start 2P), 9 or 10 of 16 (VT323).
  if (face.kind !== "bitmap") return height;
  const unit = face.family === "VT323" ? 9 : 7;
  return Math.max(1, Math.round(height / unit)) * unit;
}

function rotationOf(random) {
  const kind = random.weighted({ none: 78, slight: 8, quarter: 4, back: 4, half: 6 });
  return { none: 0, slight: random.between(-12, 12), quarter: 90, back: 270, half: 180 }[kind];
}

function colorOf(random, isColor) {
  if (!isColor || random.chance(0.55)) return null;
  return random.pick([
    [1, 1, 0.35],
    [0.4, 1, 0.5],
    [0.45, 0.85, 1],
    [1, 0.6, 0.25],
    [1, 0.45, 0.45],
    [0.8, 0.9, 1],
    [1, 0.55, 1],
  ]);
}

/**
 * Draws a style by chance: {face, size, capHeight, rotation, contrast, tint, tracking, smooth, outline, shadow,
 * box, boxOpacity, opacity}. `contrast` is signed, of 255; `tracking` and offsets are in pixels.
 */
export function randomStyle(random, isColor) {
  const face = random.pick(FACES);
  const capHeight = capHeightOf(random, face);
  const strength = random.chance(0.35) ? random.between(0.08, 0.3) : random.between(0.3, 1);
  return {
    face,
    size: sizeFor(face, capHeight),
    rotation: rotationOf(random),
    contrast: strength * (random.chance(0.78) ? 1 : -1),
    tint: colorOf(random, isColor),
    tracking: random.chance(0.15) ? random.between(-0.03, 0.2) * capHeight : 0,
    smooth: !random.chance(face.kind === "bitmap" ? 0.7 : 0.15),
    outline: random.chance(0.12) ? Math.max(1, capHeight * random.between(0.06, 0.14)) : 0,
    shadow: random.chance(0.12) ? Math.max(1, Math.round(capHeight * random.between(0.06, 0.16))) : 0,
    box: random.chance(0.12),
    boxOpacity: random.pick([1, 1, 0.5, 0.7]),
    opacity: random.chance(0.1) ? random.between(0.6, 0.95) : 1,
  };
}

/** The cap height in pixels of a style as the canvas measures it. */
export function capHeightAt(style) {
  measuring.font = fontOf(style.face, style.size);
  return measuring.measureText("H").actualBoundingBoxAscent;
}
