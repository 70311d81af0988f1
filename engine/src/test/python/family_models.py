"""Writes one tiny model of each family: its Hugging Face folder, the GGUF file that llama.cpp's converter makes of it, and
the scores that Hugging Face's implementation gives.

    pip install torch==2.7.1 transformers==5.24.0 safetensors
    python3 family_models.py LLAMA_CPP ../resources/dev/winnow/engine/families

LLAMA_CPP is a source tree of llama.cpp (llama_cpp_python-0.3.36.tar.gz has one in vendor/llama.cpp). Weights are random, large
enough that positions count, and rounded to f16 before anything is computed. Contexts have 128 tokens; scaled positions were
made for 32 at first, and scores are taken inside and beyond.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from transformers import (
    LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config,
    Qwen3ForCausalLM,
)  # fmt: skip

VOCABULARY = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS"]
TOKENS = 80
POSITIONS = [0, 7, 31, 32, 47, 79]
SIZES = {
    "vocab_size": len(VOCABULARY), "hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 2,
    "num_attention_heads": 3, "num_key_value_heads": 1, "max_position_embeddings": 128, "rms_norm_eps": 1e-5,
    "tie_word_embeddings": False, "bos_token_id": 1, "eos_token_id": 0, "pad_token_id": None,
}  # fmt: skip
# Where the waves are some 6, 11, 20 and 35 positions long, all three ranges of Llama 3.1's scaling are met.
LLAMA3 = {
    "rope_type": "llama3", "rope_theta": 10.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}  # fmt: skip


def plain(theta):
    return {"rope_type": "default", "rope_theta": theta}


FAMILIES = {
    "llama2": (LlamaForCausalLM, LlamaConfig, {"num_key_value_heads": 3, "rope_parameters": plain(10_000.0)}),
    "llama3": (LlamaForCausalLM, LlamaConfig, {"rope_parameters": plain(500_000.0)}),
    "llama3.1": (LlamaForCausalLM, LlamaConfig, {"rope_parameters": LLAMA3}),
    "llama-linear": (
        LlamaForCausalLM,
        LlamaConfig,
        {"rope_parameters": {"rope_type": "linear", "rope_theta": 10_000.0, "factor": 4.0}},
    ),
    "tinyllama": (
        LlamaForCausalLM,
        LlamaConfig,
        {"num_attention_heads": 4, "num_key_value_heads": 2, "hidden_size": 32, "rope_parameters": plain(10_000.0)},
    ),
    "smollm2": (
        LlamaForCausalLM,
        LlamaConfig,
        {"tie_word_embeddings": True, "rope_parameters": plain(100_000.0)},
    ),
    "mistral": (
        MistralForCausalLM,
        MistralConfig,
        {"head_dim": 12, "sliding_window": None, "rope_parameters": plain(1_000_000.0)},
    ),
    "qwen2": (Qwen2ForCausalLM, Qwen2Config, {"rms_norm_eps": 1e-6, "rope_parameters": plain(1_000_000.0)}),
    "qwen2.5": (
        Qwen2ForCausalLM,
        Qwen2Config,
        {"rms_norm_eps": 1e-6, "tie_word_embeddings": True, "rope_parameters": plain(1_000_000.0)},
    ),
    "qwen3": (
        Qwen3ForCausalLM,
        Qwen3Config,
        {"rms_norm_eps": 1e-6, "head_dim": 12, "tie_word_embeddings": True, "rope_parameters": plain(1_000_000.0)},
    ),
}


def model(family, seed):
    kind, config, changes = FAMILIES[family]
    made = kind(config(**{**SIZES, **changes, "attn_implementation": "eager"})).eval()
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in made.named_parameters():
            spread, mean = (0.5, 0) if weight.dim() == 2 else (0.3, 0 if name.endswith("bias") else 1)
            weight.copy_((mean + spread * torch.randn(weight.shape, generator=random)).half().float())
    return made


def scores(made, ids):
    with torch.no_grad():
        return made(torch.tensor([ids])).logits[0]


def write_texts(folder):
    added = [{"id": i, "content": text, "special": True} for i, text in enumerate(VOCABULARY[:3])]
    vocabulary = {text: i for i, text in enumerate(VOCABULARY)}
    tokenizer = {
        "version": "1.0", "added_tokens": added, "model": {"type": "BPE", "vocab": vocabulary, "merges": []},
    }  # fmt: skip
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer) + "\n")
    texts = {"bos_token": VOCABULARY[1], "eos_token": VOCABULARY[0]}
    (folder / "tokenizer_config.json").write_text(json.dumps(texts) + "\n")


def write_gguf(folder, target):
    """With llama.cpp's own conversion of sizes and weights; it would not know our vocabulary."""
    from conversion import get_model_class
    from gguf import LlamaFileType

    architecture = json.loads((folder / "config.json").read_text())["architectures"][0]
    converter = get_model_class(architecture)

    class WithVocabulary(converter):
        model_arch = converter.model_arch

        def set_vocab(self):
            self.gguf_writer.add_tokenizer_model("gpt2")
            self.gguf_writer.add_tokenizer_pre("qwen2" if "Qwen" in architecture else "smollm")
            self.gguf_writer.add_token_list(VOCABULARY)
            self.gguf_writer.add_token_types([3] * 3 + [1] * (len(VOCABULARY) - 3))
            self.gguf_writer.add_token_merges([])
            self.gguf_writer.add_bos_token_id(1)
            self.gguf_writer.add_eos_token_id(0)

    WithVocabulary(folder, LlamaFileType.MOSTLY_F16, target).write()


def main(llama_cpp, target):
    sys.path[:0] = [llama_cpp, f"{llama_cpp}/gguf-py"]
    for seed, family in enumerate(FAMILIES):
        folder = Path(target, family)
        shutil.rmtree(folder, ignore_errors=True)
        made = model(family, seed)
        ids = torch.randint(0, len(VOCABULARY), (TOKENS,), generator=torch.Generator().manual_seed(seed)).tolist()
        found = scores(made, ids)
        made.half().save_pretrained(folder)
        (folder / "generation_config.json").unlink(missing_ok=True)
        write_texts(folder)
        write_gguf(folder, folder / "model.gguf")
        lines = [f"    [{', '.join(f'{score:.5f}' for score in found[at].tolist())}]" for at in POSITIONS]
        text = f'{{\n  "ids": {ids},\n  "positions": {POSITIONS},\n  "scores": [\n' + ",\n".join(lines) + "\n  ]\n}\n"
        (folder / "scores.json").write_text(text)
        (folder / "model.safetensors").chmod(0o644)
        print(family, f"deviation {found.std():.3f}", sum(p.numel() for p in made.parameters()), "weights")


main(*sys.argv[1:])
