"""The networks: two encoders and the heads that both share.

`Recurrent` is the fast tier's encoder, `Transformer` the careful one's. Both give a vector a unit.
`Heads` finds anchors (the first unit of each cue) and, for each anchor, labels the units around it
with cue, source and content: a tagger conditioned on its predicate, as semantic role labellers are
(He et al., ACL 2018), with a linear-chain CRF (Lafferty et al., ICML 2001) an anchor.
What is written here is what `crates/hearsay-read/src/network/` computes in integers.
"""

from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.cpp_extension import load

FEATURE_SIZES = [10, 2, 3, 4, 6]
LABELS = ["O", "B-cue", "I-cue", "B-source", "I-source", "B-content", "I-content"]
REACH = 120  # how many units an anchor sees to each side
DISTANCES = 31
PLACES = 6  # same sentence; one, two or more sentences before; after: see place_of

_scan = load(name="scan", sources=[str(Path(__file__).parent / "scan.cpp")], extra_cflags=["-O3", "-march=native", "-ffast-math"])


class Scan(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, c, back):
        h = _scan.forward(z, c, back)
        ctx.save_for_backward(z.contiguous(), c.contiguous(), h)
        ctx.back = back
        return h

    @staticmethod
    def backward(ctx, g):
        z, c, h = ctx.saved_tensors
        gz, gc = _scan.backward(g, z, c, h, ctx.back)
        return gz, gc, None


class Dropout(nn.Module):
    """Dropout whose masks are cut from one long random row: drawing them anew costs more than a layer."""

    pool = None

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, x):
        if not self.training or self.rate == 0:
            return x
        if Dropout.pool is None:
            Dropout.pool = torch.rand(1 << 24, generator=torch.Generator().manual_seed(7)).mul_(255).to(torch.uint8)
        n = x.numel()
        start = int(torch.randint(0, max(1, Dropout.pool.numel() - n), (1,)))
        kept = Dropout.pool[start : start + n].view(x.shape) >= int(self.rate * 255)
        return x * kept.to(x.dtype).mul_(1 / (1 - self.rate))


class Block(nn.Module):
    """A depthwise convolution of five, then a recurrence each way whose gates see the input only."""

    def __init__(self, width, dropout):
        super().__init__()
        self.half = width // 2
        self.norm = nn.LayerNorm(width)
        self.conv = nn.Parameter(torch.zeros(5, width))
        self.into = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.drop = Dropout(dropout)
        nn.init.normal_(self.conv, std=0.2)
        with torch.no_grad():
            self.into.bias[: self.half] = torch.linspace(-3, 1, self.half)
            self.into.bias[2 * self.half : 3 * self.half] = torch.linspace(-3, 1, self.half)

    def forward(self, x, mask):
        a = self.norm(x) * mask
        padded = F.pad(a, (0, 0, 2, 2))
        length = x.shape[1]
        y = a + sum(padded[:, k : k + length] * self.conv[k] for k in range(5))
        u = self.into(y).float()
        zf, cf, zb, cb, gate = u.split([self.half] * 4 + [2 * self.half], -1)
        h = torch.cat([Scan.apply(torch.sigmoid(zf) * mask, cf, False), Scan.apply(torch.sigmoid(zb) * mask, cb, True)], -1)
        return x + self.drop(self.out(h * F.silu(gate)))


class Recurrent(nn.Module):
    """Mean of piece vectors and features, then blocks."""

    def __init__(self, width=128, blocks=4, n_pieces=30522, dropout=0.1):
        super().__init__()
        self.settings = {"width": width, "blocks": blocks}
        self.width = width
        self.pieces = nn.EmbeddingBag(n_pieces, width, mode="mean")
        self.features = nn.ModuleList([nn.Embedding(n, width) for n in FEATURE_SIZES])
        self.norm = nn.LayerNorm(width)
        self.blocks = nn.ModuleList([Block(width, dropout) for _ in range(blocks)])
        self.last = nn.LayerNorm(width)
        self.drop = Dropout(dropout)
        nn.init.normal_(self.pieces.weight, std=0.5)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.1)

    def forward(self, batch):
        n, length = batch["mask"].shape
        x = self.pieces(batch["pieces"], batch["offsets"]).view(n, length, -1)
        for k, table in enumerate(self.features):
            x = x + table(batch["features"][..., k])
        mask = batch["mask"].unsqueeze(-1).float()
        x = self.drop(self.norm(x))
        for block in self.blocks:
            x = block(x, mask)
        return self.last(x)


