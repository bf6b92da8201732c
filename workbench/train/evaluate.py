"""Scores of decoded attributions, by the reference scorer of the shared folder."""

import importlib.util
import tarfile
import subprocess
import sys

import corpora
from decode import char_spans


def _scorer():
    spec = importlib.util.spec_from_file_location("score_attribution", corpora.SHARED / "tools/score_attribution.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORER = _scorer()
HEAD = [("cue", "exact"), ("source", "exact"), ("content", "exact"), ("content", "token"), ("relation", "lenient"), ("relation", "iou50"),
        ("relation", "strict"), ("relation", "wsw_iou50")]


def rows(document, found):
    return [{role: [tuple(s) for s in char_spans(document, a[role])] for role in ("source", "cue", "content")} for a in found if not a["nested"]]


def first_annotator(article):
    return article["annotations"][sorted(article["annotations"])[0]]["attributions"]


def counts(article, document, found):
    gold = [{r: [tuple(s) for s in a[r]] for r in ("source", "cue", "content")} for a in first_annotator(article)]
    gold = [a for a in gold if a["cue"] or a["content"]]
    return SCORER.count(article["text"], gold, rows(document, found))


def score(articles, documents, decoded):
    """F1 x 100 of the headline metrics, and precision and recall of the lenient one."""
    result = SCORER.result([counts(a, d, f) for a, d, f in zip(articles, documents, decoded)])
    out = {f"{a}.{b}": round(100 * result[a][b]["f1"], 1) for a, b in HEAD}
    lenient = result["relation"]["lenient"]
    out["P"], out["R"], out["n"] = round(100 * lenient["p"], 1), round(100 * lenient["r"], 1), lenient["n_pred"]
    return out


def line(s):
    return " ".join(f"{k.replace('relation.', '').replace('content.', 'con-').replace('.exact', '')} {v}" for k, v in s.items())
