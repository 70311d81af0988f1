"""Generates with Hugging Face's transformers: a line of JSON comes in, a line of JSON goes out.

The first line says how to start: "model" (a folder), "schema", "batch" (rows that are generated together), "type" (f32 or
bf16) and "threads".
Its answer is {"ready": true}. Every further line is a task: "kind", "most_output_tokens" and "documents", each with
"prompt" and "reference" as tokens. Its answer has "seconds" and "outputs", each with "tokens", "steps", "truncated".
"""

import time

import llguidance
import llguidance.hf
import llguidance.torch
import torch
from line_talk import serve
from transformers import AutoModelForCausalLM, AutoTokenizer, LogitsProcessor, LogitsProcessorList

NEVER = float("-inf")
TYPES = {"f32": torch.float32, "bf16": torch.bfloat16}


class WithinSchema(LogitsProcessor):
    """Lets each row write only what its schema allows: compact JSON, properties in their order."""

    def __init__(self, tokenizer: llguidance.LLTokenizer, grammar: str, rows: int, end: int):
        self.matchers = [llguidance.LLMatcher(tokenizer, grammar) for _ in range(rows)]
        self.bits = llguidance.torch.allocate_token_bitmask(rows, tokenizer.vocab_size)
        self.places = torch.arange(32, dtype=torch.int32)
        self.end = end
        self.begun = False

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        last = input_ids[:, -1].tolist()
        for row, matcher in enumerate(self.matchers):
            if self.begun and not matcher.is_stopped():
                matcher.consume_token(last[row])
            if not matcher.is_stopped():
                llguidance.torch.fill_next_token_bitmask(matcher, self.bits, row)
        self.begun = True
        allowed = (self.bits.unsqueeze(-1) >> self.places & 1).bool().flatten(1)[:, : scores.shape[1]]
        scores = scores.masked_fill(~allowed, NEVER)
        for row, matcher in enumerate(self.matchers):
            if matcher.is_stopped():
                scores[row] = NEVER
                scores[row, self.end] = 0
        return scores


class Exactly(LogitsProcessor):
    """Lets each row write its reference output, and the end behind it."""

    def __init__(self, references: list[list[int]], end: int):
        longest = max(len(reference) for reference in references) + 1
        self.tokens = torch.tensor([reference + [end] * (longest - len(reference)) for reference in references])
        self.written = 0

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        forced = torch.full_like(scores, NEVER)
        forced.scatter_(1, self.tokens[:, self.written : self.written + 1], 0)
        self.written += 1
        return forced


class Peer:
    def __init__(self, how: dict):
        torch.set_num_threads(how["threads"])
        self.rows = how["batch"]
        self.model = AutoModelForCausalLM.from_pretrained(how["model"], dtype=TYPES[how["type"]]).eval()
        tokenizer = AutoTokenizer.from_pretrained(how["model"])
        self.end = tokenizer.eos_token_id
        self.tokenizer = llguidance.hf.from_tokenizer(tokenizer, n_vocab=self.model.config.vocab_size)
        self.grammar = llguidance.LLMatcher.grammar_from_json_schema(
            how["schema"], overrides={"whitespace_flexible": False, "item_separator": ",", "key_separator": ":"}
        )

    def generate(self, task: dict, documents: list[dict]) -> list[dict]:
        longest = max(len(document["prompt"]) for document in documents)
        ids = torch.full((len(documents), longest), self.end)
        mask = torch.zeros((len(documents), longest), dtype=torch.long)
        for row, document in enumerate(documents):
            ids[row, longest - len(document["prompt"]) :] = torch.tensor(document["prompt"])
            mask[row, longest - len(document["prompt"]) :] = 1
        most, processors = self.limits(task, documents)
        written = self.model.generate(
            input_ids=ids,
            attention_mask=mask,
            do_sample=False,
            max_new_tokens=most,
            logits_processor=LogitsProcessorList(processors),
            eos_token_id=self.end,
            pad_token_id=self.end,
        )[:, longest:].tolist()
        return [self.output(tokens) for tokens in written]

    def limits(self, task: dict, documents: list[dict]) -> tuple[int, list[LogitsProcessor]]:
        if task["kind"] == "PREFILL":
            return 1, []
        if task["kind"] == "FORCED":
            references = [document["reference"] for document in documents]
            return max(len(reference) for reference in references), [Exactly(references, self.end)]
        return task["most_output_tokens"], [WithinSchema(self.tokenizer, self.grammar, len(documents), self.end)]

    def output(self, tokens: list[int]) -> dict:
        ended = self.end in tokens
        own = tokens[: tokens.index(self.end)] if ended else tokens
        return {"tokens": own, "steps": len(own) + ended, "truncated": not ended}

    def answer(self, task: dict) -> dict:
        documents = task["documents"]
        # Rows of a batch wait for its longest: alike ones stand together.
        order = sorted(range(len(documents)), key=lambda place: len(documents[place]["prompt"]))
        outputs = [None] * len(documents)
        begun = time.monotonic()
        with torch.inference_mode():
            for first in range(0, len(order), self.rows):
                places = order[first : first + self.rows]
                for place, output in zip(places, self.generate(task, [documents[p] for p in places]), strict=True):
                    outputs[place] = output
        return {"seconds": time.monotonic() - begun, "outputs": outputs}


if __name__ == "__main__":
    serve(Peer)
