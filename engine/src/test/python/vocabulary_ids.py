"""Writes what the families' own tokenizers make of 200 texts, with the real vocabularies of Llama 2 (and TinyLlama), Llama 3
and Qwen2 that llama.cpp's source carries.

    pip install sentencepiece==0.2.3 protobuf tiktoken==0.14.0 gguf==0.17.1
    python3 vocabulary_ids.py LLAMA_CPP ../resources/dev/winnow/engine/model/vocabularies

LLAMA_CPP is a source tree of llama.cpp (llama_cpp_python-0.3.36.tar.gz has one in vendor/llama.cpp). The references are what
these models were made with: sentencepiece for Llama 2, tiktoken for the others. Where llama.cpp has ids of Hugging Face's
tokenizers beside a vocabulary, for 46 of the texts, they must be the same.

    passage    text between two control tokens, as the model was trained to see it
    exact      text that goes on after other text: no dummy prefix, no Unicode normalization; left out where it is the same
"""

import json
import random
import sys
import unicodedata
from pathlib import Path

import tiktoken
from gguf import GGUFReader
from sentencepiece import SentencePieceProcessor
from sentencepiece.sentencepiece_model_pb2 import ModelProto

WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
NUMBERS = {"llama-bpe": r"\p{N}{1,3}", "qwen2": r"\p{N}"}
OWN = [
    "The quick brown fox jumps over the lazy dog.", "don't can't I'll we've they're she'd I'm", "DON'T CAN'T I'LL",
    '{"name": "Ada", "born": 1815, "tags": ["a", "b"], "note": null}', '{"a":[1,2,3],"b":{"c":-1.5e-7}}',
    "def f(x):\n    return x ** 2\n\n\nclass A:\n\tpass\n", "SELECT * FROM t WHERE a >= 10 AND b <> 'x';",
    "<div class=\"x\">&nbsp;</div>\n<!-- c -->", "https://example.org/a/b?c=d&e=%20f#g", "a.b@c.example, +49 (0)30 123456-78",
    "1,234,567.89 EUR; 12/31/1999; 23:59:59.999Z; 0x1F; 1e10", "0 00 000 0000 00000 000000 1234567890", "Straße Übermut ÄÖÜ",
    "naïve café résumé", "nai\u0308ve cafe\u0301 re\u0301sume\u0301", "Привет, мир! Как дела?", "你好，世界！今天天气怎么样？",
    "こんにちは世界、元気ですか", "안녕하세요 세계", "مرحبا بالعالم", "שלום עולם", "नमस्ते दुनिया १२३", "สวัสดีชาวโลก",
    "Γειά σου Κόσμε", "Xin chào thế giới", "👋🏽🌍 emoji 👨\u200d👩\u200d👧\u200d👦 family 🇩🇪", "①②③ ½ ⅔ Ⅳ ٣٤٥", "𝒜𝓑𝒸 𝟘𝟙𝟚", "ﬁ ﬂ Å K",
    "tabs\t\tand\tmore", "trailing spaces   ", "  leading spaces", "\n\nnewlines\n\n\n", "\r\nCRLF\r\n\r\n", "a\u00a0b\u2003c\u3000d",
    "\u0000\u0001\u001f\u007f", "\ufeffBOM and \u200bzero width", "a" * 40, "ab" * 30, "!" * 20, "- - - - -- --- ----", "=" * 17 + "\n",
    "Ingredients:\n- 2 cups flour\n- 1 1/2 tsp. salt\n- ½ cup butter, melted\n", "[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi [/INST]",
    "<s> and </s> and <unk> are text", "<|im_start|>user\nHi<|im_end|>\n", "<|begin_of_text|><|eot_id|>", "<0x0A> is no newline",
    "▁ is no space", "Ġ and Ċ are letters", "CamelCaseWords and snake_case_words and kebab-case-words", "Zażółć gęślą jaźń",
    "İstanbul ıspanak", "ǅ ß ẞ", "\u0928\u093f \u0e33 \u1100\u1161\u11a8", "x\u0301\u0327\u0323y", "🤷🏿‍♂️🤷‍♀️", "  two  spaces  between  words  ",
    "price: $19.99 (was £25.00, now €21,50)", "50% off!!! #sale @home", "\"quoted\" 'single' “curly” ‘curly’ «guillemets»", "…—–•·¶§†‡",
    "∑∫√∞≈≠≤≥±×÷∂∆", "→←↑↓⇒⇔", "♠♥♦♣♪♫☀☂☃", "\\n is not a newline \\u0041", "C:\\Users\\x\\file.txt", "/usr/local/bin:/usr/bin", "e.g. i.e. etc.",
    "It's 5 o'clock; we'd've gone 'til 6.", "Mr. O'Neill-Smith's", "supercalifragilisticexpialidocious", "Donaudampfschifffahrtsgesellschaft",
]  # fmt: skip


