// What stands on such pictures and is no text: rulers, bars, carets, calipers, traces, arrows.

const BRIGHT = [
  [255, 255, 255],
  [200, 200, 200],
  [240, 220, 60],
  [90, 230, 120],
  [90, 200, 255],
];

function ruler(random, picture, color) {
  const upright = random.chance(0.7);
  const length = (upright ? picture.rows : picture.columns) * random.between(0.3, 0.8);
  const pitch = random.integer(8, 40);
  const [x, y] = [
    Math.round(picture.columns * random.pick([0.01, 0.97])),
    Math.round(picture.rows * random.between(0.05, 0.15)),
  ];
  for (let at = 0, tick = 0; at < length; at += pitch, tick++) {
    const long = tick % 5 === 0 ? 12 : 6;
    if (upright) picture.stroke(x, y + at, x + long, y + at, color);
    else
      picture.stroke(
        picture.columns * 0.1 + at,
        picture.rows - 8 - long,
        picture.columns * 0.1 + at,
        picture.rows - 8,
        color,
      );
  }
}

function greyBar(random, picture) {
  const [x, y] = [
    Math.round(picture.columns * random.pick([0.02, 0.94])),
    Math.round(picture.rows * random.between(0.1, 0.3)),
  ];
  const [wide, high] = [random.integer(8, 18), Math.round(picture.rows * random.between(0.2, 0.5))];
  for (let at = 0; at < high; at++) {
    const level = 255 * (1 - at / high);
    picture.rectangle(x, y + at, x + wide, y + at + 1, [level, level, level]);
  }
}

function trace(random, picture, color) {
  const middle = picture.rows * random.between(0.82, 0.95);
  const beat = random.integer(60, 160);
  const height = random.between(15, 45);
  const level = (x) => {
    const phase = (x % beat) / beat;
    const spike = Math.exp(-(((phase - 0.35) / 0.02) ** 2)) - 0.3 * Math.exp(-(((phase - 0.4) / 0.02) ** 2));
    return middle - height * (spike + 0.2 * Math.exp(-(((phase - 0.65) / 0.06) ** 2)));
  };
  for (let x = 1; x < picture.columns; x++) picture.stroke(x - 1, level(x - 1), x, level(x), color);
}

function calipers(random, picture, color) {
  const point = () => [random.integer(20, picture.columns - 20), random.integer(20, picture.rows - 20)];
  const [[x0, y0], [x1, y1]] = [point(), point()];
  for (const [x, y] of [
    [x0, y0],
    [x1, y1],
  ]) {
    picture.stroke(x - 5, y, x + 5, y, color);
    picture.stroke(x, y - 5, x, y + 5, color);
  }
  for (let part = 0; part < 1; part += 0.04) {
    picture.rectangle(
      Math.round(x0 + (x1 - x0) * part),
      Math.round(y0 + (y1 - y0) * part),
      Math.round(x0 + (x1 - x0) * part) + 1,
      Math.round(y0 + (y1 - y0) * part) + 1,
      color,
    );
  }
}

function arrow(random, picture, color) {
  const [x, y] = [random.integer(40, picture.columns - 40), random.integer(40, picture.rows - 40)];
  const angle = random.between(0, 6.28);
  const reach = random.between(14, 36);
  const end = (turn, length) => [x + Math.cos(angle + turn) * length, y + Math.sin(angle + turn) * length];
  for (const [turn, length] of [
    [0, reach],
    [0.5, reach * 0.4],
    [-0.5, reach * 0.4],
  ])
    picture.stroke(x, y, ...end(turn, length), color, 2);
}

/** Draws none to four of them. */
export function mark(random, picture) {
  const kinds = [ruler, greyBar, trace, calipers, arrow];
  for (let count = random.integer(0, 4); count > 0; count--)
    random.pick(kinds)(random, picture, random.pick(BRIGHT));
}
