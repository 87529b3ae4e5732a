// Flat panels of consoles, and pages of reports with tables.
import { grain, hills } from "./picture.js";

const tone = (random, low, high) => {
  const level = random.between(low, high);
  const tint = () => level * random.between(0.7, 1.25);
  return random.chance(0.4) ? [level, level, level] : [tint(), tint(), tint()];
};

/** A console: bars, panels, buttons without labels, separators. */
export function panels(random, picture) {
  const { columns, rows } = picture;
  const dark = random.chance(0.7);
  const base = dark ? tone(random, 4, 70) : tone(random, 150, 245);
  picture.rectangle(0, 0, columns, rows, base);
  for (let count = random.integer(2, 7); count > 0; count--) {
    const [x, y] = [random.integer(0, Math.floor(columns * 0.8)), random.integer(0, Math.floor(rows * 0.8))];
    const [wide, high] = [
      random.integer(60, Math.floor(columns * 0.6)),
      random.integer(30, Math.floor(rows * 0.5)),
    ];
    const fill = dark ? tone(random, 10, 120) : tone(random, 120, 255);
    picture.rectangle(x, y, x + wide, y + high, fill, random.pick([1, 1, 0.5]));
    if (random.chance(0.5))
      picture.frame(x, y, x + wide, y + high, tone(random, 60, 220), random.integer(1, 2));
  }
  for (
    let count = random.integer(0, 9), at = random.integer(0, 60);
    count > 0;
    count--, at += random.integer(50, 110)
  ) {
    picture.rectangle(at, rows - 44, at + 42, rows - 16, tone(random, 50, 160));
    picture.frame(at, rows - 44, at + 42, rows - 16, tone(random, 120, 230));
  }
  if (random.chance(0.5)) grain(random, picture, random.between(0.3, 3), false);
}

/**
 * A page with a table, whose cells {x, y, width, height} are to be filled with text.
 * @returns {object[][]} the rows of cells
 */
export function report(random, picture) {
  const { columns, rows } = picture;
  const inverse = random.chance(0.35);
  const paper = inverse ? random.between(0, 30) : random.between(215, 255);
  const ink = inverse ? random.between(90, 220) : random.between(20, 150);
  const shade = hills(random, columns, rows, 200);
  const strength = random.chance(0.4) ? random.between(1, 7) : 0;
  picture.fill((x, y) => paper + shade(x, y) * strength);
  if (strength > 0) grain(random, picture, random.between(0.5, 3), false);
  const [count, lines] = [random.integer(3, 6), random.integer(4, 12)];
  const [left, top] = [
    Math.round(columns * random.between(0.03, 0.1)),
    Math.round(rows * random.between(0.2, 0.35)),
  ];
  const width = Math.floor((columns * random.between(0.75, 0.9)) / count);
  const height = Math.max(22, Math.min(60, Math.floor((rows * 0.6) / lines)));
  const [across, down] = [random.chance(0.6), random.chance(0.6)];
  const cells = [];
  for (let row = 0; row < lines; row++) {
    cells.push(
      Array.from({ length: count }, (_, column) => ({
        x: left + column * width,
        y: top + row * height,
        width,
        height,
      })),
    );
  }
  for (let row = 0; down && row <= lines; row++)
    picture.stroke(left, top + row * height, left + count * width, top + row * height, [ink, ink, ink]);
  for (let column = 0; across && column <= count; column++) {
    picture.stroke(left + column * width, top, left + column * width, top + lines * height, [ink, ink, ink]);
  }
  return cells;
}
