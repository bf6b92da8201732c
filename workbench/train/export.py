"""Writes a checkpoint as the model file that the program reads: weights as small integers.

    python export.py CHECKPOINT OUT.bin             the model file
    python export.py CHECKPOINT OUT.bin --score     the same, and what integers cost on PolNeAR dev

The file is in the safetensors format: eight bytes with the length of a JSON header, the header, then the
tensors. Weights of linear layers are integers in [-63, 63], one scale a row: seven bits, so that two products
of an eight-bit activation and a weight fit sixteen bits and every machine sums them alike. Tables of
pieces and positions have eight bits and a scale a row. All else is f32. The same checkpoint gives the same bytes.
"""

import argparse
import json
import struct
import sys

import numpy as np
import torch
import torch.nn as nn

from network import DISTANCES, FEATURE_SIZES, LABELS, NAMES, PLACES, REACH, Heads, Layers, Recurrent, Transformer

FORMAT = "hearsay-network 1"
LINEAR, TABLE = 63, 127  # the largest integer of a weight


def restored(checkpoint):
    """Encoder, heads and arguments of a checkpoint of train.py."""
    saved = torch.load(checkpoint, map_location="cpu")
    args = saved["args"]
    pieces = saved["encoder"]["pieces.weight"].shape[0]
    if args["tier"] == "careful":
        state = saved["encoder"]
        width, inner = state["norm.weight"].shape[0], state["layers.0.up.weight"].shape[0]
        encoder = Transformer(width=width, inner=inner, heads=args.get("attention_heads", 12), layers=args["layers"], n_pieces=pieces,
                              positions=state["positions.weight"].shape[0])
    else:
        encoder = Recurrent(args["width"], args["blocks"], n_pieces=pieces)
    heads = Heads(encoder.width, saved["heads"]["anchor_in.weight"].shape[0])
    encoder.load_state_dict(saved["encoder"]), heads.load_state_dict(saved["heads"])
    return encoder.eval(), heads.eval(), args


def restored_layers(checkpoint, width):
    """The heads of the language layers of a checkpoint with the names of their tags and relations; nothing if it has none."""
    saved = torch.load(checkpoint, map_location="cpu")
    if "layers" not in saved:
        return None
    layers = Layers(width, len(saved["tags"]), len(saved["labels"]))
    layers.load_state_dict(saved["layers"])
    return layers.eval(), saved["tags"], saved["labels"]


def rows_as_integers(weight, largest):
    """Integers and a scale for each row; a row of zeros has scale 0."""
    weight = weight.detach().float().numpy()
    scale = np.abs(weight).max(1) / largest
    safe = np.where(scale > 0, scale, 1).astype(np.float32)
    return np.rint(weight / safe[:, None]).clip(-largest, largest).astype(np.int8), scale.astype(np.float32)


def tensors(encoder, heads, layers=None):
    """Names and arrays of all that the program reads."""
    out = {}

    def plain(name, tensor):
        out[name] = tensor.detach().float().numpy()

    def table(name, tensor):
        out[name], out[f"{name}.scale"] = rows_as_integers(tensor, TABLE)

    def linear(name, module):
        out[f"{name}.weight"], out[f"{name}.scale"] = rows_as_integers(module.weight, LINEAR)
        plain(f"{name}.bias", torch.zeros(module.out_features) if module.bias is None else module.bias)

    def norm(name, module):
        plain(f"{name}.weight", module.weight)
        plain(f"{name}.bias", module.bias)

    table("pieces", encoder.pieces.weight)
    for k, module in enumerate(encoder.features):
        plain(f"features.{k}", module.weight)
    norm("norm", encoder.norm)
    norm("last", encoder.last)
    if isinstance(encoder, Transformer):
        table("positions", encoder.positions.weight)
        for k, layer in enumerate(encoder.layers):
            for part in ("qkv", "mix", "up", "down"):
                linear(f"layers.{k}.{part}", getattr(layer, part))
            for part in ("norm1", "norm2"):
                norm(f"layers.{k}.{part}", getattr(layer, part))
    else:
        for k, block in enumerate(encoder.blocks):
            norm(f"blocks.{k}.norm", block.norm)
            plain(f"blocks.{k}.conv", block.conv)
            linear(f"blocks.{k}.into", block.into)
            linear(f"blocks.{k}.out", block.out)
    for part in ("anchor_in", "of_unit", "of_anchor", "unary"):
        linear(f"heads.{part}", getattr(heads, part))
    for part in ("anchor_out", "label"):
        plain(f"heads.{part}.weight", getattr(heads, part).weight)
        plain(f"heads.{part}.bias", getattr(heads, part).bias)
    plain("heads.distance", heads.distance.weight)
    plain("heads.place", heads.place.weight)
    plain("heads.transitions", heads.trans())
    if layers:
        for part in ("tag", "name", "dependent", "head", "head_bias", "bilinear", "label_dependent", "label_head", "label"):
            linear(f"language.{part}", getattr(layers[0], part))
        plain("language.root", layers[0].root)
        plain("language.label_root", layers[0].label_root)
    return out


