"""Runs the engine's training graph, the very text that Java packs, under a Python torch on a GPU.

    python3 training_on_gpu.py                              # needs CUDA
    python3 training_on_gpu.py --device cpu --shapes tiny   # checks the script itself
    python3 training_on_gpu.py --peers                      # beside PEFT and full fine-tuning; needs transformers and peft

Printed, and written as JSON with --json FILE: whether losses and gradients are those of a reference, which is plain torch
with autograd in f64 on the weights that the packed ones stand for; tokens per second of a step by the size of packs, with
what it is bound by; peak memory. Weights are random: nothing is downloaded. What was measured with it stands in
docs/decisions/0015-gpu.md and 0016-training.md.
"""

import argparse
import gc
import json
import math
import re
import time
from pathlib import Path

import torch
from decoder_on_gpu import EPSILON, SHAPES, Clock, Shape, archive, bandwidth, kernels, relative, tensors_bytes

RESOURCES = Path(__file__).parents[2] / "engine/src/main/resources"
TEXTS = RESOURCES / "dev/winnow/engine/training"
SHAPES = {
    **SHAPES,
    # For checks: heads with norms of their own.
    "qwen3-0.6b": Shape("Qwen3-0.6B", 28, 16, 8, 128, 1024, 3072, 151936, 1e6, False, head_norms=True),
    "llama3-8b": Shape("Llama3-8B", 32, 32, 8, 128, 4096, 14336, 128256, 5e5, False, tied=False),
}
TYPES = {"f32": torch.float32, "bf16": torch.bfloat16}
# ||difference|| / ||reference|| of all gradients, and of the loss.
TOLERANCES = {"f32": (1e-4, 1e-5), "bf16": (4e-2, 5e-3)}
PAGE = 1 << 16
RANK, SCALE = 16, 2.0  # alpha 32
# As TrainingMemory has it: the most bytes of scores at once.
SCORE_BYTES = {"cpu": 48 << 20, "cuda": 512 << 20}


def module(base, products, device):
    """The text completed as TrainingGraph does."""
    text = (TEXTS / f"base_{base}.ts.py").read_text()
    weight = re.search(r"^# Weight: (.+)$", text, re.MULTILINE).group(1)
    for other in re.findall(r"^# WITH: /(\S+)$", text, re.MULTILINE):
        text += (RESOURCES / other).read_text()
    text += (TEXTS / "training.ts.py").read_text() + "\n\n" + (TEXTS / "adamw.ts.py").read_text()
    compute = {"f32": "6", "bf16": "15"}[products]
    for name, value in {"Weight": weight, "COMPUTE": compute, "DEVICE": f'"{device}"'}.items():
        text = re.sub(rf"\b{name}\b", value, text)
    return archive(text)


def parts(shape):
    """Of each group of a layer, its inputs and the outputs of its parts, as Projection has them."""
    wide, narrow = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    return [
        (shape.hidden, [wide, narrow, narrow]),
        (wide, [shape.hidden]),
        (shape.hidden, [shape.intermediate, shape.intermediate]),
        (shape.intermediate, [shape.hidden]),
    ]


def layout(shape, rank):
    """The plan of FactorLayout, all modules adapted, and how many numbers there are."""
    groups, blocks, first = [], [], 0
    for inputs, outputs in parts(shape):
        groups += [inputs, sum(outputs), rank * len(outputs), first, len(outputs)]
        first += rank * len(outputs) * inputs
        for part, own in enumerate(outputs):
            blocks += [rank, rank * part, own, sum(outputs[:part]), first]
            first += own * rank
    return [first, *groups, *blocks], first * shape.layers


