// The web fonts of this split. None of their families is to occur in the training of the reader.

/** {family, package, weight, style, kind}: `kind` as in the truth files. */
export const FACES = [
  ["Rubik", "rubik", 400, "normal", "proportional"],
  ["Rubik", "rubik", 700, "normal", "bold"],
  ["Work Sans", "work-sans", 300, "normal", "proportional"],
  ["Work Sans", "work-sans", 600, "normal", "bold"],
  ["Red Hat Text", "red-hat-text", 400, "normal", "proportional"],
  ["Red Hat Text", "red-hat-text", 500, "italic", "italic"],
  ["Titillium Web", "titillium-web", 400, "normal", "proportional"],
  ["Titillium Web", "titillium-web", 600, "normal", "bold"],
  ["Space Grotesk", "space-grotesk", 500, "normal", "proportional"],
  ["Bitter", "bitter", 400, "normal", "serif"],
  ["Merriweather", "merriweather", 400, "normal", "serif"],
  ["Merriweather", "merriweather", 400, "italic", "italic"],
  ["Zilla Slab", "zilla-slab", 500, "normal", "serif"],
  ["Archivo Narrow", "archivo-narrow", 400, "normal", "condensed"],
  ["Saira Condensed", "saira-condensed", 500, "normal", "condensed"],
  ["IBM Plex Sans Condensed", "ibm-plex-sans-condensed", 400, "normal", "condensed"],
  ["Barlow Condensed", "barlow-condensed", 500, "normal", "condensed"],
  ["DM Mono", "dm-mono", 400, "normal", "mono"],
  ["Chivo Mono", "chivo-mono", 400, "normal", "mono"],
  ["Share Tech Mono", "share-tech-mono", 400, "normal", "mono"],
  ["VT323", "vt323", 400, "normal", "bitmap"],
  ["Press Start 2P", "press-start-2p", 400, "normal", "bitmap"],
].map(([family, source, weight, style, kind]) => ({ family, source, weight, style, kind }));

const PROBE =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;/-+^*#%()[]=<>@ÅÖöüéñøôÉÜÑØÔå";

/** What to set as `font` of a canvas context; `fallback` is used for glyphs that the face lacks. */
export function fontOf(face, size, fallback = "serif") {
  return `${face.style} ${face.weight} ${size}px "${face.family}", ${fallback}`;
}

/** One glyph drawn with a fallback: its pixels as a string. */
function drawn(context, face, glyph, fallback) {
  context.clearRect(0, 0, 64, 64);
  context.font = fontOf(face, 32, fallback);
  context.fillText(glyph, 12, 44);
  return `${context.measureText(glyph).width} ${context.getImageData(0, 0, 64, 64).data.join()}`;
}

/**
 * Loads all faces and finds for each the probed glyphs that come from a fallback font.
 * @returns {Promise<Map<object, Set<string>>>} the glyphs that each face lacks
 * @throws where a face is not loaded at all
 */
export async function loadFaces() {
  const context = new OffscreenCanvas(64, 64).getContext("2d", { willReadFrequently: true });
  const lacks = new Map();
  for (const face of FACES) {
    const url = `/fonts/${face.source}/files/${face.source}-latin-${face.weight}-${face.style}.woff2`;
    const loaded = await new FontFace(face.family, `url(${url})`, {
      weight: String(face.weight),
      style: face.style,
    }).load();
    document.fonts.add(loaded);
    const absent = [...PROBE].filter(
      (glyph) => drawn(context, face, glyph, "serif") !== drawn(context, face, glyph, "monospace"),
    );
    if (absent.length > 30)
      throw new Error(`${face.family} ${face.weight} ${face.style} is not used: a fallback font draws it`);
    lacks.set(face, new Set(absent));
  }
  return lacks;
}
