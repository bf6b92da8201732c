"""Gold and silver of the language layers: fine tags, heads, labels, names.

Tags and arcs: UD English EWT train and GUM train (its `by` part). Names: WNUT17 train, Broad Twitter,
the entities of GUM train whose head is a proper noun, and the silver names of PolNeAR train (persons,
places, organisations; its mixed class where it is an adjective or a plural, as NORP).
"""

import json

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


def treebanks(tags, labels):
    """Documents of all treebanks, those of GUM with its names."""
    out = []
    for name, path in TREEBANKS:
        documents = treebank(name, path, tags, labels)
        if name.startswith("gum"):
            entity_names(documents, corpora.treebank(name, path), path.replace("conllu", "entities.jsonl"))
        out += documents
    return out


NAMED = {"person": "PERSON", "organization": "ORG", "place": "PLACE"}
INSIDE = {"of", "the", "and", "&", "for", "-", "de", "von", "van", "al", "'s"}


def entity_names(documents, sentences, path):
    """Adds names from GUM's entities: the run of proper nouns around the head of a person, organisation or
    place, the widest entity first. A title before a name (`nmod:desc`) is no part of it, and one that
    stands alone is left open, as are people by nation and the adjective of a nation."""
    titles = {w[0] for d in sentences for s in d["sentences"] for w in s if w[6] == "nmod:desc" and w[4] == "NNP"}
    for d, document, entities in zip(documents, sentences, map(json.loads, corpora.opened(path))):
        names = [[0] * len(s) for s in document["sentences"]]
        for k, s in enumerate(document["sentences"]):
            for j, w in enumerate(s):
                if w[4] == "JJ" and w[0][0].isupper() and j > 0:
                    names[k][j] = IGNORE
        taken = [[False] * len(s) for s in document["sentences"]]
        for m in sorted(entities["mentions"], key=lambda m: m["start"] - m["end"]):
            kind = NAMED.get(m["etype"])
            words = document["sentences"][m["sent"]]
            head = m["start"] + int(m["minspan"].split(",")[0]) - 1
            if kind is None or head >= len(words) or words[head][4] not in ("NNP", "NNPS"):
                continue

            def proper(j):
                return words[j][4] in ("NNP", "NNPS") and words[j][6] != "nmod:desc"

            first = last = head
            for step, end in ((-1, m["start"] - 1), (1, m["end"])):
                at, skipped = head + step, 0
                while at != end and skipped < 3:
                    if proper(at):
                        first, last, skipped = min(first, at), max(last, at), 0
                    elif words[at][0] in (INSIDE if kind == "ORG" else INSIDE - {"of", "the", "and", "&", "for", "'s"}):
                        skipped += 1
                    else:
                        break
                    at += step
            span = range(first, last + 1)
            if any(taken[m["sent"]][j] for j in span):
                continue
            alone = kind == "PERSON" and (words[head][0] in titles or words[head][4] == "NNPS")
            for j in span:
                taken[m["sent"]][j] = True
                names[m["sent"]][j] = IGNORE if alone else NAMES.index(("B-" if j == first else "I-") + kind)
        d.syntax["name"] = [n for s in names for n in s]


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
