"""A second pass over content segments: are the reader's second choices better than its first?

    python segments.py CHECKPOINT TAUGHT.jsonl [--documents 1500] [--gold]

For each accepted anchor the CRF's best label paths are listed and each is scored anew, by a network that
sees a path whole: the units at both edges of its contents, their mean, the anchor, lengths, quotation
marks and sentence ends at the edges, and how much worse the CRF holds it to be. The scorer learns on text
a teacher labelled (listwise, Cao et al. 2007: which path overlaps most with the teacher's) and, if asked,
on the gold that the reader was fitted to as well; PolNeAR dev says whether it helps. Prints the reader's figures, those with the
second pass, and those of an oracle that picks the best path of each list.
"""

import argparse
import json
import random

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import corpora
import evaluate
from batches import Document, batch, gold, windows
from decode import FAR, decode, spans
from label import load
from network import REACH

PATHS = 6


def best_paths(scores, trans, anchor, beam=12):
    """The best `beam` label paths of [T, 7] scores, the anchor beginning a cue: (labels, score), best first."""
    t_max = len(scores)
    best = np.full((7, beam), FAR)
    first = scores[0].copy()
    first[[2, 4, 6]] = FAR
    best[:, 0] = first
    if anchor == 0:
        best[np.arange(7) != 1] = FAR
    back = np.zeros((t_max, 7, beam), np.int64)
    for t in range(1, t_max):
        paths = (best[:, :, None] + trans[:, None, :]).reshape(7 * beam, 7)
        order = np.argpartition(-paths, beam, axis=0)[:beam]
        values = np.take_along_axis(paths, order, 0)
        rank = np.argsort(-values, axis=0, kind="stable")
        back[t] = np.take_along_axis(order, rank, 0).T
        best = np.take_along_axis(values, rank, 0).T + scores[t][:, None]
        if t == anchor:
            best[np.arange(7) != 1] = FAR
    ends = np.argsort(-best.ravel(), kind="stable")[:beam]
    out = []
    for end in ends:
        total, state = float(best.ravel()[end]), int(end)
        labels = [state // beam]
        for t in range(t_max - 1, 0, -1):
            state = int(back[t, state // beam, state % beam])
            labels.append(state // beam)
        if total > FAR / 2:
            out.append((labels[::-1], total))
    return out


def candidates(scores, trans, anchor, first):
    """Different contents among the best paths: (cue, source, content, how much worse)."""
    out, seen = [], set()
    for labels, total in best_paths(scores, trans, anchor - first):
        cue, source, content = (spans(labels, first, k) for k in (1, 3, 5))
        key = tuple(content)
        if content and key not in seen:
            seen.add(key)
            out.append((cue, source, content, total))
            if len(out) == PATHS:
                break
    return [(c, s, k, t - out[0][3]) for c, s, k, t in out]


def runs(units):
    out = []
    for u in units:
        if out and out[-1][1] == u - 1:
            out[-1][1] = u
        else:
            out.append([u, u])
    return out


SHAPES = 40


class Scorer(nn.Module):
    def __init__(self, width, inner=64):
        super().__init__()
        self.vectors = nn.Linear(6 * width, inner)
        self.plain = nn.Linear(PLAIN, inner)
        self.shapes = nn.EmbeddingBag(4 * SHAPES, inner, mode="sum")
        self.out = nn.Linear(inner, 1)
        self.worse = nn.Parameter(torch.tensor(1.0))
        nn.init.zeros_(self.out.weight)

    def forward(self, vectors, plain, shapes, worse):
        x = F.relu(self.vectors(vectors) + self.plain(plain) + self.shapes(shapes))
        return self.worse * worse + self.out(x).squeeze(-1)


PLAIN = 9


def seen(document, h, anchor, content, cue):
    """What the scorer sees of one path."""
    n = len(document.starts)
    parts = runs(content)
    a, b = parts[0][0], parts[-1][1]
    zero = torch.zeros(h.shape[1])
    at = lambda u: h[u] if 0 <= u < n else zero
    vectors = torch.cat([at(a - 1), at(a), at(b), at(b + 1), h[content].mean(0), h[anchor]])
    shape = lambda u: min(document.features[u][0], SHAPES - 1) if 0 <= u < n else 0
    shapes = torch.tensor([shape(a - 1), SHAPES + shape(a), 2 * SHAPES + shape(b), 3 * SHAPES + shape(b + 1)])
    first_of = lambda u: float(not 0 <= u < n or document.features[u][3] & 1)
    plain = torch.tensor([np.log1p(len(content)), len(parts), a < anchor, b > anchor, first_of(a), first_of(b + 1),
                          document.sentences[b] - document.sentences[a], abs(document.sentences[a] - document.sentences[anchor]), len(cue)], dtype=torch.float32)
    return vectors, plain, shapes


@torch.no_grad()
def read(encoder, heads, documents, limit, in_pieces, threshold, null):
    """Of each document: unit vectors, accepted attributions and, for each, its candidate paths."""
    encoder.eval(), heads.eval()
    trans = heads.trans().numpy().astype(np.float64)
    out = []
    for d in documents:
        logits = np.full(len(d.starts), -20.0, np.float32)
        vectors = torch.zeros(len(d.starts), encoder.width)
        found = []
        for a, b in windows(d, limit, in_pieces):
            x = batch([(d, a, b)])
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=in_pieces):
                h = encoder(x).float()
            vectors[a:b] = h[0, : b - a]
            l = heads.anchors(h)
            logits[a:b] = l[0, : b - a].numpy()
            rows, cols = torch.nonzero((torch.sigmoid(l) > 0.05) & x["mask"], as_tuple=True)
            if len(rows):
                scores, inside = heads.scores(h, x["mask"], x["sentences"], rows, cols)
                for q, c in enumerate(cols.tolist()):
                    keep = torch.nonzero(inside[q]).squeeze(1)
                    found.append((a + c, a + c - REACH + int(keep[0]), scores[q, keep[0] : keep[-1] + 1].numpy().astype(np.float64)))
        entries = decode(logits, found, trans, threshold, null)
        tables = {anchor: (first, scores) for anchor, first, scores in found}
        lists = []
        for e in entries:
            first, scores = tables[e["cue"][0]]
            options = candidates(scores, trans, e["cue"][0], first)
            # Where another's claim changed the path, the decoder's own stands first.
            if not options or options[0][2] != e["content"]:
                options = [(e["cue"], e["source"], e["content"], 0.0)] + options[: PATHS - 1]
            lists.append(options)
        out.append((vectors, entries, lists))
    return out


def overlap(a, b):
    a, b = set(a), set(b)
    return len(a & b) / max(1, len(a | b))


def examples(documents, readings):
    """Lists to learn from: paths of anchors the teacher found as well, with how far each overlaps."""
    out = []
    for d, (h, entries, lists) in zip(documents, readings):
        taught = {u: x for x in d.attributions for u in x[0]}
        for e, options in zip(entries, lists):
            x = taught.get(e["cue"][0])
            if x is None or len(options) < 2:
                continue
            parts = [seen(d, h, e["cue"][0], o[2], o[0]) for o in options]
            goal = torch.tensor([overlap(o[2], x[2]) + (set(o[2]) == set(x[2])) for o in options])
            out.append(tuple(torch.stack(p) for p in zip(*parts)) + (torch.tensor([o[3] for o in options], dtype=torch.float32), goal, x[3] if len(x) > 3 else 1.0))
    return out


def fit(scorer, lists, epochs=6):
    torch.manual_seed(1)
    rng = random.Random(1)
    optimiser = torch.optim.AdamW(scorer.parameters(), lr=1e-3, weight_decay=0.01)
    for number in range(epochs):
        rng.shuffle(lists)
        total = 0.0
        for k in range(0, len(lists), 64):
            loss = 0.0
            for v, p, s, w, goal, weight in lists[k : k + 64]:
                loss = loss - weight * (F.softmax(goal * 4, 0) * F.log_softmax(scorer(v, p, s, w), 0)).sum()
            optimiser.zero_grad()
            (loss / 64).backward()
            optimiser.step()
            total += loss.item()
        print(f"epoch {number + 1} loss {total / len(lists):.4f}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint")
    parser.add_argument("taught")
    parser.add_argument("--documents", type=int, default=1500)
    parser.add_argument("--gold", action="store_true", help="learn from PolNeAR train as well, which the reader was fitted to")
    args = parser.parse_args()
    torch.set_num_threads(1)
    encoder, heads, saved = load(args.checkpoint)
    careful = saved["tier"] == "careful"
    taught = []
    for line in open(args.taught):
        o = json.loads(line)
        taught.append(Document(o["units"], [tuple(a) for a in o["attributions"]]))
        if len(taught) == args.documents:
            break
    setting = (saved["limit"], careful, 0.5, 0.0)
    if args.gold:
        taught += [Document(a["units"], gold(a)) for a in corpora.polnear("train")]
    lists = examples(taught, read(encoder, heads, taught, *setting))
    print(f"{len(lists)} lists of {len(taught)} documents", flush=True)
    scorer = Scorer(encoder.width)
    fit(scorer, lists)
    articles = corpora.polnear("dev")
    documents = [Document(a["units"]) for a in articles]
    readings = read(encoder, heads, documents, *setting)

    def scored(pick):
        decoded = []
        for k, (d, (h, entries, options)) in enumerate(zip(documents, readings)):
            rows = []
            for e, o in zip(entries, options):
                chosen = o[pick(k, d, h, e, o)]
                rows.append(e if chosen[2] == e["content"] else {**e, "cue": chosen[0], "source": chosen[1], "content": chosen[2]})
            decoded.append(rows)
        return evaluate.line(evaluate.score(articles, documents, decoded))

    print("first choice:", scored(lambda k, d, h, e, o: 0), flush=True)
    with torch.no_grad():
        def second(k, d, h, e, o):
            parts = [torch.stack(p) for p in zip(*[seen(d, h, e["cue"][0], x[2], x[0]) for x in o])]
            return int(scorer(*parts, torch.tensor([x[3] for x in o], dtype=torch.float32)).argmax())
        print("second pass:", scored(second), flush=True)
    goldens = [Document(a["units"], gold(a)) for a in articles]

    def oracle(k, d, h, e, o):
        held = {u: x for x in goldens[k].attributions for u in x[0]}
        x = held.get(e["cue"][0])
        return 0 if x is None else max(range(len(o)), key=lambda j: (overlap(o[j][2], x[2]), -j))

    print("oracle of the lists:", scored(oracle), flush=True)


if __name__ == "__main__":
    main()
