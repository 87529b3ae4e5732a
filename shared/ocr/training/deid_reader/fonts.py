"""Fonts: Debian packages, fetched once, divided among the splits by family.

The catalog `fonts.json` names the packages and every face used. Families never cross splits, and
neither do families drawn from one another (FreeSans and Nimbus Sans, DejaVu and Vera).
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import ImageFont

from .kinds import Split

CATALOG = Path(__file__).with_name("fonts.json")
# A glyph of a bitmap face has exactly one size; cap heights of scalable faces are measured here.
MEASURED_SIZE = 200
# The first of these that a face draws: Latin, digits, Han, Hebrew, Thai, Devanagari, Arabic.
LETTERS_MEASURED = "H8\u56fd\u05d0\u0e01\u0915\u0627"


@dataclass(frozen=True)
class Face:
    """One face of a family. `size` is the only pixel size of a bitmap face, 0 where any will do."""

    family: str
    path: str
    index: int
    kind: str
    size: int = 0


def storage() -> Path:
    """The folder of downloaded and derived data (DEID_OCR_DIR, else target/ocr of the project)."""
    configured = os.environ.get("DEID_OCR_DIR")
    return Path(configured) if configured else Path(__file__).parents[4] / "target" / "ocr"


def font_root() -> Path:
    """Where `install` unpacks; the catalog's paths are relative to its usr/share."""
    return storage() / "fonts" / "root"


def install(folder: Path | None = None) -> None:
    """Fetch the catalog's packages with apt-get and unpack them below `folder`, without root.

    Packages already unpacked are left alone. Raises CalledProcessError where apt-get fails.
    """
    base = Path(folder) if folder else storage() / "fonts"
    packages, root = base / "packages", base / "root"
    packages.mkdir(parents=True, exist_ok=True)
    root.mkdir(parents=True, exist_ok=True)
    for name in _catalog()["packages"]:
        done = packages / f"{name}.unpacked"
        if done.exists():
            continue
        if not any(packages.glob(f"{name}_*.deb")):
            subprocess.run(["apt-get", "download", name], cwd=packages, check=True)
        archive = max(packages.glob(f"{name}_*.deb"))
        subprocess.run(["dpkg", "-x", str(archive), str(root)], check=True)
        done.touch()


@lru_cache(maxsize=1)
def _catalog() -> dict:
    return json.loads(CATALOG.read_text(encoding="utf-8"))


def _face(row: dict) -> Face:
    path = str(font_root() / "usr" / "share" / row["path"])
    return Face(row["family"], path, row.get("index", 0), row["kind"], row.get("size", 0))


@lru_cache(maxsize=None)
def faces(split: Split) -> tuple[Face, ...]:
    """The Latin faces of a split, in the catalog's order."""
    return tuple(_face(row) for row in _catalog()["latin"] if row["split"] == split)


@lru_cache(maxsize=None)
def script_faces(split: Split, script: str) -> tuple[Face, ...]:
    """The faces of a split for one of `scripts.SCRIPTS`; Cyrillic and Greek: Latin faces with both."""
    if script in ("cyrillic", "greek"):
        sample = "АБВЖЩЯабвжщя" if script == "cyrillic" else "ΑΒΓΔΩαβγδω"
        return tuple(face for face in faces(split) if face.size == 0 and covers(face, sample))
    wanted = "han" if script == "han-vertical" else script
    rows = _catalog()["scripts"]
    return tuple(_face(r) for r in rows if r["split"] == split and r["script"] == wanted)


@lru_cache(maxsize=1)
def _split_of_family() -> dict[str, Split]:
    return {row["family"]: row["split"] for row in _catalog()["latin"]}


@lru_cache(maxsize=None)
def _codepoints(face: Face) -> frozenset[int]:
    """The characters a face draws; found by drawing where the file has no readable table."""
    if face.path.endswith((".pcf.gz", ".fon")):
        return _drawn_codepoints(face)
    from fontTools.ttLib import TTFont

    with TTFont(face.path, fontNumber=face.index, lazy=True) as table:
        return frozenset(table.getBestCmap() or {})


def _drawn_codepoints(face: Face) -> frozenset[int]:
    """Characters whose bitmap differs from the one of a character that no font holds."""
    font = font_of(face, face.size)
    missing = bytes(font.getmask("\uffff")), font.getmask("\uffff").size
    found = set()
    for code in [*range(32, 127), *range(0xA0, 0x180), 0x2013, 0x2019, 0x20AC]:
        mask = font.getmask(chr(code))
        if code in (32, 0xA0) or (bytes(mask), mask.size) != missing and any(bytes(mask)):
            found.add(code)
    return frozenset(found)


def covers(face: Face, text: str) -> bool:
    """Whether the face has a glyph for every character of `text`."""
    return {ord(letter) for letter in text} <= _codepoints(face)


def covering(rng: np.random.Generator, face: Face, text: str) -> Face | None:
    """`face`, or another of its split that draws all of `text`: of its kind first, None if none."""
    if covers(face, text):
        return face
    split = _split_of_family().get(face.family)
    if split is None:
        return None
    pool = faces(split)
    similar = [other for other in pool if other.kind == face.kind]
    for candidates, tries in ((similar, 12), (pool, 60)):
        for _ in range(tries):
            other = candidates[int(rng.integers(len(candidates)))]
            if covers(other, text):
                return other
    return None


@lru_cache(maxsize=2048)
def font_of(face: Face, size: float, shaped: bool = False) -> ImageFont.FreeTypeFont:
    """The loaded font at a pixel size (fractions allowed for scalable faces).

    `shaped`: letters join and reorder as Arabic, Hebrew, Thai and Devanagari need it.
    """
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(face.path, size, index=face.index, layout_engine=engine)


@lru_cache(maxsize=None)
def cap_ratio(face: Face) -> float:
    """Height of "H" (of an 8 in segment fonts, of a Han character elsewhere) per pixel of size."""
    size = face.size or MEASURED_SIZE
    font = font_of(face, size)
    for letter in LETTERS_MEASURED:
        if face.size or covers(face, letter):
            mask = font.getmask(letter)
            drawn = np.array(mask, np.uint8).reshape(mask.size[::-1])
            rows = np.flatnonzero(drawn.max(axis=1, initial=0) > 127)
            if len(rows):  # the bitmap may be as high as the whole cell
                return float(rows[-1] + 1 - rows[0]) / size
    return 0.7
