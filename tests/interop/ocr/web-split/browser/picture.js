/** A picture of one (grey) or three (red, green, blue) planes of floats, 0..255. */
export class Picture {
  constructor(columns, rows, color) {
    this.columns = columns;
    this.rows = rows;
    this.planes = Array.from({ length: color ? 3 : 1 }, () => new Float32Array(columns * rows));
  }

  get isColor() {
    return this.planes.length === 3;
  }

  /** Brightness (BT.601) of one pixel. */
  luma(at) {
    if (!this.isColor) return this.planes[0][at];
    return 0.299 * this.planes[0][at] + 0.587 * this.planes[1][at] + 0.114 * this.planes[2][at];
  }

  /** Sets every plane by `value(x, y, at)`, a grey level. */
  fill(value) {
    for (let y = 0, at = 0; y < this.rows; y++) {
      for (let x = 0; x < this.columns; x++, at++) {
        const level = value(x, y, at);
        for (const plane of this.planes) plane[at] = level;
      }
    }
  }

  /** Adds `value(x, y, at)` to every plane. */
  add(value) {
    for (let y = 0, at = 0; y < this.rows; y++) {
      for (let x = 0; x < this.columns; x++, at++) {
        const level = value(x, y, at);
        for (const plane of this.planes) plane[at] += level;
      }
    }
  }

  /** Blends a color (three levels) into one pixel; nothing outside of the picture. */
  blend(x, y, color, opacity) {
    if (x < 0 || y < 0 || x >= this.columns || y >= this.rows) return;
    const at = y * this.columns + x;
    const grey = 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2];
    this.planes.forEach((plane, index) => {
      plane[at] += ((this.isColor ? color[index] : grey) - plane[at]) * opacity;
    });
  }

  /** Blends a filled rectangle. */
  rectangle(x0, y0, x1, y1, color, opacity = 1) {
    for (let y = Math.max(0, y0); y < Math.min(this.rows, y1); y++) {
      for (let x = Math.max(0, x0); x < Math.min(this.columns, x1); x++) this.blend(x, y, color, opacity);
    }
  }

  /** Blends the outline of a rectangle, `width` pixels inwards. */
  frame(x0, y0, x1, y1, color, width = 1) {
    this.rectangle(x0, y0, x1, y0 + width, color);
    this.rectangle(x0, y1 - width, x1, y1, color);
    this.rectangle(x0, y0 + width, x0 + width, y1 - width, color);
    this.rectangle(x1 - width, y0 + width, x1, y1 - width, color);
  }

  /** Blends a straight stroke without smoothing. */
  stroke(x0, y0, x1, y1, color, width = 1) {
    const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0)));
    for (let step = 0; step <= steps; step++) {
      const x = Math.round(x0 + ((x1 - x0) * step) / steps);
      const y = Math.round(y0 + ((y1 - y0) * step) / steps);
      this.rectangle(x, y, x + width, y + width, color);
    }
  }
}

/** Smooth noise: a function of (x, y) of about -1..1 whose hills are `size` pixels wide. */
export function hills(random, columns, rows, size) {
  const across = Math.ceil(columns / size) + 3;
  const down = Math.ceil(rows / size) + 3;
  const grid = Float32Array.from({ length: across * down }, () => random.normal());
  const ease = (part) => part * part * (3 - 2 * part);
  return (x, y) => {
    const [gx, gy] = [Math.max(0, x) / size, Math.max(0, y) / size];
    const [left, top] = [Math.min(Math.floor(gx), across - 2), Math.min(Math.floor(gy), down - 2)];
    const [fx, fy] = [ease(Math.min(1, gx - left)), ease(Math.min(1, gy - top))];
    const at = top * across + left;
    const upper = grid[at] * (1 - fx) + grid[at + 1] * fx;
    const lower = grid[at + across] * (1 - fx) + grid[at + across + 1] * fx;
    return upper * (1 - fy) + lower * fy;
  };
}

/** Film or detector grain of the given strength, smeared over `smear` neighbors. */
export function grain(random, picture, strength, smear) {
  const noise = Float32Array.from(
    { length: picture.columns * picture.rows },
    () => random.normal() * strength,
  );
  const before = smear ? picture.columns : 0;
  picture.add((x, y, at) =>
    smear ? (noise[at] + noise[Math.max(0, at - 1)] + noise[Math.max(0, at - before)]) / 1.6 : noise[at],
  );
}

/** 0 far outside, 1 far inside a turned ellipse, with an edge about `soft` pixels wide. */
export function ellipse(cx, cy, rx, ry, turn, soft) {
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  return (x, y) => {
    const u = ((x - cx) * cosine + (y - cy) * sine) / rx;
    const v = ((y - cy) * cosine - (x - cx) * sine) / ry;
    const distance = (1 - Math.sqrt(u * u + v * v)) * Math.min(rx, ry);
    return 1 / (1 + Math.exp((-4 * distance) / Math.max(soft, 0.3)));
  };
}
