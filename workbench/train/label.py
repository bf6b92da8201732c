"""Labels unlabelled text with a trained reader, for the fast tier to learn from.

    python label.py packs/en/model/careful.safetensors OUT.jsonl [--part K/N]

Anchors keep the teacher's chances; attributions are what it decodes, weighted by how sure it is. The
mixture: all of Wikinews and of the current events, and as many releases as keep either kind below
two fifths of the words.
"""

import argparse
import json
import random

import numpy as np
import torch

import corpora
from batches import Document
from decode import decode, tables
from shipped import loaded

SHARES = {"en-wikinews": 1_000_000, "en-current-events": 400_000, "en-us-doj": 300_000, "en-us-senate": 350_000}


def chosen():
    rng = random.Random(3)
    out = []
    for name, most in SHARES.items():
        documents = corpora.unlabelled(name)
        rng.shuffle(documents)
        n = 0
        group = []
        for d in documents:
            if n + len(d["starts"]) > most:
                continue
            n += len(d["starts"])
            out.append(d)
        print(name, n, "units", flush=True)
    rng.shuffle(out)
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--part", default="0/1")
    parser.add_argument("--threads", type=int, default=1)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    encoder, heads, args = loaded(a.model)
    part, of = map(int, a.part.split("/"))
    documents = [Document(u) for u in chosen()][part::of]
    trans = heads.trans().detach().numpy().astype(np.float64)
    careful = args["tier"] == "careful"
    n_units = n_found = 0
    with open(a.out, "w") as f:
        for k in range(0, len(documents), 64):
            group = documents[k : k + 64]
            for d, (logits, found) in zip(group, tables(encoder, heads, group, args["limit"], careful, 0.2, autocast=careful)):
                chances = 1 / (1 + np.exp(-logits))
                entries = []
                for x in decode(logits, found, trans, 0.35):
                    if not x["nested"]:
                        entries.append([x["cue"], x["source"], x["content"], round(float(1 / (1 + np.exp(-x["score"]))), 3)])
                units = {"id": d.id, "starts": d.starts, "ends": d.ends, "pieces": d.pieces, "features": d.features, "sentences": d.sentences}
                f.write(json.dumps({"units": units, "attributions": entries, "soft": [round(float(c), 3) for c in chances]}) + "\n")
                n_units += len(d.starts)
                n_found += len(entries)
            print(k, n_units, n_found, flush=True)


if __name__ == "__main__":
    main()
