#!/usr/bin/env python3
"""Pairs of near copies by MinHash and LSH, as datasketch and rensa find them, for `workbench bench-lineage`.

  lineage_peers.py TEXTS.jsonl PEER WORDS THRESHOLD OUT.tsv
Prints one line of JSON: seconds from text to pairs, peak memory in MiB, versions. 128 permutations, shingles of
WORDS folded words, every pair of the index checked on its signatures at THRESHOLD."""
import importlib.metadata, json, re, resource, sys, time

texts_path, peer, words, threshold, out_path = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), sys.argv[5]
WORD = re.compile(r"[^\W_]+")
texts = [json.loads(line) for line in open(texts_path, encoding="utf8")]
begun = time.perf_counter()
def shingles(text):
    found = [word.lower() for word in WORD.findall(text)]
    return {" ".join(found[at:at + words]) for at in range(max(1, len(found) - words + 1))}
pairs = set()
if peer == "datasketch":
    from datasketch import MinHash, MinHashLSH
    index = MinHashLSH(threshold=threshold, num_perm=128)
    signatures = []
    for at, text in enumerate(texts):
        signature = MinHash(num_perm=128)
        signature.update_batch([shingle.encode("utf8") for shingle in shingles(text)])
        for other in index.query(signature):
            if signature.jaccard(signatures[other]) >= threshold:
                pairs.add((other, at))
        index.insert(at, signature)
        signatures.append(signature)
else:
    from rensa import RMinHash, RMinHashLSH
    index = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=64 if threshold < .3 else 32)
    signatures = []
    for at, text in enumerate(texts):
        signature = RMinHash(num_perm=128, seed=42)
        signature.update(sorted(shingles(text)))
        for other in index.query(signature):
            if signature.jaccard(signatures[other]) >= threshold:
                pairs.add((other, at))
        index.insert(at, signature)
        signatures.append(signature)
seconds = time.perf_counter() - begun
with open(out_path, "w", encoding="utf8") as out:
    out.writelines(f"{a}\t{b}\n" for a, b in sorted(pairs))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peak_mib": peak, "version": importlib.metadata.version(peer)}))
