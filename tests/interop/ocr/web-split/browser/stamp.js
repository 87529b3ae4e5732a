// Puts a line of text into a picture, and measures what it put there.
import { inkOf, turnedExtent } from "./line.js";
import { capHeightAt } from "./style.js";

/** Ink of at least this alpha counts as touching a pixel. */
const TOUCHES = 0.08;
/** Ink of at least this part of a word's strongest alpha is its core. */
const CORE = 0.8;

/** Mean brightness, and the standard deviation of what is left of it without its 9 x 9 mean. */
function surroundings(picture, left, top, columns, rows) {
  const stride = columns + 1;
  const sums = new Float64Array(stride * (rows + 1));
  const levels = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const level = picture.luma((top + y) * picture.columns + left + x);
      levels[y * columns + x] = level;
      sums[(y + 1) * stride + x + 1] =
        level + sums[y * stride + x + 1] + sums[(y + 1) * stride + x] - sums[y * stride + x];
    }
  }
  const mean = sums[sums.length - 1] / levels.length;
  let squares = 0;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [x0, y0, x1, y1] = [
        Math.max(0, x - 4),
        Math.max(0, y - 4),
        Math.min(columns, x + 5),
        Math.min(rows, y + 5),
      ];
      const sum =
        sums[y1 * stride + x1] - sums[y0 * stride + x1] - sums[y1 * stride + x0] + sums[y0 * stride + x0];
      squares += (levels[y * columns + x] - sum / ((x1 - x0) * (y1 - y0))) ** 2;
    }
  }
  return { mean, noise: Math.max(1, Math.sqrt(squares / levels.length)) };
}

/** The ink color (three levels) whose brightness is nearest to `wanted`, tinted where the style says so. */
function inkColor(wanted, tint) {
  const level = Math.max(0, Math.min(255, wanted));
  if (!tint) return [level, level, level];
  const brightness = 0.299 * tint[0] + 0.587 * tint[1] + 0.114 * tint[2];
  return tint.map((part) => Math.min(255, (part * level) / brightness));
}

const lumaOf = (color) => 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2];

/** What lies under a word: brightness of each pixel of its core, and the noise around. */
function groundOf(picture, ink, box, left, top) {
  const strongest = ink.reduce((best, alpha) => Math.max(best, alpha), 0);
  const levels = [];
  let [x0, y0, x1, y1] = [box.columns, box.rows, 0, 0];
  for (let y = 0, at = 0; y < box.rows; y++) {
    for (let x = 0; x < box.columns; x++, at++) {
      if (ink[at] === 0) continue;
      [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x + 1), Math.max(y1, y + 1)];
      if (ink[at] >= strongest * CORE) levels.push(picture.luma((top + y) * picture.columns + left + x));
    }
  }
  if (levels.length === 0) return null;
  return { levels, ...surroundings(picture, left + x0, top + y0, x1 - x0, y1 - y0) };
}

/**
 * The ink color of a line: of the style's contrast, or of the nearest one (turned round, stronger) at which at
 * least 85 % of the core of every word stands out of what lies under it. Null where there is none.
 */
function legibleColor(style, grounds) {
  const mean = grounds.reduce((sum, ground) => sum + ground.mean, 0) / grounds.length;
  const room = style.contrast > 0 ? 255 - mean : mean;
  const turned = room < Math.abs(style.contrast) * 255 && room < 128;
  for (const strength of [1, 1.4, 2, 2.8, 4, 8, 12]) {
    for (const sign of turned ? [-1, 1] : [1, -1]) {
      const color = inkColor(mean + style.contrast * sign * strength * 255, style.tint);
      const level = lumaOf(color);
      const stands = ({ levels, noise }) => {
        const least = Math.max(17, 1.5 * noise) / style.opacity;
        return levels.filter((under) => Math.abs(level - under) >= least).length >= 0.85 * levels.length;
      };
      if (grounds.every(stands)) return color;
    }
  }
  return null;
}

