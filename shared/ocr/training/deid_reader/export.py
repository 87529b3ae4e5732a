"""From trained weights to the files that the engine loads: ONNX, convolutions in int8, rten's own format."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from .detector import Detector
from .recognizer import WEIGHTS, Recognizer, alphabet

#: Tensors with fewer values stay as they are.
FEWEST = 256


def export_detector(weights: Path, scratch: Path, target: Path = WEIGHTS / "text-detector.rten") -> str:
    """Writes the detector for the engine; its SHA-256 in hexadecimal."""
    network = Detector()
    axes = {"x": {2: "rows", 3: "columns"}, "y": {2: "half_rows", 3: "half_columns"}}
    return _export(network, weights, torch.zeros(1, 1, 64, 64), axes, scratch / "text-detector.onnx", target)


def export_recognizer(weights: Path, scratch: Path, target: Path = WEIGHTS / "text-recognizer.rten") -> str:
    """Writes the recognizer for the engine; its SHA-256 in hexadecimal."""
    network = Recognizer(len(alphabet()) + 1)
    axes = {"x": {0: "lines", 3: "columns"}, "y": {0: "lines", 1: "steps"}}
    return _export(network, weights, torch.zeros(1, 1, 32, 64), axes, scratch / "text-recognizer.onnx", target)


def _export(network, weights: Path, example: torch.Tensor, axes, onnx_path: Path, target: Path) -> str:
    network.load_state_dict(torch.load(weights, map_location="cpu")["network"])
    onnx_path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network.eval(),
        (example,),
        str(onnx_path),
        input_names=["x"],
        output_names=["y"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize(onnx_path)
    converter = Path(sys.executable).with_name("rten-convert")
    subprocess.run([str(converter), str(onnx_path), str(target)], check=True)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    target.with_suffix(".sha256").write_text(digest + "\n")
    return digest


def quantize(path: Path) -> None:
    """Stores the weights of convolutions as int8, one scale for each output channel.

    The engine turns them back into floats once, when it loads them: only the file gets smaller.
    """
    model = onnx.load(path)
    graph = model.graph
    of_convolutions = {node.input[1] for node in graph.node if node.op_type == "Conv"}
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if tensor.name not in of_convolutions or values.size < FEWEST:
            continue
        graph.initializer.remove(tensor)
        _store(graph, tensor.name, values)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _store(graph: onnx.GraphProto, name: str, values: np.ndarray) -> None:
    scale = np.abs(values).reshape(len(values), -1).max(1).clip(1e-12) / 127
    shape = (-1, *[1] * (values.ndim - 1))
    whole = np.round(values / scale.reshape(shape)).astype(np.int8)
    arrays = {"whole": whole, "scale": scale.astype(np.float32), "zero": np.zeros(len(scale), np.int8)}
    for part, array in arrays.items():
        graph.initializer.append(numpy_helper.from_array(array, f"{name}.{part}"))
    inputs = [f"{name}.{part}" for part in arrays]
    graph.node.insert(0, helper.make_node("DequantizeLinear", inputs, [name], axis=0))