def written(encoder, heads, limit, layers=None):
    """The bytes of the model file."""
    careful = isinstance(encoder, Transformer)
    settings = {"format": FORMAT, "tier": "careful" if careful else "fast", **encoder.settings, "limit": limit, "in_pieces": int(careful), "reach": REACH,
                "labels": len(LABELS), "distances": DISTANCES, "places": PLACES, "features": ",".join(map(str, FEATURE_SIZES))}
    if layers:
        settings |= {"tags": " ".join(layers[1]), "relations": " ".join(layers[2]), "names": " ".join(NAMES)}
    # Wide numbers first: each tensor then begins where its numbers may.
    arrays = sorted(tensors(encoder, heads, layers).items(), key=lambda item: (-item[1].itemsize, item[0]))
    header, at = {"__metadata__": {k: str(v) for k, v in sorted(settings.items())}}, 0
    for name, array in arrays:
        header[name] = {"dtype": {1: "I8", 4: "F32"}[array.itemsize], "shape": list(array.shape), "data_offsets": [at, at + array.nbytes]}
        at += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(np.ascontiguousarray(a).tobytes() for _, a in arrays)


class Quantised(nn.Module):
    """A linear layer as the program computes it: rows of both sides as integers."""

    def __init__(self, module, largest, activations=127):
        super().__init__()
        weight, scale = rows_as_integers(module.weight, largest)
        self.weight, self.scale, self.bias = torch.from_numpy(weight).float(), torch.from_numpy(scale), module.bias
        self.activations = activations

    def forward(self, x):
        step = x.abs().amax(-1, keepdim=True) / self.activations
        whole = torch.round(x / step.clamp_min(1e-30)).clamp(-self.activations, self.activations)
        return (whole @ self.weight.T) * step * self.scale + self.bias


def quantised(encoder, heads, largest=LINEAR, table=TABLE):
    """Puts integers into the networks themselves, to see what they cost."""
    with torch.no_grad():
        for tables in [encoder.pieces] + ([encoder.positions] if isinstance(encoder, Transformer) else []):
            weight, scale = rows_as_integers(tables.weight, table)
            tables.weight.copy_(torch.from_numpy(weight).float() * torch.from_numpy(scale)[:, None])
    for module in list(encoder.modules()) + [heads]:
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Linear) and name not in ("anchor_out", "label"):
                setattr(module, name, Quantised(child, largest))


def scores(checkpoint, threshold, null_weight):
    """Dev scores with f32, with eight and with seven bits a weight."""
    import corpora
    import evaluate
    from batches import Document
    from decode import decode, tables

    dev = corpora.polnear("dev")
    documents = [Document(a["units"]) for a in dev]
    for name, largest in (("f32", None), ("8 bits", 127), ("7 bits", LINEAR)):
        encoder, heads, args = restored(checkpoint)
        if largest:
            quantised(encoder, heads, largest)
        found = tables(encoder, heads, documents, args["limit"], args["tier"] == "careful", 0.05)
        trans = heads.trans().detach().numpy().astype(np.float64)
        print(name, evaluate.line(evaluate.score(dev, documents, [decode(l, f, trans, threshold, null_weight) for l, f in found])), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint")
    parser.add_argument("out")
    parser.add_argument("--score", action="store_true")
    parser.add_argument("--threshold", type=float, default=0.3)
    parser.add_argument("--null-weight", type=float, default=0.0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    encoder, heads, trained = restored(args.checkpoint)
    data = written(encoder, heads, trained["limit"], restored_layers(args.checkpoint, encoder.width))
    with open(args.out, "wb") as out:
        out.write(data)
    print(f"{len(data)} bytes", file=sys.stderr)
    if args.score:
        scores(args.checkpoint, args.threshold, args.null_weight)


if __name__ == "__main__":
    main()
