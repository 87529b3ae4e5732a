/** A seeded source of numbers: the same seed gives the same pages. */
export class Random {
  /** @param {number} seed any integer */
  constructor(seed) {
    this.state = (seed * 2654435761) >>> 0;
  }

  /** The next number in [0, 1) (mulberry32). */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A number in [low, high). */
  between(low, high) {
    return low + (high - low) * this.next();
  }

  /** An integer in low..high, both included. */
  integer(low, high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True with the given probability. */
  chance(probability) {
    return this.next() < probability;
  }

  /** One of the items. */
  pick(items) {
    return items[Math.floor(this.next() * items.length)];
  }

  /** One of the keys of `weights`, each as likely as its value tells. */
  weighted(weights) {
    const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    let left = this.next() * total;
    for (const [key, weight] of Object.entries(weights)) {
      left -= weight;
      if (left < 0) return key;
    }
    return Object.keys(weights)[0];
  }

  /** A normal deviate, near enough for noise: the sum of four uniform ones. */
  normal() {
    return (this.next() + this.next() + this.next() + this.next() - 2) * 1.732;
  }

  /** A string of digits. */
  digits(count) {
    let text = "";
    for (let at = 0; at < count; at++) text += this.integer(0, 9);
    return text;
  }
}
