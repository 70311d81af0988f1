"""Writes with an adapter, with PEFT, in f32, always the likeliest token.

    python write_greedily.py BASE ADAPTER TOLD.json

TOLD.json has "prompts", lists of tokens, "most_tokens", and "ends", the tokens that end an answer. For each prompt it says
a line of JSON: "tokens", the end with them, and "margins", by how much each one's score is above the second best.
"""

import json
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM


def written(model: torch.nn.Module, prompt: list[int], most: int, ends: list[int]) -> dict:
    tokens, margins = [], []
    past, ids = None, torch.tensor([prompt])
    while len(tokens) < most and not (tokens and tokens[-1] in ends):
        step = model(input_ids=ids, past_key_values=past, use_cache=True)
        past = step.past_key_values
        best = torch.topk(step.logits[0, -1], 2)
        tokens.append(best.indices[0].item())
        margins.append((best.values[0] - best.values[1]).item())
        ids = torch.tensor([[tokens[-1]]])
    return {"tokens": tokens, "margins": margins}


def main(base: str, adapter: str, told: str) -> None:
    with open(told, encoding="utf-8") as text:
        wanted = json.load(text)
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    model = PeftModel.from_pretrained(model, adapter).eval()
    with torch.inference_mode():
        for prompt in wanted["prompts"]:
            print(json.dumps(written(model, prompt, wanted["most_tokens"], wanted["ends"])), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
