"""Corpora of the shared folder as units, the network's input.

In: the packed corpora beside the checkout. Out: one JSONL file of units a corpus under the work folder,
made by `workbench encode`, so that training and reading see the same tokens, pieces and features.
Nothing of it is committed.
"""

import gzip
import io
import json
import lzma
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("HEARSAY_SHARED", ROOT / "../shared"))
WORK = Path(os.environ.get("HEARSAY_TRAIN", ROOT / "target/train"))
WORKBENCH = os.environ.get("HEARSAY_WORKBENCH", str(ROOT / "target/release/workbench"))


def opened(path):
    path = SHARED / "data" / path
    if path.suffix == ".xz":
        return io.TextIOWrapper(lzma.open(path), encoding="utf-8")
    return io.TextIOWrapper(gzip.open(path), encoding="utf-8")


def encoded(name, objects):
    """Units of the objects, made once and kept in the work folder."""
    WORK.mkdir(parents=True, exist_ok=True)
    path = WORK / f"{name}.units.jsonl"
    if not path.exists():
        lines = "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects)
        done = subprocess.run([WORKBENCH, "encode"], input=lines.encode(), stdout=subprocess.PIPE, check=True)
        path.write_bytes(done.stdout)
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def polnear(split):
    """Articles with units and gold. Gold: for each annotator, lists of (cue, source, content) spans."""
    articles = [json.loads(line) for line in opened(f"polnear/polnear-{split}.jsonl.gz")]
    units = encoded(f"polnear-{split}", [{"id": a["id"], "text": a["text"]} for a in articles])
    assert [u["id"] for u in units] == [a["id"] for a in articles]
    for article, unit in zip(articles, units):
        article["units"] = unit
    return articles


UNLABELLED = ["en-wikinews", "en-current-events", "en-us-doj", "en-us-senate"]


def unlabelled(name):
    return encoded(name, ({"id": o["id"], "text": o["text"]} for o in map(json.loads, opened(f"unlabelled/{name}.jsonl.xz")) if o["text"].strip()))


def conllu(path):
    """Sentences of a CoNLL-U file: lists of (form, space after, lemma, upos, xpos, head, deprel)."""
    sentence, skip, out, doc = [], 0, [], []
    merged = {}
    for line in opened(path):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            if doc:
                out.append(doc)
            doc = []
        elif line.startswith("#"):
            continue
        elif not line:
            if sentence:
                doc.append(sentence)
            sentence, merged = [], {}
        else:
            cells = line.split("\t")
            if "-" in cells[0]:
                first, last = map(int, cells[0].split("-"))
                # Words of one token stand without a space, but after its last.
                merged = {number: number < last for number in range(first, last + 1)}
                merged[last] = "SpaceAfter=No" in cells[9]
                continue
            if "." in cells[0]:
                continue
            number = int(cells[0])
            no_space = merged.get(number, "SpaceAfter=No" in cells[9])
            sentence.append((cells[1], not no_space, cells[2], cells[3], cells[4], int(cells[6]), cells[7]))
    if sentence:
        doc.append(sentence)
    if doc:
        out.append(doc)
    return out


def treebank(name, path):
    """Documents of a treebank, each with units and its sentences."""
    documents = conllu(path)
    objects = [{"id": f"{name}-{n}", "sentences": [[(w[0], w[1]) for w in s] for s in d]} for n, d in enumerate(documents)]
    units = encoded(name, objects)
    return [{"units": u, "sentences": d} for u, d in zip(units, documents)]


def tagged(name, path):
    """Sentences of a CoNLL file of names: lists of (form, tag), in documents of up to forty."""
    documents, doc, sentence = [], [], []
    for line in opened(path):
        line = line.rstrip("\n")
        if line.startswith("-DOCSTART-"):
            if doc:
                documents.append(doc)
            doc = []
            continue
        if not line.strip():
            if sentence:
                doc.append(sentence)
                if len(doc) == 40 and "wikigold" not in name:
                    documents.append(doc)
                    doc = []
            sentence = []
            continue
        cells = line.replace("\t", " ").split(" ")
        sentence.append((cells[0], cells[-1]))
    if sentence:
        doc.append(sentence)
    if doc:
        documents.append(doc)
    objects = [{"id": f"{name}-{n}", "sentences": [[(w, True) for w, _ in s] for s in d]} for n, d in enumerate(documents)]
    units = encoded(name, objects)
    return [{"units": u, "sentences": d} for u, d in zip(units, documents)]
