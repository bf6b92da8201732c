"""Ids that there are, for the calls of `.ci/api-fuzz`: a made-up id is in no case, and tries nothing but "not found".

In: the address of a served case (HEARSAY_ADDRESS), and the calls that schemathesis makes. Out: of the calls whose path is well formed,
three in four with ids that the case's own lists give, some of them shortened as readers shorten them; likewise what a correction is on.
At the end a line for each operation with how often which status was answered, in the file HEARSAY_MET. Invariant: a call that
is malformed on purpose is sent as it is.

Example: SCHEMATHESIS_HOOKS=api_ids HEARSAY_ADDRESS=http://127.0.0.1:8080/ PYTHONPATH=.ci schemathesis run …
"""

import atexit
import collections
import functools
import json
import os
import random
import urllib.request

import schemathesis

ADDRESS = os.environ["HEARSAY_ADDRESS"]
CHOICE = random.Random(7)
MET = collections.defaultdict(collections.Counter)


@functools.cache
def ids(question, key):
    """Some ids that a list gives."""
    with urllib.request.urlopen(f"{ADDRESS}api/v1/{question}?limit=20") as answer:
        return [row[key] for row in json.load(answer)[question]]


def some(*lists):
    """One of the ids of these lists, whole or its beginning."""
    found = CHOICE.choice([one for question, key in lists for one in ids(question, key)])
    return found if CHOICE.random() < 0.8 else found[:10]


DOCUMENT, PERSON, CLAIM = ("coverage", "document"), ("people", "id"), ("claims", "id")
STATEMENT, LINK, DISPUTE, COPY = ("who-said", "statement"), ("links", "id"), ("disputes", "id"), ("copies", "id")
RECORDS = [DOCUMENT, PERSON, CLAIM, STATEMENT, LINK, DISPUTE, COPY]


def pair():
    """Two records between which a link may be asked for."""
    one = CHOICE.choice([DOCUMENT, PERSON, STATEMENT])
    return {"id": some(one), "with": some(one)}


PATHS = {
    "/api/v1/document/{id}": lambda: {"id": some(DOCUMENT)},
    "/api/v1/person/{id}": lambda: {"id": some(PERSON)},
    "/api/v1/show/{id}": lambda: {"id": some(*RECORDS)},
    "/api/v1/why/{id}/{with}": pair,
}


def is_well_formed(case, part):
    """Whether this part of a call was not made to be refused."""
    components = case.meta.components if case.meta else {}
    return all(str(info.mode.value) == "positive" for location, info in components.items() if str(location.value).startswith(part))


@schemathesis.hook
def before_call(context, case, kwargs):
    made = PATHS.get(case.operation.path)
    if made and is_well_formed(case, "path") and CHOICE.random() < 0.75:
        case.path_parameters.update(made())
    is_correction = case.operation.path == "/api/v1/corrections" and case.method.upper() == "POST"
    if is_correction and is_well_formed(case, "body") and CHOICE.random() < 0.75:
        for one in case.body if isinstance(case.body, list) else [case.body]:
            if isinstance(one, dict) and "on" in one:
                one["on"] = some(STATEMENT)
                one.update({"kind": CHOICE.choice(["accept", "reject"])} if CHOICE.random() < 0.5 else {})


@schemathesis.hook
def after_call(context, case, response):
    # Methods that an address does not take are tried, too; they are no operations.
    if case.method.upper() == case.operation.method.upper():
        MET[case.operation.label][response.status_code] += 1


@atexit.register
def tell():
    if "HEARSAY_MET" in os.environ and MET:
        with open(os.environ["HEARSAY_MET"], "w", encoding="utf-8") as file:
            for operation, statuses in sorted(MET.items()):
                told = " ".join(f"{status}×{n}" for status, n in sorted(statuses.items()))
                print(f"{operation}\t{told}", file=file)