class Layer(nn.Module):
    """A transformer layer, the norm after each half, as in BERT."""

    def __init__(self, width, inner, heads, dropout):
        super().__init__()
        self.heads = heads
        self.scale = (width // heads) ** -0.5
        self.qkv = nn.Linear(width, 3 * width)
        self.mix = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.drop = Dropout(dropout)

    def forward(self, x, bias):
        n, length, width = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        a = torch.softmax((q * self.scale) @ k.transpose(-1, -2) + bias.to(q.dtype), -1) @ v
        x = self.norm1(x + self.drop(self.mix(a.transpose(1, 2).reshape(n, length, width))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x), approximate="tanh"))))


class Transformer(nn.Module):
    """A BERT encoder whose input vectors know the features of the unit as well."""

    def __init__(self, width=384, inner=1536, heads=12, layers=6, n_pieces=30522, positions=512, dropout=0.1):
        super().__init__()
        self.settings = {"width": width, "inner": inner, "heads": heads, "layers": layers}
        self.width = width
        self.pieces = nn.Embedding(n_pieces, width)
        self.positions = nn.Embedding(positions, width)
        self.features = nn.ModuleList([nn.Embedding(n, width) for n in FEATURE_SIZES])
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList([Layer(width, inner, heads, dropout) for _ in range(layers)])
        self.last = nn.LayerNorm(width)
        self.drop = Dropout(dropout)
        for table in self.features:
            nn.init.zeros_(table.weight)

    def load_bert(self, tensors, keep=None):
        """Weights of a BERT checkpoint; `keep` says which of its layers."""
        with torch.no_grad():
            self.pieces.weight.copy_(tensors["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(tensors["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(tensors["embeddings.LayerNorm.bias"])
            for layer, number in zip(self.layers, keep or range(len(self.layers))):
                at = f"encoder.layer.{number}."
                for part, names in [("qkv", ["attention.self.query", "attention.self.key", "attention.self.value"]), ("mix", ["attention.output.dense"]),
                                    ("norm1", ["attention.output.LayerNorm"]), ("up", ["intermediate.dense"]), ("down", ["output.dense"]), ("norm2", ["output.LayerNorm"])]:
                    getattr(layer, part).weight.copy_(torch.cat([tensors[f"{at}{n}.weight"] for n in names]))
                    getattr(layer, part).bias.copy_(torch.cat([tensors[f"{at}{n}.bias"] for n in names]))

    def forward(self, batch):
        # Pieces stand in rows of their own here: [windows, pieces].
        ids = batch["row_pieces"]
        x = self.pieces(ids) + self.positions.weight[: ids.shape[1]]
        for k, table in enumerate(self.features):
            x = x + table(batch["row_features"][..., k])
        x = self.drop(self.norm(x))
        bias = torch.zeros(batch["row_mask"].shape).masked_fill(~batch["row_mask"], -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        # A unit is its first piece.
        units = torch.gather(x, 1, batch["first"].unsqueeze(-1).expand(-1, -1, x.shape[-1]))
        return self.last(units)


def distance_of(d):
    """Bucket of a signed distance in units."""
    a = d.abs()
    b = torch.where(a <= 4, a, torch.where(a <= 6, 5, torch.where(a <= 8, 6, torch.where(a <= 12, 7, torch.where(a <= 16, 8, torch.where(
        a <= 24, 9, torch.where(a <= 32, 10, torch.where(a <= 48, 11, torch.where(a <= 64, 12, torch.where(a <= 96, 13, 14))))))))))
    return torch.where(d < 0, 15 - b, 15 + b)


def place_of(d):
    """Where a unit's sentence stands to the anchor's: -2 and before, -1, same, +1, +2, and after."""
    return d.clamp(-2, 3) + 2


class Heads(nn.Module):
    def __init__(self, width, inner=64, dropout=0.1):
        super().__init__()
        self.inner = inner
        self.anchor_in = nn.Linear(width, inner)
        self.anchor_out = nn.Linear(inner, 1)
        self.of_unit = nn.Linear(width, inner)
        self.of_anchor = nn.Linear(width, inner)
        self.distance = nn.Embedding(DISTANCES, inner)
        self.place = nn.Embedding(PLACES, inner)
        self.label = nn.Linear(inner, len(LABELS))
        self.unary = nn.Linear(width, len(LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.drop = Dropout(dropout)
        nn.init.normal_(self.distance.weight, std=0.3)
        nn.init.normal_(self.place.weight, std=0.3)
        nn.init.constant_(self.anchor_out.bias, -3.0)
        forbidden = torch.zeros(7, 7)
        for before in range(7):
            for inside in (2, 4, 6):
                if before not in (inside, inside - 1):
                    forbidden[before, inside] = -1e4
        self.register_buffer("forbidden", forbidden)

    def anchors(self, h):
        return self.anchor_out(F.relu(self.anchor_in(h))).squeeze(-1)

    def scores(self, h, mask, sentences, rows, at):
        """Label scores around the anchors. rows, at: [Q]. Out: [Q, 2*REACH+1, 7] and a mask."""
        length = h.shape[1]
        where = at[:, None] + torch.arange(-REACH, REACH + 1)[None]
        inside = (where >= 0) & (where < length)
        where = where.clamp(0, length - 1)
        inside = inside & mask[rows[:, None], where]
        unit, anchor, unary = self.of_unit(h), self.of_anchor(h), self.unary(h).float()
        m = unit[rows[:, None], where] + anchor[rows, at][:, None]
        m = m + self.distance(distance_of(torch.arange(-REACH, REACH + 1)))[None]
        m = m + self.place(place_of(sentences[rows[:, None], where] - sentences[rows, at][:, None]))
        out = self.label(self.drop(F.relu(m))).float() + unary[rows[:, None], where]
        # The anchor begins its cue.
        return out, inside

    def trans(self):
        return self.transitions.float() + self.forbidden


@torch.jit.script
def log_partition(scores, mask, trans):
    # scores [Q, T, L]; masked units pass the state on.
    alpha = scores[:, 0] + torch.tensor([0.0, 0.0, -1e4, 0.0, -1e4, 0.0, -1e4])
    alpha = torch.where(mask[:, :1], alpha, torch.tensor([0.0, -1e4, -1e4, -1e4, -1e4, -1e4, -1e4]).expand_as(alpha))
    for t in range(1, scores.shape[1]):
        step = torch.logsumexp(alpha.unsqueeze(2) + trans.unsqueeze(0), 1) + scores[:, t]
        alpha = torch.where(mask[:, t : t + 1], step, alpha)
    return torch.logsumexp(alpha, 1)


def path_score(scores, mask, trans, labels):
    emitted = (scores.gather(2, labels.unsqueeze(-1)).squeeze(-1) * mask).sum(1)
    steps = trans[labels[:, :-1], labels[:, 1:]] * (mask[:, 1:] & mask[:, :-1])
    return emitted + steps.sum(1)


NAMES = ["O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG", "B-PLACE", "I-PLACE", "B-NORP", "I-NORP"]
ARC, ARC_LABEL = 96, 64


class Layers(nn.Module):
    """The language layers: fine tags, names, heads and labels of words, from the same unit vectors.

    Heads are scored by a bilinear form (Dozat & Manning, ICLR 2017) within the sentence; unit 0 of the
    scores is the root. The label of an arc is a sum of two projections, a rectifier and a matrix.
    """

    def __init__(self, width, n_tags, n_labels, dropout=0.1):
        super().__init__()
        self.tag = nn.Linear(width, n_tags)
        self.name = nn.Linear(width, len(NAMES))
        self.dependent = nn.Linear(width, ARC)
        self.head = nn.Linear(width, ARC)
        self.bilinear = nn.Linear(ARC, ARC, bias=False)
        self.root = nn.Parameter(torch.randn(ARC) * 0.1)
        self.head_bias = nn.Linear(width, 1, bias=False)
        self.label_dependent = nn.Linear(width, ARC_LABEL)
        self.label_head = nn.Linear(width, ARC_LABEL)
        self.label_root = nn.Parameter(torch.randn(ARC_LABEL) * 0.1)
        self.label = nn.Linear(ARC_LABEL, n_labels)
        self.drop = Dropout(dropout)

    def arcs(self, h):
        """Scores [n, length, 1 + length] of heads for each unit; column 0 is the root."""
        d = self.bilinear(self.drop(F.relu(self.dependent(h))))
        e = self.drop(F.relu(self.head(h)))
        pairs = torch.einsum("nid,njd->nij", d, e) + self.head_bias(h).transpose(1, 2)
        root = d @ self.root
        return torch.cat([root.unsqueeze(-1), pairs], -1)

    def labels(self, h, rows, units, heads):
        """Label scores of arcs; heads as columns of `arcs`, 0 the root."""
        of_head = torch.where((heads == 0)[:, None], self.label_root, self.label_head(h)[rows, (heads - 1).clamp(min=0)])
        return self.label(self.drop(F.relu(self.label_dependent(h)[rows, units] + of_head)))