def texts(llama_cpp):
    theirs = (llama_cpp / "models/ggml-vocab-llama-spm.gguf.inp").read_text(encoding="utf-8")
    found = theirs.split("\n__ggml_vocab_test__\n")[:-1]
    known = len(found)
    found += OWN
    dice = random.Random(1)
    pieces = [piece for text in found for piece in (text.split(" ") if len(text) < 200 else [])]
    while len(found) < 200:
        made = dice.choice([" ", "", "\n", "  "]).join(dice.choices(pieces, k=dice.randint(3, 12)))[:120]
        if len(made) > 20 and made not in found:
            found.append(made)
    return found, known


def sentencepiece(fields, dummy_prefix):
    model = ModelProto()
    model.trainer_spec.model_type = 2  # BPE
    model.trainer_spec.byte_fallback = True
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = dummy_prefix
    model.normalizer_spec.remove_extra_whitespaces = False
    model.normalizer_spec.escape_whitespaces = True
    for piece, score, kind in zip(*(fields[f"tokenizer.ggml.{key}"] for key in ("tokens", "scores", "token_type"))):
        model.pieces.add(piece=piece, score=score, type=kind)
    return SentencePieceProcessor(model_proto=model.SerializeToString()).encode


def byte_of_character():
    printable = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + i): byte for i, byte in enumerate(others)}


def bpe(name, fields):
    bytes_of = byte_of_character()
    tokens, kinds = fields["tokenizer.ggml.tokens"], fields["tokenizer.ggml.token_type"]
    ranks = {
        bytes(bytes_of[character] for character in token): rank
        for rank, (token, kind) in enumerate(zip(tokens, kinds))
        if kind == 1
    }
    encoding = tiktoken.Encoding(name, pat_str=WORDS % NUMBERS[name], mergeable_ranks=ranks, special_tokens={})
    return encoding.encode_ordinary


def references(name, fields):
    if name == "llama-spm":
        return sentencepiece(fields, True), sentencepiece(fields, False)
    exact = bpe(name, fields)
    return (lambda text: exact(unicodedata.normalize("NFC", text)) if name == "qwen2" else exact(text)), exact


def main(llama_cpp, target):
    llama_cpp, target = Path(llama_cpp), Path(target)
    found, known = texts(llama_cpp)
    assert len(set(found)) == 200
    for name in ("llama-spm", "llama-bpe", "qwen2"):
        model = llama_cpp / f"models/ggml-vocab-{name}.gguf"
        fields = {key: field.contents() for key, field in GGUFReader(model).fields.items() if "tokenizer" in key}
        passage, exact = references(name, fields)
        theirs = Path(f"{model}.out").read_text().split("\n")
        for text, ids in zip(found[:known], theirs):
            if passage(text) != [int(one) for one in ids.split()]:
                print(name, "differs from Hugging Face:", repr(text), passage(text), ids)
        lines = []
        for text in found:
            case = {"text": text, "passage": passage(text)}
            if exact(text) != case["passage"]:
                case["exact"] = exact(text)
            lines.append(json.dumps(case, ensure_ascii=True, separators=(",", ":")))
        (target / f"{name}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
        print(name, len(lines), "texts,", sum(len(passage(text)) for text in found), "tokens")


main(*sys.argv[1:])
