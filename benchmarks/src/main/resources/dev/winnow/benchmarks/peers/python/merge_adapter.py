"""Merges a LoRA adapter into its base, with PEFT.

    python merge_adapter.py BASE ADAPTER MERGED

ADAPTER is a PEFT folder; MERGED becomes a model folder with weights in f32.
"""

import shutil
import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM


def main(base: str, adapter: str, merged: str) -> None:
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    PeftModel.from_pretrained(model, adapter).merge_and_unload().save_pretrained(merged)
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(Path(base) / name, merged)


if __name__ == "__main__":
    main(*sys.argv[1:])
