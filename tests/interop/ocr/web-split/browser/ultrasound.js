// Ultrasound screens: a sector of speckle on a dark panel, with color flow in some.
import { ellipse, hills } from "./picture.js";

/** Where the sector lies, drawn at random. */
function sector(random, columns, rows) {
  const depth = rows * random.between(0.6, 0.85);
  const near = depth * random.between(0.03, 0.3);
  return {
    cx: columns * random.between(0.4, 0.6),
    cy: rows * random.between(0.02, 0.1) - near * 0.8,
    near,
    far: near + depth,
    half: random.between(0.45, 0.85),
  };
}

/** Speckle in polar coordinates: exponential noise on a grid of beams and depths, interpolated. */
function speckle(random, beams, depths) {
  const grid = Float32Array.from({ length: beams * depths }, () => Math.sqrt(-Math.log(1 - random.next())));
  return (beam, depth) => {
    const [left, top] = [
      Math.max(0, Math.min(Math.floor(beam), beams - 2)),
      Math.max(0, Math.min(Math.floor(depth), depths - 2)),
    ];
    const [fx, fy] = [beam - left, depth - top];
    const at = top * beams + left;
    return (
      (grid[at] * (1 - fx) + grid[at + 1] * fx) * (1 - fy) +
      (grid[at + beams] * (1 - fx) + grid[at + beams + 1] * fx) * fy
    );
  };
}

/** Draws the screen; color flow where the picture has color and chance wills it. */
export function ultrasound(random, picture) {
  const { columns, rows } = picture;
  const { cx, cy, near, far, half } = sector(random, columns, rows);
  const [beams, depths] = [random.integer(120, 260), random.integer(160, 380)];
  const dots = speckle(random, beams, depths);
  const tissue = hills(random, columns, rows, random.between(30, 110));
  const layers = hills(random, 600, rows, random.between(10, 30));
  const cysts = Array.from({ length: random.integer(0, 4) }, () =>
    ellipse(
      cx + random.between(-0.2, 0.2) * columns,
      rows * random.between(0.25, 0.7),
      columns * random.between(0.03, 0.11),
      rows * random.between(0.03, 0.1),
      random.between(0, 3),
      5,
    ),
  );
  const [gain, fade, panel] = [
    random.between(50, 120),
    random.between(0.3, 1.6),
    random.pick([0, 0, 0, 6, 14, 24]),
  ];
  picture.fill((x, y) => {
    const radius = Math.hypot(x - cx, y - cy);
    const angle = Math.atan2(x - cx, y - cy);
    if (radius < near || radius > far || Math.abs(angle) > half) return panel;
    const depth = (radius - near) / (far - near);
    let level =
      dots(((angle + half) / (2 * half)) * (beams - 1), depth * (depths - 1)) *
      gain *
      Math.exp(-fade * depth);
    level *= 0.8 + 0.35 * tissue(x, y) + 0.25 * layers((angle + 1) * 250, radius);
    for (const cyst of cysts) level *= 1 - 0.9 * cyst(x, y);
    return Math.max(panel, level);
  });
  if (picture.isColor && random.chance(0.6)) flow(random, picture, cx, (near + far) / 2);
}

/** Blobs of color flow inside a drawn box, and its color bar. */
function flow(random, picture, cx, depth) {
  const { columns, rows } = picture;
  const [wide, high] = [columns * random.between(0.12, 0.3), rows * random.between(0.12, 0.3)];
  const [x0, y0] = [
    Math.round(cx - wide / 2 + random.between(-0.08, 0.08) * columns),
    Math.round(depth - high / 2),
  ];
  const [x1, y1] = [Math.round(x0 + wide), Math.round(y0 + high)];
  const velocity = hills(random, columns, rows, random.between(14, 50));
  const power = random.chance(0.4);
  const shade = (speed) =>
    speed > 0 ? [160 + 95 * speed, 230 * speed * speed, 10] : [10, 230 * speed * speed, 160 - 95 * speed];
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const speed = Math.max(-1, Math.min(1, velocity(x, y)));
      if (Math.abs(speed) > 0.45) picture.blend(x, y, shade(power ? Math.abs(speed) : speed), 0.92);
    }
  }
  picture.frame(
    x0,
    y0,
    x1,
    y1,
    random.pick([
      [255, 255, 255],
      [240, 220, 40],
      [80, 220, 120],
    ]),
  );
  const [left, top, tall] = [Math.round(columns * 0.95), Math.round(rows * 0.15), Math.round(rows * 0.2)];
  for (let y = 0; y < tall; y++)
    picture.rectangle(left, top + y, left + 14, top + y + 1, shade(1 - (2 * y) / tall));
}
