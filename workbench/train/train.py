"""Trains a reader.

    python train.py careful --out DIR            the transformer, on PolNeAR train
    python train.py fast --out DIR               the recurrent network
    python train.py fast --teacher FILE --out DIR    the same, on what a teacher labelled as well

Fixed seed; prints the scores on PolNeAR dev after each epoch (the learning curve) and keeps the last
weights, averaged over the run's tail.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import corpora
import evaluate
from batches import Document, batch, epoch, gold, targets
from decode import decode, tables
from network import Heads, Layers, Recurrent, Transformer, log_partition, path_score
from pretrained import bert_tensors, piece_vectors
from noise import noisy
import syntax


def build(args):
    if args.tier == "careful":
        encoder = Transformer(layers=args.layers, dropout=args.dropout)
        keep = {6: [0, 1, 2, 3, 4, 5], 4: [0, 2, 3, 5], 3: [0, 2, 5]}.get(args.layers)
        if not args.scratch:
            encoder.load_bert(bert_tensors(), keep)
        heads = Heads(encoder.width, 128, args.dropout)
    else:
        encoder = Recurrent(args.width, args.blocks, dropout=args.dropout)
        if not args.scratch:
            with torch.no_grad():
                encoder.pieces.weight.copy_(piece_vectors(args.width))
        heads = Heads(args.width, 64, args.dropout)
    return encoder, heads


def layer_targets(items, length):
    """Gold of the language layers: [windows, length] a layer; heads as columns of `Layers.arcs`."""
    out = {k: torch.full((len(items), length), syntax.IGNORE) for k in ("tag", "head", "label", "name")}
    for i, (d, a, b) in enumerate(items):
        if not d.syntax:
            continue
        for k in ("tag", "label", "name"):
            out[k][i, : b - a] = torch.tensor(d.syntax[k][a:b])
        heads = [syntax.IGNORE if h == syntax.IGNORE else 0 if h == -1 else h - a + 1 if a <= h < b else syntax.IGNORE for h in d.syntax["head"][a:b]]
        out["head"][i, : b - a] = torch.tensor(heads)
    return out


def layer_loss(layers, h, b, gold, without=()):
    """Sums of cross entropies, and how much of each is right; layers in `without` are not learned (ablation)."""
    loss, right = 0.0, {}
    for k, linear in (("tag", layers.tag), ("name", layers.name)):
        if k in without:
            continue
        known = gold[k] != syntax.IGNORE
        if known.any():
            scores = linear(layers.drop(h[known])).float()
            loss = loss + F.cross_entropy(scores, gold[k][known], reduction="sum")
            right[k] = ((scores.argmax(-1) == gold[k][known]).sum().item(), int(known.sum()))
    known = gold["head"] != syntax.IGNORE
    if known.any() and "tree" not in without:
        scores = layers.arcs(h).float()
        same = b["sentences"][:, :, None] == b["sentences"][:, None, :]
        same = same & b["mask"][:, None, :] & ~torch.eye(h.shape[1], dtype=torch.bool)
        scores[:, :, 1:].masked_fill_(~same, -1e4)
        loss = loss + F.cross_entropy(scores[known], gold["head"][known], reduction="sum")
        guess = scores.argmax(-1)
        rows, units = torch.nonzero(known, as_tuple=True)
        labels = layers.labels(h, rows, units, gold["head"][known]).float()
        loss = loss + F.cross_entropy(labels, gold["label"][known], ignore_index=syntax.IGNORE, reduction="sum")
        attached = guess[known] == gold["head"][known]
        right["uas"] = (attached.sum().item(), len(rows))
        right["las"] = ((attached & (labels.argmax(-1) == gold["label"][known])).sum().item(), len(rows))
    return loss, right


@torch.no_grad()
def layer_scores(encoder, layers, documents, limit, in_pieces):
    encoder.eval(), layers.eval()
    total = {}
    for items in epoch(documents, limit, in_pieces, 4096, random.Random(0)):
        b = batch(items)
        h = encoder(b).float()
        _, right = layer_loss(layers, h, b, layer_targets(items, h.shape[1]))
        for k, (n, of) in right.items():
            a = total.setdefault(k, [0, 0])
            a[0] += n
            a[1] += of
    return " ".join(f"{k} {100 * n / of:.2f}" for k, (n, of) in total.items())


def groups_of_parameters(encoder, heads, args):
    """The pretrained part learns slowest, its lowest layers slower still."""
    out = [{"params": list(heads.parameters()), "lr": args.head_lr}]
    if args.tier == "careful":
        out.append({"params": [p for m in (encoder.features, encoder.last) for p in m.parameters()], "lr": args.head_lr})
        decay = args.layer_decay
        n = len(encoder.layers)
        # The piece vectors stay as they are: half of all weights, and they move little.
        encoder.pieces.weight.requires_grad_(False)
        out.append({"params": list(encoder.positions.parameters()) + list(encoder.norm.parameters()), "lr": args.lr * decay ** n})
        for k, layer in enumerate(encoder.layers):
            out.append({"params": list(layer.parameters()), "lr": args.lr * decay ** (n - 1 - k)})
    else:
        out.append({"params": list(encoder.parameters()), "lr": args.lr})
    for g in out:
        g["base"] = g["lr"]
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tier", choices=["fast", "careful"])
    parser.add_argument("--out", required=True)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--blocks", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--lr", type=float)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--size", type=int, default=3072)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--noise", type=float, default=0.1)
    parser.add_argument("--negatives", type=float, default=0.5)
    parser.add_argument("--scratch", action="store_true")
    parser.add_argument("--start", help="a checkpoint to go on from")
    parser.add_argument("--teacher", nargs="*", default=[], help="files of teacher-labelled documents")
    parser.add_argument("--share", type=float, default=1.0, help="share of the teacher's documents seen in an epoch")
    parser.add_argument("--layers-too", action="store_true", help="train the language layers as well")
    parser.add_argument("--without", nargs="*", default=[], choices=["tag", "tree", "name"], help="language layers left out (ablation)")
    parser.add_argument("--layer-weight", type=float, default=0.1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--articles", type=int, help="only so many, to try things")
    args = parser.parse_args()
    args.lr = args.lr or (1.5e-4 if args.tier == "careful" else 2e-3)
    args.limit = args.limit or (254 if args.tier == "careful" else 512)
    in_pieces = args.tier == "careful"
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    train = corpora.polnear("train")[: args.articles]
    dev = corpora.polnear("dev")
    documents = [Document(a["units"], gold(a)) for a in train]
    dev_documents = [Document(a["units"]) for a in dev]
    layers, more, layer_dev = None, [], []
    if args.layers_too:
        tag_names, label_names = syntax.inventory()
        tags, labels = {t: n for n, t in enumerate(tag_names)}, {t: n for n, t in enumerate(label_names)}
        more = 2 * syntax.treebanks(tags, labels) + syntax.names()[::2]
        layer_dev = [(name, syntax.treebank(name, path, tags, labels)) for name, path in syntax.DEV]
        syntax.silver(documents)
    taught = []
    for path in args.teacher:
        for l in filter(str.strip, open(path)):
            o = json.loads(l)
            d = Document(o["units"], [tuple(a) for a in o["attributions"]])
            d.soft = o["soft"]
            taught.append(d)
    encoder, heads = build(args)
    if args.layers_too:
        layers = Layers(encoder.width, len(tag_names), len(label_names), args.dropout)
    if args.start:
        saved = torch.load(args.start)
        encoder.load_state_dict(saved["encoder"]), heads.load_state_dict(saved["heads"])
        if layers and saved.get("layers"):
            layers.load_state_dict(saved["layers"])
    groups = groups_of_parameters(encoder, heads, args)
    if layers:
        groups.append({"params": list(layers.parameters()), "lr": args.head_lr, "base": args.head_lr})
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
    parameters = [p for g in groups for p in g["params"]]
    units = sum(len(d.starts) for d in documents) + args.share * sum(len(d.starts) for d in taught) + sum(len(d.starts) for d in more)
    total = int(args.epochs * units / args.size * 1.12)
    warm = max(1, total // 15)
    averaged, n_averaged, step = None, 0, 0
    modules = [("e.", encoder), ("h.", heads)] + ([("l.", layers)] if layers else [])
    autocast = args.tier == "careful"
    t0 = time.time()
    log = open(out / "log.txt", "a")
    print(json.dumps(vars(args)), file=log, flush=True)
    for number in range(args.epochs):
        for _, m in modules:
            m.train()
        losses = [0.0, 0.0]
        seen = documents + rng.sample(taught, int(len(taught) * args.share))
        work = epoch(seen + more, args.limit, in_pieces, args.size, rng, lambda d, r: noisy(d, r, args.noise))
        for items in work:
            rate = min(1.0, (step + 1) / warm) * max(0.02, 1 - step / total)
            for g in groups:
                g["lr"] = g["base"] * rate
            step += 1
            b = batch(items)
            anchor, rows, at, labels, weights = targets(items)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
                h = encoder(b)
            h = h.float()
            logits = heads.anchors(h)
            read = b["mask"] & torch.tensor([it[0].attributions is not None for it in items])[:, None]
            loss_anchor = F.binary_cross_entropy_with_logits(logits, anchor, reduction="none")[read].sum()
            # Some units that begin no cue, the likeliest most: around them everything is outside.
            with torch.no_grad():
                chance = (torch.sigmoid(logits) + 1e-4) * read * (anchor < 0.05)
                k = min(int(args.negatives * max(8, len(rows))), int((chance > 0).sum()))
                picked = torch.multinomial(chance.flatten(), k) if k else rows[:0]
            rows = torch.cat([rows, picked // anchor.shape[1]])
            at = torch.cat([at, picked % anchor.shape[1]])
            labels = torch.cat([labels, torch.zeros(k, labels.shape[1], dtype=torch.long)])
            weights = torch.cat([weights, torch.full((k,), 0.5)])
            if len(rows):
                scores, inside = heads.scores(h, b["mask"], b["sentences"], rows, at)
                trans = heads.trans()
                nll = log_partition(scores, inside, trans) - path_score(scores, inside, trans, labels)
                loss_path = (nll * weights).sum()
            else:
                loss_path = torch.zeros(())
            if layers is None:
                loss_layers = 0.0
            else:
                loss_layers, _ = layer_loss(layers, h, b, layer_targets(items, h.shape[1]), args.without)
            loss = (loss_anchor + 0.5 * loss_path + args.layer_weight * loss_layers) / args.size * 30
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            losses[0] += loss_anchor.item()
            losses[1] += loss_path.item()
            if step % 100 == 0:
                print(f"step {step}/{total} {time.time() - t0:.0f}s anchor {losses[0] / step:.2f}", flush=True)
            # The mean of the last weights is steadier than the last ones.
            if step > 0.6 * total and step % 5 == 0:
                state = {prefix + k: v for prefix, m in modules for k, v in m.state_dict().items()}
                n_averaged += 1
                if averaged is None:
                    averaged = {k: v.detach().clone().float() for k, v in state.items()}
                else:
                    for k, v in state.items():
                        averaged[k] += (v - averaged[k]) * max(1 / n_averaged, 0.02)
        t1 = time.time()
        kept = None
        if averaged is not None:
            kept = [{k: v.clone() for k, v in m.state_dict().items()} for _, m in modules]
            for prefix, m in modules:
                m.load_state_dict({k[2:]: v for k, v in averaged.items() if k.startswith(prefix)})
        found = tables(encoder, heads, dev_documents, args.limit, in_pieces, 0.05, autocast=autocast)
        trans = heads.trans().detach().numpy().astype(np.float64)
        for threshold, null in ((0.3, 0.0), (0.4, 0.0), (0.5, 0.0), (0.4, 0.2)):
            s = evaluate.score(dev, dev_documents, [decode(l, f, trans, threshold, null) for l, f in found])
            text = f"epoch {number + 1} {t1 - t0:.0f}s loss {losses[0]:.0f} {losses[1]:.0f} t {threshold} null {null}: {evaluate.line(s)}"
            print(text, flush=True)
            print(text, file=log, flush=True)
        saved = {"encoder": encoder.state_dict(), "heads": heads.state_dict(), "args": vars(args)}
        if layers:
            saved |= {"layers": layers.state_dict(), "tags": tag_names, "labels": label_names}
            for name, gold_documents in layer_dev:
                text = f"epoch {number + 1} {name}: {layer_scores(encoder, layers, gold_documents, args.limit, in_pieces)}"
                print(text, flush=True)
                print(text, file=log, flush=True)
        torch.save(saved, out / "last.pt")
        if kept:
            for state, (_, m) in zip(kept, modules):
                m.load_state_dict(state)


if __name__ == "__main__":
    main()
