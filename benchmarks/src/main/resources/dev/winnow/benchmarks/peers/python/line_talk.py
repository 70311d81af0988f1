"""How a peer is talked to: lines of JSON in, lines of JSON out. The first line in says what it is to be."""

import json
import os
import sys
from typing import Callable, Protocol, TextIO


class Peer(Protocol):
    """What answers."""

    def answer(self, question: dict) -> dict: ...


def tell(answers: TextIO, answer: dict) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def serve(peer_of: Callable[[dict], Peer]) -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries may say what they like
    peer = peer_of(json.loads(sys.stdin.readline()))
    tell(answers, {"ready": True})
    for line in sys.stdin:
        tell(answers, peer.answer(json.loads(line)))
