"""Commands: `python -m deid_reader fonts | freeze | render | train | export | calibrate`; see ../README.md."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

#: Where everything that is not committed goes.
SCRATCH = Path(os.environ.get("DEID_OCR_DIR", Path(__file__).resolve().parents[4] / "target/ocr"))


def main() -> None:
    """Runs one command."""
    parser = argparse.ArgumentParser(prog="python -m deid_reader")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("fonts", help="fetch the fonts from Debian packages")
    _freeze(commands.add_parser("freeze", help="write the frozen test split and print its SHA-256"))
    _render(commands.add_parser("render", help="render training data"))
    _train(commands.add_parser("train", help="train a network on what was rendered"))
    _export(commands.add_parser("export", help="write the weights for the engine"))
    _calibrate(commands.add_parser("calibrate", help="fit the belief in a reading"))
    arguments = parser.parse_args()
    arguments.run(arguments) if hasattr(arguments, "run") else _fonts()


def _fonts() -> None:
    from .fonts import install

    install(SCRATCH / "fonts")


def _freeze(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=SCRATCH / "test-split")
    parser.add_argument("--split", default="test", choices=("test", "validation"))
    parser.add_argument("--count", type=int, default=2000)

    def run(arguments: argparse.Namespace) -> None:
        from .split import freeze

        print(freeze(arguments.out, arguments.split, arguments.count))

    parser.set_defaults(run=run)


def _render(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=SCRATCH / "shards")
    parser.add_argument("--split", default="train", choices=("train", "validation"))
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--lines", type=int, default=300_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first shard")
    parser.add_argument("--processes", type=int, default=os.cpu_count())

    def run(arguments: argparse.Namespace) -> None:
        from .shards import render

        a = arguments
        render(a.out, a.split, a.pages, a.lines, a.first, a.processes)

    parser.set_defaults(run=run)


def _train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("network", choices=("detector", "recognizer"))
    parser.add_argument("--data", type=Path, default=SCRATCH / "shards")
    parser.add_argument("--out", type=Path, help="default: NETWORK.pt in the scratch folder")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", type=Path, help="weights to begin with")
    parser.add_argument("--rate", type=float, help="highest learning rate; default: that of a first training")

    def run(arguments: argparse.Namespace) -> None:
        from . import train_detector, train_recognizer

        a = arguments
        out = a.out or SCRATCH / f"{a.network}.pt"
        module = train_detector if a.network == "detector" else train_recognizer
        module.train(a.data, out, a.minutes, a.seed, a.resume, a.rate or module.RATE)

    parser.set_defaults(run=run)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("network", choices=("detector", "recognizer"))
    parser.add_argument("--weights", type=Path, help="default: NETWORK.pt in the scratch folder")
    parser.add_argument("--scratch", type=Path, default=SCRATCH)

    def run(arguments: argparse.Namespace) -> None:
        from .export import export_detector, export_recognizer

        a = arguments
        weights = a.weights or SCRATCH / f"{a.network}.pt"
        export = export_detector if a.network == "detector" else export_recognizer
        print(export(weights, a.scratch))

    parser.set_defaults(run=run)


def _calibrate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("found", type=Path, help="lines of `deid detect --json` over the validation split")
    parser.add_argument("--truth", type=Path, default=SCRATCH / "validation-split/truth")
    parser.add_argument("--slope", type=float, required=True, help="with which the lines were made")
    parser.add_argument("--offset", type=float, required=True)

    def run(arguments: argparse.Namespace) -> None:
        from .calibrate import calibrate

        a = arguments
        print("slope %.2f, offset %.2f, from %d words" % calibrate(a.found, a.truth, a.slope, a.offset))

    parser.set_defaults(run=run)


if __name__ == "__main__":
    main()
