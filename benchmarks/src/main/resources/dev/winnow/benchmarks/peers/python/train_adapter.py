"""Trains a LoRA adapter on prompts and outputs that are tokens already, with PEFT.

    python train_adapter.py BASE EXAMPLES.jsonl EPOCHS ADAPTER

A line of EXAMPLES.jsonl has the lists "prompt" and "output", the end token at the output's end. ADAPTER becomes a PEFT
folder with the figures of the training in training.json. Same input, same adapter, on the same kind of device: on a GPU where
torch finds one.
"""

import json
import random
import sys
import time
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

RANK, ALPHA = 16, 32
PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
RATE, WARM_UP_STEPS = 1e-3, 5
BATCH_TOKENS, BATCH_EXAMPLES = 2048, 4
SEED = 1
PROGRESS_SECONDS = 20
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def batches(examples: list[dict]) -> list[list[dict]]:
    """Examples of about the same length together, so that little is padded."""
    found, batch = [], []
    for example in sorted(examples, key=lambda e: len(e["prompt"]) + len(e["output"])):
        longest = len(example["prompt"]) + len(example["output"])
        if batch and (len(batch) == BATCH_EXAMPLES or longest * (len(batch) + 1) > BATCH_TOKENS):
            found.append(batch)
            batch = []
        batch.append(example)
    return found + [batch]


def loss_of(model: torch.nn.Module, batch: list[dict], padding: int) -> torch.Tensor:
    """The mean loss of the outputs' tokens; only they go through the head, which costs as much as many layers."""
    longest = max(len(example["prompt"]) + len(example["output"]) for example in batch)
    ids = torch.full((len(batch), longest), padding)
    is_output = torch.zeros((len(batch), longest), dtype=torch.bool)
    for row, example in enumerate(batch):
        length = len(example["prompt"]) + len(example["output"])
        ids[row, :length] = torch.tensor(example["prompt"] + example["output"])
        is_output[row, len(example["prompt"]) : length] = True
    ids, is_output = ids.to(DEVICE), is_output.to(DEVICE)
    decoder = model.get_base_model()
    # Padding stands behind all that is looked at: a causal model needs no mask for it.
    hidden = decoder.model(input_ids=ids, use_cache=False).last_hidden_state
    logits = decoder.lm_head(hidden[:, :-1][is_output[:, 1:]])
    return torch.nn.functional.cross_entropy(logits, ids[:, 1:][is_output[:, 1:]])


def train(model: torch.nn.Module, examples: list[dict], epochs: int, padding: int) -> dict:
    order = random.Random(SEED)
    parts = batches(examples)
    steps = [part for _ in range(epochs) for part in order.sample(parts, len(parts))]
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / WARM_UP_STEPS, (len(steps) - step) / len(steps))
    )
    began = told = time.monotonic()
    losses, tokens = [], 0
    for step, batch in enumerate(steps, 1):
        loss = loss_of(model, batch, padding)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        tokens += sum(len(example["prompt"]) + len(example["output"]) for example in batch)
        if time.monotonic() - told > PROGRESS_SECONDS or step == len(steps):
            told = time.monotonic()
            recent = losses[-len(parts) :][-20:]
            mean, left = sum(recent) / len(recent), (told - began) / step * (len(steps) - step)
            print(f"step {step} of {len(steps)}, loss {mean:.3f}, {left / 60:.0f} minutes left", flush=True)
    epoch = len(parts)
    return {
        "examples": len(examples),
        "epochs": epochs,
        "steps": len(steps),
        "tokens": tokens,
        "seconds": round(time.monotonic() - began),
        "loss_of_first_epoch": round(sum(losses[:epoch]) / epoch, 4),
        "loss_of_last_epoch": round(sum(losses[-epoch:]) / epoch, 4),
    }


def main(base: str, examples: str, epochs: str, adapter: str) -> None:
    torch.manual_seed(SEED)
    with open(examples, encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).to(DEVICE)
    settings = LoraConfig(
        r=RANK, lora_alpha=ALPHA, lora_dropout=0.0, target_modules=PROJECTIONS, task_type="CAUSAL_LM"
    )
    model = get_peft_model(model, settings)
    figures = train(model, read, int(epochs), model.config.pad_token_id)
    model.save_pretrained(adapter)
    (Path(adapter) / "training.json").write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
