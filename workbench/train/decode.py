"""Anchors and label scores to attributions: joint assignment of contents and sources to cues.

Anchors come in order of how sure they are. Each labels the units around it; what an earlier one holds
as cue or content is closed to a later one, which is labelled again around it. An anchor inside
another's content is nested: kept apart, since flat gold cannot hold it.
"""

import numpy as np
import torch

from batches import batch, windows
from network import REACH

OPEN, FAR = 0.0, -1e9


def viterbi(scores, trans, anchor):
    """Best labels of [T, 7] scores; the anchor must begin a cue. Out: labels, score of the path."""
    t_max = len(scores)
    back = np.zeros((t_max, 7), np.int64)
    best = scores[0].copy()
    best[[2, 4, 6]] = FAR
    if anchor == 0:
        best[np.arange(7) != 1] = FAR
    for t in range(1, t_max):
        paths = best[:, None] + trans
        back[t] = paths.argmax(0)
        best = paths[back[t], np.arange(7)] + scores[t]
        if t == anchor:
            keep = best[1]
            best[:] = FAR
            best[1] = keep
    label = int(best.argmax())
    total = float(best[label])
    labels = [label]
    for t in range(t_max - 1, 0, -1):
        label = int(back[t, label])
        labels.append(label)
    return labels[::-1], total


@torch.no_grad()
def tables(encoder, heads, documents, limit, in_pieces, threshold, size=8192, autocast=False):
    """For each document: anchor probabilities, and for each likely anchor its label scores."""
    encoder.eval(), heads.eval()
    work = [(d, a, b, n) for n, d in enumerate(documents) for a, b in windows(d, limit, in_pieces)]
    order = sorted(range(len(work)), key=lambda k: work[k][2] - work[k][1])
    out = [(np.full(len(d.starts), -20.0, np.float32), []) for d in documents]
    at = 0
    while at < len(order):
        group = []
        while at < len(order) and (not group or (work[order[at]][2] - work[order[at]][1]) * (len(group) + 1) <= size):
            group.append(work[order[at]])
            at += 1
        b = batch([g[:3] for g in group])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
            h = encoder(b).float()
        logits = heads.anchors(h).float()
        rows, cols = torch.nonzero((torch.sigmoid(logits) > threshold) & b["mask"], as_tuple=True)
        scores, inside = heads.scores(h, b["mask"], b["sentences"], rows, cols) if len(rows) else (None, None)
        for i, (d, s, e, n) in enumerate(group):
            out[n][0][s:e] = logits[i, : e - s].numpy()
        for q, (i, c) in enumerate(zip(rows.tolist(), cols.tolist())):
            d, s, e, n = group[i]
            keep = torch.nonzero(inside[q]).squeeze(1)
            first = s + c - REACH + int(keep[0])
            out[n][1].append((s + c, first, scores[q, keep[0] : keep[-1] + 1].numpy().astype(np.float64)))
    for _, found in out:
        found.sort(key=lambda f: f[0])
    return out


def spans(labels, first, begin):
    return [first + t for t, label in enumerate(labels) if label in (begin, begin + 1)]


def decode(logits, found, trans, threshold, null_weight=0.0, bias=None):
    """Attributions of one document: dicts with cue, source, content (units), score and inside."""
    n = len(logits)
    held = np.zeros(n, np.int8)  # 1 cue, 2 content, 3 source of an accepted one
    out = []
    scored = []
    for anchor, first, scores in found:
        if bias is not None:
            scores = scores + bias
        labels, total = viterbi(scores, trans, anchor - first)
        null = float(scores[:, 0].sum() + trans[0, 0] * (len(scores) - 1))
        sure = float(logits[anchor]) + null_weight * max(-6.0, min(6.0, total - null))
        scored.append((sure, anchor, first, scores, labels, total, null))
    scored.sort(key=lambda s: (-s[0], s[1]))
    for sure, anchor, first, scores, labels, total, null in scored:
        if 1 / (1 + np.exp(-sure)) < threshold:
            continue
        if held[anchor] in (1, 3):
            continue
        nested = held[anchor] == 2
        closed = held[first : first + len(scores)]
        if not nested and closed.any():
            s = scores.copy()
            s[np.isin(closed, (1, 2)), 1:] = FAR / 100
            s[closed == 3, 5:] = FAR / 100
            s[closed == 3, 1:3] = FAR / 100
            if any(closed[t] and label and not (closed[t] == 3 and label in (3, 4)) for t, label in enumerate(labels)):
                labels, total = viterbi(s, trans, anchor - first)
        cue, source, content = (spans(labels, first, k) for k in (1, 3, 5))
        if not content:
            continue
        if not nested:
            held[cue] = 1
            held[content] = 2
            held[[u for u in source if held[u] == 0]] = 3
        out.append({"cue": cue, "source": source, "content": content, "score": sure, "margin": total - null, "nested": bool(nested)})
    return out


def char_spans(document, units):
    """Runs of units as spans of code points."""
    out = []
    for u in units:
        if document.starts[u] < 0:
            continue
        if out and out[-1][2] == u - 1:
            out[-1][1], out[-1][2] = document.ends[u], u
        else:
            out.append([document.starts[u], document.ends[u], u])
    return [[a, b] for a, b, _ in out]
