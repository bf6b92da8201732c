"""Gold and silver of the language layers: fine tags, heads, labels, names.

Tags and arcs: UD English EWT train and GUM train (its `by` part). Names: WNUT17 train, Broad Twitter,
and the silver names of PolNeAR train (persons, places, organisations; its mixed class where it is an
adjective or a plural, as NORP).
"""

import corpora
from batches import Document
from network import NAMES

IGNORE = -100


def inventory():
    """Names of the tags and labels of the treebanks' train parts, in order."""
    tags, labels = set(), set()
    for name, path in TREEBANKS:
        for document in corpora.treebank(name, path):
            for sentence in document["sentences"]:
                tags.update(w[4] for w in sentence)
                labels.update(w[6] for w in sentence)
    return sorted(tags), sorted(labels)


TREEBANKS = [("ewt-train", "ud/en_ewt-ud-train.conllu.gz"), ("gum-train-by", "gum/gum-train.by.conllu.gz")]
DEV = [("ewt-dev", "ud/en_ewt-ud-dev.conllu.gz"), ("gum-dev-by", "gum/gum-dev.by.conllu.gz")]


def treebank(name, path, tags, labels):
    out = []
    for document in corpora.treebank(name, path):
        d = Document(document["units"])
        n = len(d.starts)
        d.syntax = {k: [IGNORE] * n for k in ("tag", "head", "label", "name")}
        at = 0
        for sentence in document["sentences"]:
            for k, word in enumerate(sentence):
                d.syntax["tag"][at + k] = tags.get(word[4], IGNORE)
                d.syntax["head"][at + k] = -1 if word[5] == 0 else at + word[5] - 1
                d.syntax["label"][at + k] = labels.get(word[6], IGNORE)
            at += len(sentence)
        assert at == n, (name, at, n)
        out.append(d)
    return out


KINDS = {"PERSON": "PERSON", "PER": "PERSON", "person": "PERSON", "ORGANIZATION": "ORG", "ORG": "ORG", "group": "ORG", "corporation": "ORG",
         "LOCATION": "PLACE", "LOC": "PLACE", "location": "PLACE", "NORP": "NORP"}


def bio(kinds, starts):
    """Kinds of units to numbers of NAMES."""
    out = []
    for k, kind in enumerate(kinds):
        if kind is None:
            out.append(0)
        else:
            goes_on = k > 0 and kinds[k - 1] == kind and not starts[k]
            out.append(NAMES.index(("I-" if goes_on else "B-") + kind))
    return out


def tagged(name, path):
    out = []
    for document in corpora.tagged(name, path):
        d = Document(document["units"])
        words = [w for s in document["sentences"] for w in s]
        kinds = [KINDS.get(t[2:]) for _, t in words]
        starts = [t.startswith("B-") for _, t in words]
        at = 0
        for s in document["sentences"]:
            starts[at] = True
            at += len(s)
        assert len(words) == len(d.starts)
        n = len(words)
        d.syntax = {"tag": [IGNORE] * n, "head": [IGNORE] * n, "label": [IGNORE] * n, "name": bio(kinds, starts)}
        out.append(d)
    return out


def names():
    return [d for name, path in [("wnut17-train", "ner/wnut17-train.conll.gz")] + [(f"btc-{k}", f"ner/btc-{k}.conll.gz") for k in "abegh"] for d in tagged(name, path)]


def silver(documents):
    """Adds PolNeAR's silver names to its documents."""
    by_id = {d.id: d for d in documents}
    current, spans = None, {}
    for line in corpora.opened("polnear/polnear-train.corenlp.conllu.xz"):
        if line.startswith("# newdoc id"):
            current = spans.setdefault(line.split("=", 1)[1].strip(), [])
        elif line[0].isdigit():
            cells = line.rstrip("\n").split("\t")
            misc = dict(m.split("=", 1) for m in cells[9].split("|") if "=" in m)
            kind = misc.get("NER")
            if kind == "MISC":
                kind = "NORP" if cells[4] in ("JJ", "NNPS") else None
            current.append((int(misc["Start"]), int(misc["End"]), KINDS.get(kind)))
    for key, tokens in spans.items():
        d = by_id.get(key)
        if d is None:
            continue
        kind_at = {c: kind for start, end, kind in tokens if kind for c in range(start, end)}
        kinds = [kind_at.get(s) if s >= 0 else None for s in d.starts]
        n = len(kinds)
        d.syntax = {"tag": [IGNORE] * n, "head": [IGNORE] * n, "label": [IGNORE] * n, "name": bio(kinds, [False] * n)}