class Weights:
    """Of a random model. Matrices are made one at a time: the whole model in f32 may be larger than the card."""

    def __init__(self, shape, device, seed=1):
        self.shape, self.device = shape, device
        self.generator = torch.Generator(device=device).manual_seed(seed)
        self.table = self._normal(shape.vocabulary, shape.hidden, scale=shape.hidden**-0.5)
        self.head = None if shape.tied else self._normal(shape.vocabulary, shape.hidden, scale=shape.hidden**-0.5)
        width = (shape.heads + 2 * shape.kv_heads) * shape.head_dim
        self.biases = [self._normal(width, scale=0.5) for _ in range(shape.layers)] if shape.biases else []
        self.gains = [1 + self._normal(shape.hidden, scale=0.1) for _ in range(2 * shape.layers + 1)]
        heads = (shape.heads + shape.kv_heads) * shape.head_dim
        self.head_gains = (
            [1 + self._normal(heads, scale=0.1) for _ in range(shape.layers)] if shape.head_norms else []
        )

    def matrices(self):
        for outputs, inputs in self.shape.projections()[:-1]:
            yield self._normal(outputs, inputs, scale=inputs**-0.5)

    def _normal(self, *size, scale):
        return torch.randn(*size, generator=self.generator, device=self.device) * scale


class Pack:
    """Random sequences one behind the other; of each, the last tokens are supervised."""

    def __init__(self, shape, lengths, supervised, seed=3):
        generator = torch.Generator().manual_seed(seed)
        self.lengths = lengths
        rows = [torch.randint(0, shape.vocabulary, (length + 1,), generator=generator) for length in lengths]
        self.ids = torch.cat([row[:-1] for row in rows])
        starts = [sum(lengths[:at]) for at in range(len(lengths))]
        own = [torch.arange(max(0, length - supervised), length) for length in lengths]
        self.positions = torch.cat([start + at for start, at in zip(starts, own)])
        self.targets = torch.cat([row[1:][at] for row, at in zip(rows, own)])


