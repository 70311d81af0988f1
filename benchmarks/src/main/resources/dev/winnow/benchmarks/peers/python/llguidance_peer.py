"""llguidance, which says of instances whether it would let a model write them. Reads lines of JSON, answers with lines.

The first line names the file with the tokenizer.json. Each further line is a schema and its instances' tokens; the answer
says whether it compiled, which instances were accepted, and how long each mask took.
"""

import ctypes
import time

from line_talk import serve
from llguidance import LLMatcher, LLTokenizer

# Compact as Winnow's outputs, and strict: what is not implemented is an error, oneOf is not taken for anyOf.
OPTIONS = {
    "whitespace_flexible": False,
    "item_separator": ",",
    "key_separator": ":",
    "coerce_one_of": False,
    "lenient": False,
}


class GaveUpError(Exception):
    """The matcher is in an error state that no refused token explains."""


class Peer:
    def __init__(self, how: dict):
        with open(how["tokenizer"], encoding="utf-8") as file:
            self.tokenizer = LLTokenizer(file.read(), slices=LLTokenizer.json_slices())
        self.mask = (ctypes.c_uint32 * ((self.tokenizer.vocab_size + 31) // 32))()
        self.place = ctypes.addressof(self.mask)
        self.bytes = ctypes.sizeof(self.mask)

    def answer(self, task: dict) -> dict:
        begun = time.perf_counter_ns()
        try:
            grammar = LLMatcher.grammar_from_json_schema(task["schema"], overrides=OPTIONS)
            matcher = LLMatcher(self.tokenizer, grammar, log_level=0)
            error = matcher.get_error()
        except ValueError as problem:
            error = str(problem)
        compile_nanos = time.perf_counter_ns() - begun
        if error:
            return {"compilation": "REFUSED", "reason": error, "compile_nanos": compile_nanos}
        mask_nanos = []
        try:
            accepted = [self.accepts(matcher, instance, mask_nanos) for instance in task["instances"]]
        except GaveUpError as problem:
            return {"compilation": "FAILED", "reason": str(problem), "compile_nanos": compile_nanos}
        return {
            "compilation": "COMPILED",
            "reason": "",
            "compile_nanos": compile_nanos,
            "accepted": accepted,
            "mask_nanos": mask_nanos,
        }

    def accepts(self, matcher: LLMatcher, instance: dict, mask_nanos: list[int]) -> bool:
        """Whether one of the texts is let through; those of other orders are tried when all else fails, and not timed."""
        # All of the first are walked, so that as many masks are made of them as by Winnow.
        walked = [self.walk(matcher, tokens, mask_nanos) for tokens in instance["texts"]]
        return any(walked) or any(self.walk(matcher, tokens, []) for tokens in instance["other_orders"])

    def walk(self, matcher: LLMatcher, tokens: list[int], mask_nanos: list[int]) -> bool:
        matcher.reset()
        for token in tokens:
            begun = time.perf_counter_ns()
            matcher.unsafe_compute_mask_ptr(self.place, self.bytes)
            mask_nanos.append(time.perf_counter_ns() - begun)
            allowed = self.mask[token >> 5] >> (token & 31) & 1
            if allowed:
                matcher.consume_token(token)
            if matcher.is_error():
                raise GaveUpError(matcher.get_error())
            if not allowed:
                return False
        return matcher.is_accepting()


if __name__ == "__main__":
    serve(Peer)
