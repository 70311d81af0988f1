"""Trains the adapter that Winnow's trainer trains, with PEFT: the same first factors, examples, order and settings.

    python train_beside.py BASE EXAMPLES.jsonl HELD_OUT.jsonl FIRST_ADAPTER SETTINGS.json ADAPTER

A line of EXAMPLES.jsonl and HELD_OUT.jsonl has "tokens" and "supervised_from". SETTINGS.json has "order", the examples of
each step, and the optimizer's settings; "way" is "usual", a padded batch whose labels the model is given, as a user of PEFT
writes it, "tuned", where only supervised positions go through the head and batches are split by length, or "full", the same
without an adapter: all weights learn, at a fiftieth of the rate, and no adapter is written. Says a line of JSON for each
step, and one at the end.
"""

import json
import sys
import time

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

PART_TOKENS = 2048
FULL_RATE = 1 / 50
TYPES = {"f32": torch.float32, "bf16": torch.bfloat16}


def parts(batch: list[dict], way: str) -> list[list[dict]]:
    """A step's examples as they are computed at once."""
    if way == "usual":
        return [batch]
    found, part = [], []
    for example in sorted(batch, key=lambda e: len(e["tokens"])):
        if part and len(example["tokens"]) * (len(part) + 1) > PART_TOKENS:
            found.append(part)
            part = []
        part.append(example)
    return found + [part]


def summed_loss(model: torch.nn.Module, part: list[dict], way: str) -> torch.Tensor:
    longest = max(len(example["tokens"]) for example in part)
    ids = torch.zeros((len(part), longest), dtype=torch.long)
    labels = torch.full((len(part), longest), -100)
    for row, example in enumerate(part):
        tokens, begins = torch.tensor(example["tokens"]), example["supervised_from"]
        ids[row, : len(tokens)] = tokens
        labels[row, begins : len(tokens)] = tokens[begins:]
    supervised = (labels != -100).sum()
    if way == "usual":
        mask = (torch.arange(longest)[None] < torch.tensor([len(e["tokens"]) for e in part])[:, None]).long()
        return model(input_ids=ids, attention_mask=mask, labels=labels).loss * supervised
    decoder = model.get_base_model() if isinstance(model, PeftModel) else model
    # Padding stands behind all that is looked at: a causal model needs no mask for it.
    hidden = decoder.model(input_ids=ids, use_cache=False).last_hidden_state
    wanted = labels[:, 1:] != -100
    logits = decoder.lm_head(hidden[:, :-1][wanted]).float()
    return torch.nn.functional.cross_entropy(logits, labels[:, 1:][wanted], reduction="sum")


def held_out_loss(model: torch.nn.Module, examples: list[dict], products: str) -> float:
    model.eval()
    autocast = torch.autocast("cpu", dtype=torch.bfloat16, enabled=products == "bf16")
    with torch.inference_mode(), autocast:
        total = sum(summed_loss(model, part, "tuned").item() for part in parts(examples, "tuned"))
    return total / sum(len(example["tokens"]) - example["supervised_from"] for example in examples)


def peak_mib() -> int:
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM:"))


def read(path: str) -> list[dict]:
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main(base: str, examples: str, held_out: str, first: str, settings: str, adapter: str) -> None:
    with open(settings, encoding="utf-8") as text:
        how = json.load(text)
    rows = read(examples)
    model = AutoModelForCausalLM.from_pretrained(base, dtype=TYPES[how["products"]])
    full = how["way"] == "full"
    if not full:
        model = PeftModel.from_pretrained(model, first, is_trainable=True)
    model.train()
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=how["rate"], weight_decay=how["weight_decay"])
    for step, numbers in enumerate(how["order"]):
        began, used = time.monotonic(), time.process_time()
        batch = [rows[number] for number in numbers]
        supervised = sum(len(example["tokens"]) - example["supervised_from"] for example in batch)
        total = 0.0
        for part in parts(batch, how["way"]):
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=how["products"] == "bf16"):
                loss = summed_loss(model, part, how["way"])
            (loss / supervised).backward()
            total += loss.item()
        norm = torch.nn.utils.clip_grad_norm_(weights, how["most_norm"])
        for group in optimizer.param_groups:
            group["lr"] = how["rates"][step] * (FULL_RATE if full else 1)
        optimizer.step()
        optimizer.zero_grad()
        figures = {
            "step": step + 1,
            "loss": total / supervised,
            "gradient_norm": norm.item(),
            "tokens": sum(len(example["tokens"]) for example in batch),
            "seconds": time.monotonic() - began,
            "processor_seconds": time.process_time() - used,
        }
        print(json.dumps(figures), flush=True)
    end = {"peak_memory_mib": peak_mib(), "held_out_loss": held_out_loss(model, read(held_out), how["products"])}
    if not full:
        model.save_pretrained(adapter)
    print(json.dumps(end), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
