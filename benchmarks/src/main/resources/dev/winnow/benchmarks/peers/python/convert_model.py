"""Converts a Llama model between GGUF and a Hugging Face folder.

    python convert_model.py to-folder MODEL.gguf FOLDER             weights in f32, as they are after dequantizing
    python convert_model.py to-gguf FOLDER MODEL.gguf NEW.gguf      FOLDER's weights in f32, all else as in MODEL.gguf
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, Keys, LlamaFileType
from gguf.quants import dequantize
from safetensors.numpy import load_file, save_file

OUTSIDE_LAYERS = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
}
IN_LAYERS = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
CONTROL, USER_DEFINED = 3, 4  # token types that the tokenizer recognises before it splits text


class Gguf:
    """A model file: its metadata, and its weights in f32."""

    def __init__(self, path: str):
        self.reader = GGUFReader(path)
        architecture = self.value("general.architecture")
        if architecture != "llama":
            raise SystemExit(f"{path} holds a model of kind {architecture}; only llama can be converted")

    def has(self, key: str) -> bool:
        return key in self.reader.fields

    def value(self, key: str):
        return self.reader.fields[key].contents()

    def number(self, key: str):
        return self.value(f"llama.{key}")

    def weights(self) -> Iterator[tuple[str, np.ndarray]]:
        for tensor in self.reader.tensors:
            yield tensor.name, np.ascontiguousarray(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)

    def heads_of(self, name: str) -> int:
        """How many heads' rotary pairs a tensor holds; 0 for one without."""
        kind = name.split(".")[-2]
        return {"attn_q": self.number("attention.head_count"), "attn_k": self.number("attention.head_count_kv")}.get(
            kind, 0
        )


def folder_name(name: str) -> str:
    parts = name.split(".")
    if parts[0] == "blk":
        return f"model.layers.{parts[1]}.{IN_LAYERS[parts[2]]}.{parts[3]}"
    return f"{OUTSIDE_LAYERS[parts[0]]}.{parts[1]}"


def halves(weight: np.ndarray, heads: int) -> np.ndarray:
    """GGUF holds each rotary pair's two rows side by side; Hugging Face all first rows of a head, then all second."""
    rows = weight.reshape(heads, weight.shape[0] // heads // 2, 2, *weight.shape[1:])
    return np.ascontiguousarray(rows.swapaxes(1, 2).reshape(weight.shape))


def pairs(weight: np.ndarray, heads: int) -> np.ndarray:
    rows = weight.reshape(heads, 2, weight.shape[0] // heads // 2, *weight.shape[1:])
    return np.ascontiguousarray(rows.swapaxes(1, 2).reshape(weight.shape))


def config(model: Gguf, tied: bool) -> dict:
    hidden, heads = model.number("embedding_length"), model.number("attention.head_count")
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "torch_dtype": "float32",
        "hidden_size": hidden,
        "intermediate_size": model.number("feed_forward_length"),
        "num_hidden_layers": model.number("block_count"),
        "num_attention_heads": heads,
        "num_key_value_heads": model.number("attention.head_count_kv"),
        "head_dim": hidden // heads,
        "hidden_act": "silu",
        "attention_bias": False,
        "mlp_bias": False,
        "max_position_embeddings": model.number("context_length"),
        # The file has it as f32: 1e-05 would read 9.99999974e-06.
        "rms_norm_eps": float(f"{model.number('attention.layer_norm_rms_epsilon'):.6g}"),
        "rope_theta": float(model.number("rope.freq_base")),
        "tie_word_embeddings": tied,
        "vocab_size": len(model.value("tokenizer.ggml.tokens")),
        "bos_token_id": model.value("tokenizer.ggml.bos_token_id"),
        "eos_token_id": model.value("tokenizer.ggml.eos_token_id"),
        "pad_token_id": model.value("tokenizer.ggml.eos_token_id"),
    }


def tokenizer(model: Gguf) -> dict:
    kind = model.value("tokenizer.ggml.pre")
    if kind != "smollm":
        raise SystemExit(f"The tokenizer splits text as '{kind}'; only 'smollm' can be converted")
    tokens, types = model.value("tokenizer.ggml.tokens"), model.value("tokenizer.ggml.token_type")
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": token,
                "content": text,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for token, (text, type_) in enumerate(zip(tokens, types, strict=True))
            if type_ in (CONTROL, USER_DEFINED)
        ],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Digits", "individual_digits": True},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            ],
        },
        "post_processor": None,
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {text: token for token, text in enumerate(tokens)},
            "merges": model.value("tokenizer.ggml.merges"),
        },
    }


def tokenizer_config(model: Gguf) -> dict:
    tokens = model.value("tokenizer.ggml.tokens")
    eos = tokens[model.value("tokenizer.ggml.eos_token_id")]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": tokens[model.value("tokenizer.ggml.bos_token_id")],
        "eos_token": eos,
        "pad_token": eos,
        "model_max_length": model.number("context_length"),
        "clean_up_tokenization_spaces": False,
        "chat_template": model.value("tokenizer.chat_template"),
    }


def to_folder(source: str, target: str) -> None:
    model = Gguf(source)
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        folder_name(name): halves(weight, heads) if (heads := model.heads_of(name)) else weight
        for name, weight in model.weights()
    }
    texts = {
        "config.json": config(model, tied="lm_head.weight" not in weights),
        "tokenizer.json": tokenizer(model),
        "tokenizer_config.json": tokenizer_config(model),
    }
    for name, content in texts.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def to_gguf(folder: str, like: str, target: str) -> None:
    model = Gguf(like)
    weights = load_file(Path(folder) / "model.safetensors")
    writer = GGUFWriter(target, "llama")
    for field in model.reader.fields.values():
        if field.name.startswith("GGUF.") or field.name in (Keys.General.ARCHITECTURE, Keys.General.FILE_TYPE):
            continue
        elements = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=elements)
    writer.add_file_type(LlamaFileType.ALL_F32)
    for tensor in model.reader.tensors:
        weight = weights[folder_name(tensor.name)].astype(np.float32)
        heads = model.heads_of(tensor.name)
        writer.add_tensor(
            tensor.name, pairs(weight, heads) if heads else weight, raw_dtype=GGMLQuantizationType.F32
        )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    {"to-folder": to_folder, "to-gguf": to_gguf}[sys.argv[1]](*sys.argv[2:])
