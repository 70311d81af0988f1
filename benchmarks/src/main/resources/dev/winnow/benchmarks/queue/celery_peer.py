"""Celery's side of `winnow bench queue`: publishes N tasks and waits until N results are in the database."""

import json
import os
import sys
import time

from celery import Celery
from sqlalchemy import create_engine, text

app = Celery("celery_peer", broker=os.environ["PEER_BROKER"], backend=os.environ["PEER_RESULTS"])
app.conf.update(
    task_acks_late=True,
    worker_prefetch_multiplier=8,
    task_serializer="json",
    result_serializer="json",
    broker_connection_retry_on_startup=True,
)


@app.task
def extract(document):
    return {"length": len(document), "hash": hash(document)}


def stored(engine):
    with engine.connect() as connection:
        try:
            return connection.execute(text("select count(*) from celery_taskmeta where status = 'SUCCESS'")).scalar()
        except Exception:
            return 0


def main(items, size):
    engine = create_engine(os.environ["PEER_RESULTS"].removeprefix("db+"))
    # One task first: connections, tables and workers are there then.
    extract.delay("warm up").get(timeout=120)
    before = stored(engine)
    filling = ("Lake cruise, 14 June 2026, CHF 45. " * (size // 35 + 1))[:size]
    begun = time.monotonic()
    for i in range(items):
        extract.delay(f"{i} {filling}")
    while stored(engine) < before + items:
        time.sleep(0.05)
    print(json.dumps({"seconds": time.monotonic() - begun}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
