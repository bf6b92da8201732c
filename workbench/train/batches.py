"""Documents of units, cut into windows and joined into batches.

A window is a row of whole paragraphs of one document, as long as it may be; a longer paragraph is cut
at a sentence, a longer sentence anywhere. Reading cuts in the same way.
"""

import random

import torch

from network import REACH

GAP_SHAPE = 0


class Document:
    def __init__(self, units, attributions=None, syntax=None):
        self.id = units["id"]
        self.starts, self.ends = units["starts"], units["ends"]
        self.pieces, self.features, self.sentences = units["pieces"], units["features"], units["sentences"]
        self.attributions = attributions  # list of (cue, source, content): sorted unit numbers
        self.syntax = syntax or {}
        self.weight = 1.0
        self.soft = None  # anchor probabilities of a teacher


def gold(article, annotator=None):
    """Attributions of an article in units."""
    units = article["units"]
    unit_of = {}
    for number, (start, end) in enumerate(zip(units["starts"], units["ends"])):
        for c in range(start, end):
            unit_of[c] = number
    names = sorted(article["annotations"])
    out = []
    for a in article["annotations"][annotator or names[0]]["attributions"]:
        roles = []
        for role in ("cue", "source", "content"):
            roles.append(sorted({unit_of[c] for b, e in a[role] for c in range(b, e) if c in unit_of}))
        cue, source, content = roles
        content = [u for u in content if u not in cue and u not in source]
        source = [u for u in source if u not in cue]
        if cue and content:
            out.append((cue, source, content))
    return out


def windows(document, limit, in_pieces, first=None):
    """Ranges of units. `first` shortens the first window, so that epochs differ."""
    n = len(document.starts)
    cost = [len(p) for p in document.pieces] if in_pieces else [1] * n
    breaks = [0]
    for u in range(1, n):
        if document.features[u - 1][0] == GAP_SHAPE:
            breaks.append(u)
    breaks.append(n)
    pieces = []
    for a, b in zip(breaks, breaks[1:]):
        if sum(cost[a:b]) <= limit:
            pieces.append((a, b))
            continue
        start = a
        while start < b:
            total, end, cut = 0, start, None
            while end < b and (total + cost[end] <= limit or end == start):
                total += cost[end]
                end += 1
                if end < b and document.features[end][3] & 1:
                    cut = end
            if end < b and cut:
                end = cut
            pieces.append((start, end))
            start = end
    out, room = [], first or limit
    for a, b in pieces:
        size = sum(cost[a:b])
        if out and size <= room:
            out[-1] = (out[-1][0], b)
            room -= size
        else:
            out.append((a, b))
            room = (first if first and len(out) == 1 else limit) - size
    return out


def batch(items, teacher=None):
    """Joins windows [(document, start, end)] into tensors."""
    length = max(b - a for _, a, b in items)
    n = len(items)
    mask = torch.zeros(n, length, dtype=torch.bool)
    features = torch.zeros(n, length, 5, dtype=torch.long)
    sentences = torch.zeros(n, length, dtype=torch.long)
    flat, offsets = [], []
    row_length = max(sum(len(p) for p in d.pieces[a:b]) for d, a, b in items)
    row_pieces = torch.zeros(n, row_length, dtype=torch.long)
    row_features = torch.zeros(n, row_length, 5, dtype=torch.long)
    row_mask = torch.zeros(n, row_length, dtype=torch.bool)
    first = torch.zeros(n, length, dtype=torch.long)
    for i, (d, a, b) in enumerate(items):
        size = b - a
        mask[i, :size] = True
        f = torch.tensor(d.features[a:b])
        features[i, :size] = f
        sentences[i, :size] = torch.tensor(d.sentences[a:b])
        ids, counts = [], []
        for u in range(length):
            offsets.append(len(flat))
            p = d.pieces[a + u] if u < size else [0]
            flat.extend(p)
            if u < size:
                first[i, u] = len(ids)
                ids.extend(p)
                counts.append(len(p))
        row_pieces[i, : len(ids)] = torch.tensor(ids)
        row_mask[i, : len(ids)] = True
        row_features[i, : len(ids)] = f.repeat_interleave(torch.tensor(counts), 0)
    return {"mask": mask, "features": features, "sentences": sentences, "pieces": torch.tensor(flat), "offsets": torch.tensor(offsets),
            "row_pieces": row_pieces, "row_features": row_features, "row_mask": row_mask, "first": first}


def targets(items):
    """Anchors of the windows and their labels: rows, at, labels [Q, 2*REACH+1], weight."""
    rows, at, labels, weights = [], [], [], []
    anchor = torch.zeros(len(items), max(b - a for _, a, b in items))
    for i, (d, a, b) in enumerate(items):
        if d.soft is not None:
            anchor[i, : b - a] = torch.tensor(d.soft[a:b])
        for entry in d.attributions or ():
            cue, source, content = entry[:3]
            p = cue[0]
            if not a <= p < b:
                continue
            if d.soft is None:
                anchor[i, p - a] = 1.0
            rows.append(i)
            at.append(p - a)
            weights.append(entry[3] if len(entry) > 3 else 1.0)
            row = [0] * (2 * REACH + 1)
            for begin, role in ((1, cue), (3, source), (5, content)):
                previous = None
                for u in role:
                    k = u - p + REACH
                    if a <= u < b and 0 <= k < len(row):
                        row[k] = begin + 1 if previous is not None and u == previous + 1 else begin
                        previous = u
            labels.append(row)
    return anchor, torch.tensor(rows, dtype=torch.long), torch.tensor(at, dtype=torch.long), torch.tensor(labels, dtype=torch.long).view(len(rows), 2 * REACH + 1), torch.tensor(weights)


def epoch(documents, limit, in_pieces, size, rng, augment=None):
    """Batches of one pass, of about `size` units each, windows of like length together."""
    items = []
    for d in documents:
        d = augment(d, rng) if augment else d
        for a, b in windows(d, limit, in_pieces, rng.randint(limit // 4, limit)):
            items.append((d, a, b))
    items.sort(key=lambda it: (it[2] - it[1]) + rng.random() * 60)
    groups, group, widest = [], [], 0
    for it in items:
        w = it[2] - it[1]
        if group and max(widest, w) * (len(group) + 1) > size:
            groups.append(group)
            group, widest = [], 0
        group.append(it)
        widest = max(widest, w)
    groups.append(group)
    rng.shuffle(groups)
    return groups