class Training:
    """What TrainingGraph holds for the text, and AdamW's pages, where the budget of StatePages puts them."""

    def __init__(self, shape, base, products, device, weights, pack_tokens, kept, rank=RANK, pages_at=None):
        self.shape, self.products, self.device, self.rank = shape, products, device, rank
        self.text = text = module(base, products, device)
        self.linears = [text.pack(matrix) for matrix in weights.matrices()]
        self.table = text.table(weights.table)
        self.head = self.table if shape.tied else text.table(weights.head)
        self.biases = [text.table(bias) for bias in weights.biases]
        self.gains = [text.copied(gain) for gain in weights.gains]
        self.head_gains = [text.copied(gain) for gain in weights.head_gains]
        self.frequencies = text.rotary_frequencies(shape.head_dim, shape.theta, torch.ones(shape.head_dim // 2))
        self.plan, self.values = layout(shape, rank)
        self.factors, self.gradients = text.row(self.values), text.row(self.values)
        self.sizes = [shape.layers, shape.heads, shape.kv_heads, shape.head_dim, shape.hidden, shape.intermediate]
        self.sizes.append(int(shape.head_norms))
        ranks = self.plan[3:21:5]
        self.stream = text.stream(self.sizes, pack_tokens)
        self.shared = text.saved(self.sizes, ranks, pack_tokens)
        self.work = text.work(self.sizes, pack_tokens)
        self.kept = text.kept(self.sizes, ranks, pack_tokens, kept)
        self.most = max(1, min(pack_tokens, SCORE_BYTES[device] // (4 * shape.vocabulary)))
        self.pages = [torch.zeros(2, PAGE, device=pages_at or device) for _ in range(0, self.values, PAGE)]
        generator = torch.Generator(device=device).manual_seed(4)
        self.factors.normal_(0, 0.02, generator=generator)

    def learn(self, pack, weight, dropout=0.0, seed=5):
        return self.text.learn(
            pack.ids, pack.positions, pack.targets, pack.lengths, self.most, self.sizes, EPSILON, self.frequencies,
            self.table, self.head, self.linears, self.biases, self.gains, self.head_gains, self.factors, self.plan,
            SCALE, self.stream, self.shared, self.work, self.kept, self.gradients, weight, dropout, seed)  # fmt: skip

    def gradients_of(self, pack, dropout=0.0):
        self.text.cleared(self.gradients)
        loss = self.learn(pack, 1 / len(pack.positions), dropout).item() / len(pack.positions)
        return loss, self.gradients.clone()

    def optimize(self, step=0, rate=1e-3):
        norm = self.text.norm(self.gradients).item()
        for page, state in enumerate(self.pages):
            first = page * PAGE
            self.text.step_page(
                self.factors, self.gradients, first, min(PAGE, self.values - first), state, min(1.0, 1 / (norm + 1e-6)),
                rate, 0.0, 0.9, 0.999, 1e-8, 1 - 0.9 ** (step + 1), math.sqrt(1 - 0.999 ** (step + 1)))  # fmt: skip

    def step(self, pack):
        self.text.cleared(self.gradients)
        loss = self.learn(pack, 1 / len(pack.positions)).item()
        self.optimize()
        return loss / len(pack.positions)


def by_autograd(training, pack, kind):
    """Loss and gradients of all factors by plain torch, in a type, on the weights that training stands on."""
    shape, rank, device = training.shape, training.rank, training.device
    with torch.enable_grad():
        factors = training.factors.to(kind).requires_grad_()

        def projected(x, layer, group):
            at = layer * training.plan[0]
            inputs, outputs, ranks, first, count = training.plan[1 + 5 * group : 6 + 5 * group]
            down = factors[at + first : at + first + ranks * inputs].view(ranks, inputs)
            weight = training.text.unpacked(training.linears[4 * layer + group]).to(kind)
            before = sum(training.plan[5 + 5 * other] for other in range(group))
            ups = []
            for part in range(count):
                _, _, own, _, begin = training.plan[21 + 5 * (before + part) : 26 + 5 * (before + part)]
                up = factors[at + begin : at + begin + own * rank].view(own, rank)
                ups.append((x @ down[part * rank : (part + 1) * rank].t()) @ up.t() * SCALE)
            return x @ weight.t() + torch.cat(ups, -1)

        def normed(x, gain):
            return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + EPSILON) * gain.to(kind)

        def turned(x, cos, sin):
            low, high = x.chunk(2, -1)
            return torch.cat([low * cos - high * sin, high * cos + low * sin], -1)

        heads, shared, head_dim = shape.heads, shape.kv_heads, shape.head_dim
        places = torch.cat([torch.arange(length) for length in pack.lengths]).to(device)
        angles = (places[:, None] * training.frequencies.to(kind)[None])[:, None]
        x = training.table.to(kind)[pack.ids.to(device)]
        for layer in range(shape.layers):
            qkv = projected(normed(x, training.gains[2 * layer]), layer, 0)
            if training.biases:
                qkv = qkv + training.biases[layer].to(kind)
            qkv = qkv.view(-1, heads + 2 * shared, head_dim)
            qk, v = qkv[:, : heads + shared], qkv[:, heads + shared :]
            if training.head_gains:
                qk = normed(qk, training.head_gains[layer].view(heads + shared, head_dim))
            qk = turned(qk, angles.cos(), angles.sin())
            attended = []
            sizes = pack.lengths
            for q, k, own in zip(qk[:, :heads].split(sizes), qk[:, heads:].split(sizes), v.split(sizes)):
                q, k, own = (
                    each.repeat_interleave(heads // each.shape[1], 1).transpose(0, 1) for each in (q, k, own)
                )
                scores = q @ k.transpose(1, 2) * head_dim**-0.5
                later = torch.ones(q.shape[1], q.shape[1], dtype=torch.bool, device=device).triu(1)
                attended.append((scores.masked_fill(later, -math.inf).softmax(-1) @ own).transpose(0, 1).flatten(1))
            x = x + projected(torch.cat(attended), layer, 1)
            gate, up = projected(normed(x, training.gains[2 * layer + 1]), layer, 2).chunk(2, -1)
            x = x + projected(torch.nn.functional.silu(gate) * up, layer, 3)
        x = normed(x[pack.positions.to(device)], training.gains[-1])
        scores = x @ training.head.to(kind).t()
        loss = torch.nn.functional.cross_entropy(scores, pack.targets.to(device))
        loss.backward()
    return loss.item(), factors.grad


def check(shape, base, products, device):
    """Against autograd, and what must give the same bits."""
    weights = Weights(shape, device)
    pack = Pack(shape, [130, 17, 64, 1, 200], 40)
    tokens = len(pack.ids)
    made = list(weights.matrices())
    weights.matrices = lambda: iter(made)
    training = Training(shape, base, products, device, weights, tokens, 0)
    expected_loss, expected = by_autograd(training, pack, torch.float64)
    loss, found = training.gradients_of(pack)
    again_loss, again = training.gradients_of(pack)
    dropped = training.gradients_of(pack, 0.1)
    kept = Training(shape, base, products, device, weights, tokens, shape.layers)
    kept_loss, kept_found = kept.gradients_of(pack)
    kept_dropped = kept.gradients_of(pack, 0.1)
    result = {
        "loss": loss,
        "loss_error": abs(loss - expected_loss) / expected_loss,
        "error": relative(found.double(), expected),
        "same_again": loss == again_loss and torch.equal(found, again),
        "same_kept": loss == kept_loss and torch.equal(found, kept_found),
        "same_dropped": dropped[0] == kept_dropped[0] and torch.equal(dropped[1], kept_dropped[1]),
        "dropped": relative(dropped[1], found),
    }
    # AdamW beside torch's, and pages that lie on the device beside those of the host.
    host = Training(shape, base, products, device, weights, tokens, 0, pages_at="cpu")
    own = torch.nn.Parameter(training.factors.clone())
    optimizer = torch.optim.AdamW([own], lr=1e-3, weight_decay=0.0)
    for step in range(3):
        for each in (training, host):
            each.gradients.copy_(found)
            each.optimize(step)
        own.grad = found * min(1.0, 1 / (found.norm().item() + 1e-6))
        optimizer.step()
    result["same_pages"] = torch.equal(training.factors, host.factors)
    result["adamw_error"] = relative(training.factors, own.detach())
    most, most_loss = TOLERANCES[products]
    result["ok"] = (
        result["error"] <= most
        and result["loss_error"] <= most_loss
        and result["adamw_error"] <= 1e-6
        and result["dropped"] > 0.01
        and all(value for name, value in result.items() if name.startswith("same_"))
    )
    return result


def planned(shape, base, products, pack_tokens, kept, training):
    """What TrainingMemory says that tensors take."""
    by = {"f32": 4, "bf16": 2}[products]
    weights = 0
    for inputs, outputs in parts(shape):
        each = {"f32": 4, "bf16": 2, "int8": 1, "nf4": 0.5 + 1 / 64 + 4 / (64 * 256)}[base]
        weights += math.ceil(inputs * sum(outputs) * each) + (4 * sum(outputs) if base == "int8" else 0)
    weights = weights * shape.layers + shape.vocabulary * shape.hidden * (1 if shape.tied else 2) * by
    ranks = training.plan[3:21:5]
    blocks = sum(rank * sum(outputs) for rank, (_, outputs) in zip(ranks, parts(shape)))
    factors = training.values * (8 + (0 if by == 4 else by)) + shape.layers * blocks * by
    wide, narrow = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    saved = tensors_bytes(training.shared)
    own = tensors_bytes([training.stream, training.work]) + saved
    attention = pack_tokens * wide * (7 * by + 12) if training.device == "cuda" else 0
    widest = shape.hidden * max(2 * shape.intermediate, wide + 2 * narrow)
    unpacked = {"int8": 4 + by, "nf4": 2 + 2 * by}.get(base, 0 if base == products else by)
    scores = training.most * shape.vocabulary * (4 + (0 if by == 4 else by))
    return weights + factors + tensors_bytes(training.pages) + own + kept * saved + attention + widest * unpacked + scores


def peak_flops(clock):
    size = 8192
    some = torch.randn(size, size, device="cuda").bfloat16()
    out = torch.empty_like(some)
    return 2 * size**3 / clock.median(lambda: torch.mm(some, some, out=out))


def linear_weights(shape):
    return sum(outputs * inputs for outputs, inputs in shape.projections()[:-1])


def freed(device):
    gc.collect()
    if device == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        return torch.cuda.memory_allocated()
    return 0


def measured(shape, base, products, device, packs, length, supervised, kept, clock, peak, times):
    """A step by the size of its pack."""
    found = []
    for tokens in packs:
        for layers in kept:
            layers = min(layers, shape.layers)
            before = freed(device)
            try:
                training = Training(shape, base, products, device, Weights(shape, device), tokens, layers)
                pack = Pack(shape, [length] * (tokens // length), supervised)
                row = {"tokens": tokens, "kept": layers}
                if device == "cuda":
                    # Making the weights took more than what stays.
                    torch.cuda.reset_peak_memory_stats()
                training.step(pack)
                seconds = clock.median(lambda: training.step(pack), times=times, warm=1)
                learned = clock.median(lambda: training.gradients_of(pack), times=times, warm=0)
                row |= {"ms": seconds * 1e3, "learn_ms": learned * 1e3, "tokens_per_s": tokens / seconds}
                row["steps_ms"] = clock.median(training.optimize, times=times, warm=0) * 1e3
                row["planned_mib"] = planned(shape, base, products, tokens, layers, training) >> 20
                if device == "cuda":
                    row["peak_mib"] = (torch.cuda.max_memory_allocated() - before) >> 20
                    busy, count, by_name = kernels(lambda: training.gradients_of(pack))
                    # Forward and back through frozen weights: two products each.
                    flops = 4 * linear_weights(shape) * tokens
                    row |= {"device_ms": busy * 1e3, "kernels": count, "share_of_peak": flops / learned / peak}
                    training.pages = [page.cpu() for page in training.pages]
                    row["steps_of_host_pages_ms"] = clock.median(training.optimize, times=times, warm=1) * 1e3
                    longest = sorted(by_name.items(), key=lambda item: -item[1][0])[:8]
                    row["longest"] = [{"kernel": name[:90], "ms": s * 1e3, "times": n} for name, (s, n) in longest]
            except torch.OutOfMemoryError:
                row = {"tokens": tokens, "kept": layers, "out_of_memory": True}
            training = pack = None
            found.append(row)
            print(f"  {base}/{products} {shown(row)}", flush=True)
    return found


def shown(row):
    short = {name: value for name, value in row.items() if name != "longest"}
    return ", ".join(f"{k} {v:,.2f}" if isinstance(v, float) else f"{k} {v}" for k, v in short.items())


def peer_config(shape):
    from transformers import LlamaConfig, Qwen2Config

    kind = Qwen2Config if shape.biases else LlamaConfig
    return kind(
        vocab_size=shape.vocabulary, hidden_size=shape.hidden, intermediate_size=shape.intermediate,
        num_hidden_layers=shape.layers, num_attention_heads=shape.heads, num_key_value_heads=shape.kv_heads,
        rope_theta=shape.theta, tie_word_embeddings=shape.tied, rms_norm_eps=EPSILON,
        max_position_embeddings=8192)  # fmt: skip


def peer(shape, device, kind, full, checkpointed, rows, length, supervised, clock, times):
    """A step of transformers, with PEFT or of all weights with AdamW in f32 under autocast to bf16."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    before = freed(device)
    row = {"peer": "full" if full else "PEFT", "base": kind, "checkpointed": checkpointed, "tokens": rows * length}
    model = optimizer = trained = None
    try:
        with torch.device(device):
            model = AutoModelForCausalLM.from_config(peer_config(shape), dtype=TYPES[kind], attn_implementation="sdpa")
        if checkpointed:
            model.gradient_checkpointing_enable({"use_reentrant": False})
            model.config.use_cache = False
        if not full:
            names = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
            model = get_peft_model(model, LoraConfig(r=RANK, lora_alpha=32, lora_dropout=0.0, target_modules=names))
            if checkpointed:
                model.enable_input_require_grads()
        model.train()
        trained = [p for p in model.parameters() if p.requires_grad]
        # Not fused, it takes as much again for a moment as all weights do.
        optimizer = torch.optim.AdamW(trained, lr=1e-4, fused=True)
        ids = torch.randint(0, shape.vocabulary, (rows, length), device=device)
        labels = ids.clone()
        labels[:, : length - supervised] = -100

        def step():
            with torch.autocast(device, torch.bfloat16, enabled=full, cache_enabled=False):
                loss = model(input_ids=ids, labels=labels, use_cache=False).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)

        if device == "cuda":
            torch.cuda.reset_peak_memory_stats()
        with torch.enable_grad():
            seconds = clock.median(step, times=times, warm=2)
        row |= {"ms": seconds * 1e3, "tokens_per_s": rows * length / seconds}
        if device == "cuda":
            row["peak_mib"] = (torch.cuda.max_memory_allocated() - before) >> 20
    except torch.OutOfMemoryError:
        row["out_of_memory"] = True
    model = optimizer = trained = None
    print(f"  {shown(row)}", flush=True)
    return row


def peers(shape, device, tokens, length, supervised, clock, times):
    rows = tokens // length
    tried = [("bf16", False, False), ("bf16", False, True), ("f32", False, True), ("f32", True, True)]
    return [peer(shape, device, kind, full, saving, rows, length, supervised, clock, times) for kind, full, saving in tried]


def pairs(text):
    return [tuple(pair.split("/")) for pair in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--device", default="cuda", choices=("cuda", "cpu"))
    parser.add_argument("--shapes", default="smollm2-135m,qwen2-1.5b", help="of " + ", ".join(SHAPES))
    parser.add_argument("--checks", default="f32/f32,f32/bf16,bf16/bf16,int8/bf16,nf4/f32,nf4/bf16", help="base/products")
    parser.add_argument("--bases", default="bf16/bf16,nf4/bf16", help="what is timed, base/products")
    parser.add_argument("--packs", default="1024,4096,16384", help="tokens of a pack")
    parser.add_argument("--kept", default="0,1000", help="layers whose forward pass is kept")
    parser.add_argument("--length", type=int, default=512, help="tokens of a sequence")
    parser.add_argument("--supervised", type=int, default=128, help="of these, the last")
    parser.add_argument("--times", type=int, default=3, help="how often each is timed")
    parser.add_argument("--peers", action="store_true", help="PEFT and full fine-tuning at the last size of --packs")
    parser.add_argument("--skip-checks", action="store_true")
    parser.add_argument("--skip-speed", action="store_true")
    parser.add_argument("--json")
    options = parser.parse_args()
    torch.set_grad_enabled(False)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch._C._jit_set_profiling_executor(False)
    torch._C._set_graph_executor_optimize(False)
    device = options.device
    clock = Clock(device)
    everything = {"torch": torch.__version__, "device": device}
    peak = None
    if device == "cuda":
        peak = peak_flops(clock)
        everything |= {"gpu": torch.cuda.get_device_name(), "copy_bytes_per_s": bandwidth(clock), "bf16_flops": peak}
    print(everything, flush=True)
    packs = [int(number) for number in options.packs.split(",")]
    kept = [int(number) for number in options.kept.split(",")]
    failed = False
    for shape in (SHAPES[name] for name in options.shapes.split(",")):
        found = everything.setdefault(shape.name, {})
        begun = time.perf_counter()
        if not options.skip_checks:
            for base, products in pairs(options.checks):
                freed(device)
                result = check(shape.with_layers(min(shape.layers, 3)), base, products, device)
                found.setdefault("checks", {})[f"{base}/{products}"] = result
                failed |= not result["ok"]
                print(f"{shape.name}, {base}/{products}: {result}", flush=True)
        if not options.skip_speed:
            print(f"{shape.name}: steps of one pack", flush=True)
            for base, products in pairs(options.bases):
                found[f"{base}/{products}"] = measured(
                    shape, base, products, device, packs, options.length, options.supervised, kept, clock, peak,
                    options.times)  # fmt: skip
        if options.peers:
            print(f"{shape.name}: beside it", flush=True)
            found["peers"] = peers(
                shape, device, packs[-1], options.length, options.supervised, clock, options.times)  # fmt: skip
        print(f"{shape.name}: {time.perf_counter() - begun:.0f} s", flush=True)
        if options.json:
            Path(options.json).write_text(json.dumps(everything, indent=1))
    if failed:
        raise SystemExit("some base computes something else than autograd does, or not the same bits")


if __name__ == "__main__":
    main()
