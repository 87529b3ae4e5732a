// Pictures that look like radiographs and like slices of CT and MR.
import { ellipse, grain, hills } from "./picture.js";

/** A chest-like or limb-like radiograph: soft body, dark lungs, ribs, spine, film grain, collimation. */
export function radiograph(random, picture) {
  const { columns, rows } = picture;
  const middle = columns * random.between(0.42, 0.58);
  const soft = hills(random, columns, rows, random.between(60, 220));
  const fine = hills(random, columns, rows, random.between(6, 18));
  const body = ellipse(
    middle,
    rows * 0.6,
    columns * random.between(0.36, 0.55),
    rows * random.between(0.5, 0.8),
    0,
    columns * 0.06,
  );
  const lungs = [-1, 1].map((side) =>
    ellipse(
      middle + side * columns * 0.19,
      rows * 0.45,
      columns * random.between(0.1, 0.15),
      rows * random.between(0.2, 0.32),
      side * 0.15,
      columns * 0.05,
    ),
  );
  const pitch = rows * random.between(0.055, 0.09);
  const bend = random.between(0.0004, 0.0016);
  const [base, air, ribs, spine] = [
    random.between(90, 170),
    random.between(10, 60),
    random.between(8, 34),
    random.between(20, 60),
  ];
  const tilt = random.between(-40, 40);
  picture.fill((x, y) => {
    const inside = body(x, y);
    const lung = Math.max(lungs[0](x, y), lungs[1](x, y));
    const away = x - middle;
    const wave = Math.sin((2 * Math.PI * (y - bend * away * away + Math.abs(away) * 0.35)) / pitch);
    const rib = Math.max(0, wave - 0.2) * ribs * inside * Math.min(1, Math.abs(away) / (columns * 0.08));
    const bone =
      spine *
      Math.exp(-((away / (columns * 0.035)) ** 2)) *
      inside *
      (0.8 + 0.2 * Math.sin((2 * Math.PI * y) / (pitch * 0.8)));
    return (
      air +
      inside * (base - air) -
      lung * (base - air) * 0.6 +
      rib +
      bone +
      tilt * (y / rows - 0.5) +
      soft(x, y) * 14 +
      fine(x, y) * 4 * inside
    );
  });
  grain(random, picture, random.between(1, 9), random.chance(0.5));
  if (random.chance(0.4)) collimate(random, picture);
  if (random.chance(0.25))
    picture.planes.forEach((plane) =>
      plane.forEach((level, at) => {
        plane[at] = 255 - level;
      }),
    );
}

/** Blackens the borders outside of the irradiated field. */
function collimate(random, picture) {
  const [left, top] = [
    picture.columns * random.between(0.01, 0.12),
    picture.rows * random.between(0.01, 0.12),
  ];
  const [right, bottom] = [
    picture.columns * random.between(0.88, 0.99),
    picture.rows * random.between(0.88, 0.99),
  ];
  const dark = random.between(0, 18);
  picture.rectangle(0, 0, picture.columns, Math.round(top), [dark, dark, dark]);
  picture.rectangle(0, Math.round(bottom), picture.columns, picture.rows, [dark, dark, dark]);
  picture.rectangle(0, 0, Math.round(left), picture.rows, [dark, dark, dark]);
  picture.rectangle(Math.round(right), 0, picture.columns, picture.rows, [dark, dark, dark]);
}

/** A slice of a body made of ellipses in the dark: CT (bright bone, table) or MR (bias field, ghosts). */
export function slice(random, picture) {
  const { columns, rows } = picture;
  const resonance = random.chance(0.4);
  const size = Math.min(columns, rows);
  const [cx, cy] = [columns * random.between(0.45, 0.55), rows * random.between(0.45, 0.55)];
  const [rx, ry] = [size * random.between(0.3, 0.46), size * random.between(0.22, 0.4)];
  const parts = [
    [ellipse(cx, cy, rx, ry, 0, 3), random.between(35, 90)],
    [ellipse(cx, cy, rx * 0.92, ry * 0.9, 0, 4), random.between(20, 70)],
  ];
  for (let organ = random.integer(4, 12); organ > 0; organ--) {
    const [angle, far] = [random.between(0, 6.28), random.between(0, 0.6)];
    const part = ellipse(
      cx + Math.cos(angle) * far * rx,
      cy + Math.sin(angle) * far * ry,
      rx * random.between(0.04, 0.3),
      ry * random.between(0.05, 0.32),
      random.between(0, 3),
      random.between(1, 6),
    );
    parts.push([part, random.between(-60, 60)]);
  }
  if (!resonance) {
    parts.push([ellipse(cx, cy + ry * 0.6, rx * 0.11, ry * 0.14, 0, 3), random.between(70, 130)]);
    const outer = ellipse(cx, cy + ry * 0.4, rx * 1.35, ry * 0.95, 0, 2);
    const inner = ellipse(cx, cy + ry * 0.36, rx * 1.34, ry * 0.95, 0, 2);
    parts.push([
      (x, y) => (y > cy + ry * 0.7 ? Math.max(0, outer(x, y) - inner(x, y)) : 0),
      random.between(40, 120),
    ]);
  }
  const bias = hills(random, columns, rows, size * 0.5);
  const texture = hills(random, columns, rows, random.between(3, 10));
  const floor = random.between(0, 14);
  picture.fill((x, y) => {
    let level = 0;
    for (const [part, height] of parts) level += part(x, y) * height;
    const inside = parts[0][0](x, y);
    return floor + (level + texture(x, y) * 9 * inside) * (resonance ? 1 + 0.35 * bias(x, y) : 1);
  });
  grain(random, picture, random.between(1, 10), true);
}
