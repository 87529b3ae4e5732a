// One line of text: where its words lie, and their ink.
import { fontOf } from "./faces.js";

const canvas = new OffscreenCanvas(16, 16);
const context = canvas.getContext("2d", { willReadFrequently: true });

function prepare(style) {
  context.font = fontOf(style.face, style.size);
  context.letterSpacing = `${style.tracking}px`;
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
}

/** Width, height above and depth below the baseline of a line before it is turned, in pixels. */
export function extent(style, words) {
  prepare(style);
  const text = words.join(" ");
  const {
    width,
    actualBoundingBoxAscent: above,
    actualBoundingBoxDescent: below,
  } = context.measureText(text);
  return { width, above, below };
}

/** Size of the upright rectangle around a turned line, and where the start of its baseline lies in it. */
export function turnedExtent(style, words) {
  const { width, above, below } = extent(style, words);
  const margin = 3 + style.outline + style.shadow;
  const angle = (style.rotation * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const corners = [
    [-margin, -above - margin],
    [width + margin, -above - margin],
    [width + margin, below + margin],
    [-margin, below + margin],
  ].map(([x, y]) => [x * cosine - y * sine, x * sine + y * cosine]);
  const [xs, ys] = [corners.map((corner) => corner[0]), corners.map((corner) => corner[1])];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return {
    columns: Math.ceil(Math.max(...xs) - left),
    rows: Math.ceil(Math.max(...ys) - top),
    originX: -left,
    originY: -top,
  };
}

/** The alpha (0..1) of whatever `draw` puts on a fresh canvas of this size. */
function alphaOf(style, box, draw) {
  canvas.width = box.columns;
  canvas.height = box.rows;
  prepare(style);
  context.translate(box.originX, box.originY);
  context.rotate((style.rotation * Math.PI) / 180);
  draw();
  const { data } = context.getImageData(0, 0, box.columns, box.rows);
  const alpha = new Float32Array(box.columns * box.rows);
  for (let at = 0; at < alpha.length; at++) alpha[at] = data[at * 4 + 3] / 255;
  return style.smooth ? alpha : alpha.map((value) => (value >= 0.45 ? 1 : 0));
}

/**
 * The ink of each word alone, in the rectangle `box` of the line (see turnedExtent).
 * @returns {{ink: Float32Array, outline: Float32Array?, shadow: Float32Array?}[]} alpha, 0..1
 */
export function inkOf(style, words, box) {
  prepare(style);
  const starts = words.map((_, at) =>
    at === 0 ? 0 : context.measureText(`${words.slice(0, at).join(" ")} `).width,
  );
  return words.map((word, at) => ({
    ink: alphaOf(style, box, () => context.fillText(word, starts[at], 0)),
    outline: style.outline
      ? alphaOf(style, box, () => {
          context.lineWidth = style.outline * 2;
          context.strokeText(word, starts[at], 0);
        })
      : null,
    shadow: style.shadow
      ? alphaOf(style, box, () => context.fillText(word, starts[at] + style.shadow, style.shadow))
      : null,
  }));
}
