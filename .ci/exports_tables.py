"""Loads the Parquet tables of an export as a reader would, without cleaning, and holds them against the records.

In: the folder, and the same case as JSON lines. Out: what was found; an end with 1 where something is off.
Example: python exports_tables.py tables/ case.jsonl
"""

import json
import pathlib
import sys
from collections import Counter

import pandas as pd
import pyarrow.parquet as pq

folder, lines = pathlib.Path(sys.argv[1]), sys.argv[2]
described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
records = Counter()
names = {}
contents = {}
with open(lines, encoding="utf-8", newline="\n") as file:
    texts, attributions = {}, []
    for line in file:
        record = json.loads(line)
        records[record["type"]] += 1
        if record["type"] == "document":
            texts[record["id"]] = record["text"]
        elif record["type"] == "attribution" and "overruled_by" not in record:
            attributions.append((record["id"], record["document"], record["content"]))
        elif record["type"] == "entity":
            for chain in record["members"]:
                names[chain] = record["name"]
        elif record["type"] == "statement":
            contents[record["id"]] = record["who"]

types = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "datetime": "timestamp[ms, tz=UTC]"}
tables = {}
for resource in described["resources"]:
    name = resource["name"]
    schema = pq.read_schema(folder / resource["path"])
    fields = resource["schema"]["fields"]
    assert schema.names == [field["name"] for field in fields], name
    for field in fields:
        kind = str(schema.field(field["name"]).type)
        assert kind.startswith("list<") if field["type"] == "array" else kind == types[field["type"]], (name, field["name"], kind)
    tables[name] = frame = pd.read_parquet(folder / resource["path"])
    assert len(frame) == resource["rows"], name
    of = {"entities": "entity", "quantities": None, "times": None, "concepts": None}.get(name, name.removesuffix("s"))
    if of:
        assert len(frame) == records[of], (name, len(frame), records[of])
    for field in fields:
        allowed = field.get("constraints", {}).get("enum")
        if allowed and len(frame):
            assert set(frame[field["name"]].dropna()) <= set(allowed), (name, field["name"])

statements, entities = tables["statements"], tables["entities"]
joined = statements.merge(entities, left_on="speaker", right_on="id", how="left", suffixes=("", "_entity"), validate="many_to_one")
assert len(joined) == len(statements)
known = joined["speaker"].notna()
assert (joined.loc[known, "name"] == joined.loc[known, "speaker_name"]).all()
for statement, name in zip(joined["id"], joined["name"]):
    who = contents[statement]
    assert (names.get(who) if who else None) == (name if isinstance(name, str) else None), statement
assert str(statements["when_at"].dtype).startswith("datetime64[ms, UTC"), statements["when_at"].dtype

# Every span of a content cuts the words that stand in its column.
spans = tables["attributions"].set_index("id")
for attribution, document, content in attributions[:5_000]:
    row = spans.loc[attribution]
    row = row[row["overruled_by"].isna()].iloc[0] if isinstance(row, pd.DataFrame) else row
    assert [[one["start"], one["end"]] for one in row["content_spans"]] == content, attribution
    pieces = (texts[document][start:end].strip() for start, end in content)
    assert " … ".join(piece for piece in pieces if piece) == row["content"], attribution

about = statements[["id", "about"]].explode("about").dropna()
assert set(about["about"]) <= set(entities["id"])
print(f"{len(tables)} tables, {sum(len(frame) for frame in tables.values())} rows; {int(known.sum())} of {len(statements)} statements joined with a speaker")
print(joined.loc[known].groupby("speaker_name").size().sort_values(ascending=False).head(3).to_dict() if records["document"] < 100 else "")
