"""Writes the tiny networks that the program's tests read, and what they make of a made-up document.

    python tiny.py ../../crates/hearsay-read/tests/network

Weights are random, from a fixed seed: the tests are about arithmetic, not about language. Beside each model
file lies a JSON file: the units, the anchors' logits in f32 and with integers as the program has them, and
the attributions decoded from the latter.
"""

import json
import random
import sys
from pathlib import Path

import numpy as np
import torch

from batches import Document
from decode import decode, tables
from export import quantised, written
from network import FEATURE_SIZES, Heads, Recurrent, Transformer

PIECES, LIMIT, THRESHOLD, NULL_WEIGHT = 40, 24, 0.4, 0.1


def document(rng, length):
    """Units of a document of sentences of about nine units, with a gap every fifty or so."""
    units = {"id": "tiny", "starts": [], "ends": [], "pieces": [], "features": [], "sentences": []}
    sentence = 0
    for k in range(length):
        gap = k % 17 == 16
        first = k % 17 == 0 or (k % 9 == 0 and not gap)
        sentence += first and k > 0
        units["starts"].append(-1 if gap else 2 * k)
        units["ends"].append(-1 if gap else 2 * k + 1)
        units["pieces"].append([rng.randrange(PIECES) for _ in range(1 if gap else rng.choice([1, 1, 1, 2, 3]))])
        units["features"].append([0] * 5 if gap else [rng.randrange(1, FEATURE_SIZES[0])] + [rng.randrange(n) for n in FEATURE_SIZES[1:3]] + [int(first), rng.randrange(6)])
        units["sentences"].append(sentence)
    return units


def random_weights(modules):
    with torch.no_grad():
        for module in modules:
            for name, p in module.named_parameters():
                if p.dim() > 1 and "conv" not in name:
                    p.normal_(std=0.7 / p.shape[-1] ** 0.5 if "weight" in name and "distance" not in name else 0.4)
                elif "norm" not in name and "last" not in name:
                    p.normal_(std=0.3)


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for tier in ("fast", "careful"):
        torch.manual_seed({"fast": 11, "careful": 12}[tier])
        encoder = Recurrent(32, 2, n_pieces=PIECES) if tier == "fast" else Transformer(32, 48, 2, 2, n_pieces=PIECES, positions=32)
        heads = Heads(32, 16)
        random_weights([encoder, heads])
        with torch.no_grad():
            # So that some units are surely anchors and some surely not.
            heads.anchor_out.weight.mul_(5)
            heads.anchor_out.bias.zero_()
            heads.label.weight.mul_(10)
        units = document(random.Random(5), 60)
        documents = [Document(units)]
        in_pieces = tier == "careful"
        data = written(encoder.eval(), heads.eval(), LIMIT)
        (exact, _), = tables(encoder, heads, documents, LIMIT, in_pieces, 0.05)
        quantised(encoder, heads)
        (rounded, found), = tables(encoder, heads, documents, LIMIT, in_pieces, 0.05)
        attributions = decode(rounded, found, heads.trans().detach().numpy().astype(np.float64), THRESHOLD, NULL_WEIGHT)
        attributions.sort(key=lambda a: min(a["cue"] + a["source"] + a["content"]))
        (out / f"{tier}.safetensors").write_bytes(data)
        expected = {"units": units, "threshold": THRESHOLD, "null_weight": NULL_WEIGHT, "exact": [round(float(v), 4) for v in exact],
                    "rounded": [round(float(v), 4) for v in rounded],
                    "attributions": [{**a, "score": round(a["score"], 3), "margin": round(a["margin"], 3)} for a in attributions]}
        (out / f"{tier}.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")
        print(tier, len(data), "bytes", len(attributions), "attributions; rounding moves a logit by", float(np.abs(exact - rounded).max()))


if __name__ == "__main__":
    main()
