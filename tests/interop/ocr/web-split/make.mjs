// Draws the second test split of the reader in a browser.
//
// usage: node make.mjs --out DIR [--count 300] [--seed 1]
//
// Writes DIR/images/NAME.png, DIR/truth/NAME.json and DIR/truth/NAME.png (16 bits: the number of the
// word, from 1, at each pixel that its ink touches), and prints counts and a SHA-256 over all samples,
// masks and truths in order. Chromium is found via PATH; nothing is fetched.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { png } from "./png.mjs";

const ORIGIN = "http://web-split.invalid";
const HERE = import.meta.dirname;
const TYPES = { ".js": "text/javascript", ".woff2": "font/woff2" };

/** Answers the page's requests from this folder and from the font packages, and no others. */
async function serve(route) {
  const { pathname } = new URL(route.request().url());
  if (pathname === "/") {
    await route.fulfill({
      contentType: "text/html",
      body: '<!doctype html><script type="module" src="/browser/page.js"></script>',
    });
    return;
  }
  const [, folder, ...rest] = pathname.split("/");
  const packages = path.dirname(
    path.dirname(createRequire(import.meta.url).resolve("@fontsource/rubik/package.json")),
  );
  const root = folder === "fonts" ? packages : path.join(HERE, "browser");
  const body = await readFile(path.join(root, ...rest)).catch(() => null);
  if (body === null) await route.fulfill({ status: 404 });
  else await route.fulfill({ contentType: TYPES[path.extname(pathname)], body });
}

/** Writes the three files of one page; adds them to the digest. */
async function keep(out, name, page, digest) {
  const samples = Buffer.from(page.samples, "base64");
  const mask = Buffer.from(page.mask, "base64").swap16();
  const { columns, rows, channels, truth } = page;
  const words = truth.words.map((word) => `  ${JSON.stringify(word)}`).join(",\n");
  const text = `${JSON.stringify({ ...truth, words: [] }).slice(0, -2)}\n${words}\n]}\n`;
  for (const part of [name, samples, mask, text]) digest.update(part);
  await writeFile(
    path.join(out, "images", `${name}.png`),
    png({ columns, rows, channels, bits: 8 }, samples),
  );
  await writeFile(
    path.join(out, "truth", `${name}.png`),
    png({ columns, rows, channels: 1, bits: 16 }, mask),
  );
  await writeFile(path.join(out, "truth", `${name}.json`), text);
}

/** Draws all pages; returns what was counted and the digest. */
async function draw(page, out, count, seed) {
  const digest = createHash("sha256");
  const counts = { images: 0, "without text": 0, words: 0, "PHI words": 0 };
  for (let number = 0; number < count; number++) {
    const made = await page.evaluate((wanted) => window.makePage(wanted), seed * 100003 + number);
    await keep(out, `web-${String(number).padStart(4, "0")}`, made, digest);
    counts.images += 1;
    counts["without text"] += made.truth.words.length === 0;
    counts.words += made.truth.words.length;
    counts["PHI words"] += made.truth.words.filter((word) => word.is_phi).length;
  }
  return { counts, sha256: digest.digest("hex") };
}

async function main() {
  const options = {
    out: { type: "string" },
    count: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
  };
  const { out, count, seed } = parseArgs({ options }).values;
  if (!out) throw new Error("--out DIR is needed");
  for (const folder of ["images", "truth"]) await mkdir(path.join(out, folder), { recursive: true });
  const executablePath = execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  const browser = await chromium.launch({
    executablePath,
    args: ["--disable-gpu", "--font-render-hinting=none"],
  });
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error.message));
    await page.route("**/*", serve);
    await page.goto(`${ORIGIN}/`);
    await page.waitForFunction(() => window.makePage !== undefined, null, { timeout: 20_000 });
    for (const [face, glyphs] of await page.evaluate(() => window.lackingGlyphs())) {
      if (glyphs) console.log(`${face} lacks ${glyphs}: lines with them are not drawn in it`);
    }
    const { counts, sha256 } = await draw(page, out, Number(count), Number(seed));
    console.log(
      Object.entries(counts)
        .map(([what, value]) => `${value} ${what}`)
        .join(", "),
    );
    console.log(`sha256 ${sha256}`);
  } finally {
    await browser.close();
  }
}

await main();
