"""Writes a small adapter for tiny models of family_models.py with PEFT, and the scores that PEFT gives with it.

    pip install torch==2.7.1 transformers==5.24.0 peft==0.21.2 safetensors
    python3 peft_adapters.py ../resources/dev/winnow/engine/families ../resources/dev/winnow/engine/adapters

Factors are random, large enough that every one of them counts.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
ADAPTERS = {
    "smollm2": LoraConfig(r=4, lora_alpha=8, lora_dropout=0.1, target_modules=ALL, task_type="CAUSAL_LM"),
    "qwen2": LoraConfig(r=3, lora_alpha=6, use_rslora=True, target_modules=["v_proj", "up_proj"], task_type="CAUSAL_LM"),
}


def main(families: str, target: str) -> None:
    for seed, (family, settings) in enumerate(ADAPTERS.items()):
        reference = json.loads(Path(families, family, "scores.json").read_text())
        torch.manual_seed(seed)
        model = AutoModelForCausalLM.from_pretrained(Path(families, family), dtype=torch.float32)
        model = get_peft_model(model, settings).eval()
        with torch.no_grad():
            for name, factor in model.named_parameters():
                if ".lora_" in name:
                    factor.normal_(0, 0.2)
            found = model(input_ids=torch.tensor([reference["ids"]])).logits[0]
        folder = Path(target, family)
        shutil.rmtree(folder, ignore_errors=True)
        model.save_pretrained(folder)
        (folder / "README.md").unlink(missing_ok=True)
        config = json.loads((folder / "adapter_config.json").read_text())
        config["target_modules"].sort()
        config["base_model_name_or_path"] = family
        (folder / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")
        lines = [f"    [{', '.join(f'{score:.5f}' for score in found[at].tolist())}]" for at in reference["positions"]]
        text = f'{{\n  "ids": {reference["ids"]},\n  "positions": {reference["positions"]},\n  "scores": [\n'
        (folder / "scores.json").write_text(text + ",\n".join(lines) + "\n  ]\n}\n")
        (folder / "adapter_model.safetensors").chmod(0o644)
        print(family, f"deviation {found.std():.3f}")


main(*sys.argv[1:])