/** The rectangle, turned by `rotation` degrees, tight around all touched pixels: corners from the reading top left. */
function polygonOf(pixels, rotation) {
  const angle = (rotation * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  let [u0, v0, u1, v1] = [Infinity, Infinity, -Infinity, -Infinity];
  const half = (Math.abs(cosine) + Math.abs(sine)) / 2;
  for (const [x, y] of pixels) {
    const [u, v] = [(x + 0.5) * cosine + (y + 0.5) * sine, (y + 0.5) * cosine - (x + 0.5) * sine];
    [u0, v0, u1, v1] = [
      Math.min(u0, u - half),
      Math.min(v0, v - half),
      Math.max(u1, u + half),
      Math.max(v1, v + half),
    ];
  }
  const round = (value) => Math.round(value * 100) / 100;
  return [
    [u0, v0],
    [u1, v0],
    [u1, v1],
    [u0, v1],
  ].map(([u, v]) => [round(u * cosine - v * sine), round(u * sine + v * cosine)]);
}

/** Blends one word; marks its pixels in `mask`; returns its measured geometry. */
function stampWord(picture, mask, number, layers, colors, style, box, left, top) {
  const strongest = layers.ink.reduce((best, alpha) => Math.max(best, alpha), 0);
  const touched = [];
  let [change, balance, core] = [0, 0, 0];
  for (let y = 0, at = 0; y < box.rows; y++) {
    for (let x = 0; x < box.columns; x++, at++) {
      const [ink, outline, shadow] = [layers.ink[at], layers.outline?.[at] ?? 0, layers.shadow?.[at] ?? 0];
      if (ink + outline + shadow === 0) continue;
      const place = (top + y) * picture.columns + left + x;
      const before = picture.luma(place);
      if (shadow) picture.blend(left + x, top + y, colors.edge, shadow * 0.8);
      if (outline) picture.blend(left + x, top + y, colors.edge, outline);
      picture.blend(left + x, top + y, colors.ink, ink * style.opacity);
      if (Math.max(ink, outline, shadow) >= TOUCHES) {
        mask[place] = number;
        touched.push([left + x, top + y]);
      }
      if (ink >= strongest * CORE) {
        change += Math.abs(picture.luma(place) - before);
        balance += picture.luma(place) - before;
        core++;
      }
    }
  }
  const [xs, ys] = [touched.map((pixel) => pixel[0]), touched.map((pixel) => pixel[1])];
  const least = (values) => values.reduce((best, value) => Math.min(best, value), Infinity);
  const most = (values) => values.reduce((best, value) => Math.max(best, value), -Infinity);
  return {
    box: [least(xs), least(ys), most(xs) + 1, most(ys) + 1],
    poly: polygonOf(touched, style.rotation),
    change: (Math.sign(balance) * change) / core,
  };
}

/**
 * Stamps the tokens of one line at the upright rectangle `box` (turnedExtent) whose corner is (left, top).
 * @param {Uint16Array} mask gets numbers from `first` on
 * @returns {object[]?} the words as the truth file has them, without their line; null where the line could not be
 *   seen there, and nothing but its box, if it has one, is drawn
 */
export function stampLine(picture, mask, first, tokens, style, left, top) {
  const words = tokens.map((token) => token.text);
  const box = turnedExtent(style, words);
  if (style.box) {
    const level = style.contrast > 0 ? 12 : 240;
    picture.rectangle(left, top, left + box.columns, top + box.rows, [level, level, level], style.boxOpacity);
  }
  const inks = inkOf(style, words, box);
  const grounds = inks.map(({ ink }) => groundOf(picture, ink, box, left, top));
  const ink = grounds.includes(null) ? null : legibleColor(style, grounds);
  if (ink === null) return null;
  const mean = grounds.reduce((sum, ground) => sum + ground.mean, 0) / grounds.length;
  const edge = lumaOf(ink) > mean ? Math.max(0, mean - 60) : Math.min(255, mean + 60);
  const colors = { ink, edge: [edge, edge, edge] };
  const hundredths = (value) => Math.round(value * 100) / 100;
  return tokens.map((token, at) => {
    const {
      box: around,
      poly,
      change,
    } = stampWord(picture, mask, first + at, inks[at], colors, style, box, left, top);
    return {
      text: token.text,
      box: around,
      poly,
      is_phi: token.phi,
      category: token.category,
      cap_height: hundredths(capHeightAt(style)),
      contrast: hundredths(change / 255),
      cnr: hundredths(Math.abs(change) / grounds[at].noise),
      rotation: hundredths(style.rotation),
      font_kind: style.face.kind,
      family: style.face.family,
      kind: "print",
      script: "latin",
    };
  });
}
