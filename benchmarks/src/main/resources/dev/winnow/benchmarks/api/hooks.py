"""Counts what was sent: Schemathesis itself tells of test cases, not of requests."""

import atexit
import collections
import json
import os
import threading

import schemathesis

OWN_KEY = os.environ["WINNOW_API_KEY_ID"]

counts = collections.Counter()
lock = threading.Lock()


# Random bodies make none of these, and so nothing to go on from: of what the document allows, each other request is one
# that is sure to be good.
GOOD = {
    "POST /api/v1/datasets": {
        "media_type": "application/x-ndjson",
        "query": {"name": "rows"},
        "body": "".join(
            json.dumps({"instruction": "Convert", "input": "page %d" % (i * 7919), "output": {"title": "t%d" % i}}) + "\n"
            for i in range(40)
        ),
    },
    "POST /api/v1/webhooks": {"body": {"url": "https://127.0.0.1:9/hook", "events": ["job.finished"]}},
    "POST /api/v1/extractions": {
        "media_type": "application/json",
        "body": {"keys": ["title"], "items": [{"input": "Sea view flat, 90 EUR"}]},
    },
}
turns = collections.Counter()


@schemathesis.serializer("application/x-ndjson", "application/zip")
def as_it_is(context, value):
    text = value if isinstance(value, (str, bytes)) else json.dumps(value, default=str)
    return {"data": text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text}


@schemathesis.hook
def map_case(context, case):
    label = case.operation.label
    if label in GOOD and case.meta is not None and case.meta.generation.mode.is_positive:
        with lock:
            turns[label] += 1
            odd = turns[label] % 2 == 1
        if odd:
            for name, value in GOOD[label].items():
                setattr(case, name, value)
    return case


@schemathesis.hook
def filter_case(context, case):
    # The run's own key must not be rotated away: each later request would be answered by 401, and prove nothing.
    return OWN_KEY not in (case.path_parameters or {}).values()


@schemathesis.hook
def after_call(context, case, response):
    with lock:
        counts[(case.operation.label, response.status_code)] += 1


@atexit.register
def write():
    with open(os.environ["WINNOW_API_COUNTS"], "w") as out:
        for (route, status), requests in sorted(counts.items()):
            out.write(json.dumps({"route": route, "status": status, "requests": requests}) + "\n")
