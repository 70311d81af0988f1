"""Runs the engine's decoder graph, the very text that Java packs, under a Python torch on a GPU.

    python3 decoder_on_gpu.py                              # needs CUDA
    python3 decoder_on_gpu.py --device cpu --shapes tiny   # checks the script itself

Three things are printed, and written as JSON with --json FILE: whether each numeric mode computes the same as the text in
f32 on the CPU does with the same weights; tokens per second by batch, with what a step is bound by; memory. Weights are
random: nothing is downloaded. What was measured with it stands in docs/decisions/0015-gpu.md.
"""

import argparse
import io
import json
import re
import statistics
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import torch

TEXTS = Path(__file__).parents[2] / "engine/src/main/resources/dev/winnow/engine/decoder"
# As in NumericMode: the text of the weights, and the largest integer of a weight.
MODES = {
    "f32": ("weights_f32", 127),
    "bf16": ("weights_bf16", 127),
    "int8": ("weights_int8_cuda", 127),
    "int4": ("weights_int4", 127),
    "nf4": ("weights_nf4", 127),
}
ON_CPU = ("f32", "bf16", "int8", "nf4")
# ||difference|| / ||reference|| of weights and of scores, and what share of the tokens must have the same best one.
TOLERANCES = {
    "f32": (0, 2e-4, 1.0),
    "bf16": (3e-3, 3e-2, 0.8),
    "int8": (1.2e-2, 6e-2, 0.7),
    "int4": (0.12, 3e-2, 0.8),
    "nf4": (0.1, 3e-2, 0.8),
}
EPSILON = 1e-5


@dataclass(frozen=True)
class Shape:
    name: str
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    hidden: int
    intermediate: int
    vocabulary: int
    theta: float
    biases: bool
    tied: bool = True
    head_norms: bool = False

    @property
    def sizes(self):
        return [self.layers, self.heads, self.kv_heads, self.head_dim]

    def projections(self):
        """[outputs, inputs] of each, in the order of the text, the head last."""
        layer = [
            ((self.heads + 2 * self.kv_heads) * self.head_dim, self.hidden),
            (self.hidden, self.heads * self.head_dim),
            (2 * self.intermediate, self.hidden),
            (self.hidden, self.intermediate),
        ]
        return layer * self.layers + [(self.vocabulary, self.hidden)]

    def with_layers(self, layers):
        return Shape(**{**self.__dict__, "name": f"{self.name}, {layers} layers", "layers": layers})


SHAPES = {
    "tiny": Shape("tiny", 2, 4, 2, 64, 256, 512, 1000, 1e4, True),
    "smollm2-135m": Shape("SmolLM2-135M", 30, 9, 3, 64, 576, 1536, 49152, 1e5, False),
    "qwen2-1.5b": Shape("Qwen2-1.5B", 28, 12, 2, 128, 1536, 8960, 151936, 1e6, True),
}


def module(mode, device):
    """The text completed as NumericMode does."""
    weights, levels = MODES[mode]
    text = (TEXTS / f"{weights}.ts.py").read_text()
    types = dict(re.findall(r"^# (Weight|ACTIVATION|CACHE): (.+)$", text, re.MULTILINE))
    for other in re.findall(r"^# WITH: /dev/winnow/engine/decoder/(\S+)$", text, re.MULTILINE):
        text += (TEXTS / other).read_text()
    text += (TEXTS / "decoder.ts.py").read_text()
    for name, value in {**types, "LEVELS": str(levels), "TERMS": "1", "DEVICE": f'"{device}"'}.items():
        text = re.sub(rf"\b{name}\b", value, text)
    return archive(text)


def archive(text):
    """Packed as TorchScriptArchive does."""
    head = "class Methods(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
    body = "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    pickle = b"\x80\x02c__torch__\nMethods\n)\x81}(X\x08\x00\x00\x00training\x89ub."
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as out:
        out.writestr("m/data.pkl", pickle)
        out.writestr("m/code/__torch__.py", head + body)
        out.writestr("m/constants.pkl", b"\x80\x02).")
        out.writestr("m/version", "10\n")
    archive.seek(0)
    return torch.jit.load(archive)


class Decoder:
    """What Decoder.java holds for the text: weights, caches, and the arguments in their order."""

    def __init__(self, shape, mode, device, matrices, table, biases, rows, length, adapters=()):
        self.shape, self.mode, self.device = shape, mode, device
        self.text = module(mode, device)
        self.linears = [self.text.pack(matrix) for matrix in matrices]
        self.table = self.text.table(table)
        self.biases = [self.text.activation(bias) for bias in biases]
        self.gains = [torch.ones(shape.hidden, device=device) for _ in range(2 * shape.layers + 1)]
        self.head_gains = []  # none of these shapes is Qwen3's
        self.frequencies = self.text.rotary_frequencies(
            shape.head_dim, shape.theta, torch.ones(shape.head_dim // 2)
        )
        self.adapters = [[self.text.activation(factor) for factor in adapter] for adapter in adapters]
        cache = [rows, shape.kv_heads, length, shape.head_dim]
        self.keys = [self.text.empty_cache(cache) for _ in range(shape.layers)]
        self.values = [self.text.empty_cache(cache) for _ in range(shape.layers)]

    def _adapters(self, members):
        """members: for each adapter its tokens."""
        flat = torch.tensor([token for own in members for token in own], dtype=torch.long)
        factors = [factor for adapter in self.adapters[: len(members)] for factor in adapter]
        return flat, [len(own) for own in members], factors

    def prefill(self, ids, start, slot, members=()):
        return self.text.prefill(
            ids, start, slot, self.shape.sizes, EPSILON, self.frequencies, self.table, self.linears, self.biases,
            self.gains, self.head_gains, *self._adapters(members), self.keys, self.values)  # fmt: skip

    def decode(self, ids, positions, padding, places, runs, members=()):
        """All runs are in one band here."""
        layers = len(runs) // 5
        return self.text.decode(
            ids, positions, padding, places, runs, self.shape.sizes, EPSILON, self.frequencies, self.table,
            self.linears, self.biases, self.gains, self.head_gains, *self._adapters(members), self.keys * layers,
            self.values * layers)  # fmt: skip

    def scores(self, stream):
        return self.text.logits(stream, EPSILON, self.linears, self.gains)

    def best(self, stream):
        """What Java reads of each step."""
        return self.text.best(self.scores(stream))

    def multiplied_by(self):
        """The matrices that the packed weights stand for, on the CPU: what they make of ones in one place each."""
        found = []
        kind = {"f32": torch.float32}.get(self.mode, torch.bfloat16)
        for (_, inputs), weight in zip(self.shape.projections(), self.linears):
            ones = torch.eye(inputs, dtype=kind, device=self.device)
            parts = [self.text.linear(some, weight).float().cpu() for some in ones.split(256)]
            found.append(torch.cat(parts).t().contiguous())
        return found


def random_weights(shape, device, seed=1):
    generator = torch.Generator(device=device).manual_seed(seed)

    def normal(*size, scale):
        return torch.randn(*size, generator=generator, device=device) * scale

    matrices = (normal(outputs, inputs, scale=inputs**-0.5) for outputs, inputs in shape.projections())
    table = normal(shape.vocabulary, shape.hidden, scale=1.0)
    width = (shape.heads + 2 * shape.kv_heads) * shape.head_dim
    biases = [normal(width, scale=0.5) for _ in range(shape.layers)] if shape.biases else []
    return matrices, table, biases


def random_adapters(shape, ranks, seed=2):
    generator = torch.Generator().manual_seed(seed)
    adapters = []
    for rank in ranks:
        factors = []
        for outputs, inputs in shape.projections()[:-1]:
            factors.append(torch.randn(inputs, rank, generator=generator) * inputs**-0.5)
            factors.append(torch.randn(rank, outputs, generator=generator) * 0.3 * rank**-0.5)
        adapters.append(factors)
    return adapters


def scripted_scores(decoder):
    """Scores of a batch as it is in use: prompts in one and two chunks, rows of one token and of four, two adapters."""
    generator = torch.Generator().manual_seed(3)

    def ids(count):
        return torch.randint(0, decoder.shape.vocabulary, (count,), generator=generator)

    all_scores = []
    lengths = [40, 90, 17, 64]
    adapter_of = [[], [0], [1], [0]]
    for slot, length in enumerate(lengths):
        members = [range(n) if adapter in adapter_of[slot] else [] for adapter in (0, 1) for n in [length]]
        if slot == 1:
            decoder.prefill(ids(50), 0, slot, [range(50), []])
            stream = decoder.prefill(ids(40), 50, slot, [range(40), []])
        else:
            stream = decoder.prefill(ids(length), 0, slot, members)
        all_scores.append(decoder.scores(stream))
    for _ in range(3):
        # Rows 0 and 1 take one token each; row 2 takes two and row 3 four, padded to four.
        takes = [1, 1, 2, 4]
        positions = [length + i for length, count in zip(lengths, takes) for i in range(count)]
        spans = [length + count for length, count in zip(lengths, takes)]
        runs = [0, 2, max(spans[:2]), 1, 2, 2, 2, max(spans[2:]), 4, 6]
        padding = [0, 1] + [0, 1, 1, 1, 2, 3, 4, 5]
        places = [0, 1] + [0, 1, 4, 5, 6, 7]
        members = [[1, 4, 5, 6, 7], [2, 3]]
        stream = decoder.decode(
            ids(8), torch.tensor(positions), torch.tensor(padding), torch.tensor(places), runs, members)  # fmt: skip
        all_scores.append(decoder.scores(stream))
        lengths = spans
    return torch.cat(all_scores).cpu()


def check(shape, mode, device):
    """Scores beside those of the text in f32 on the CPU by the matrices that the packed weights stand for."""
    adapters = random_adapters(shape, (8, 3))
    matrices, table, biases = random_weights(shape, "cpu")
    matrices = list(matrices)
    tried = Decoder(shape, mode, device, matrices, table, biases, 4, 128, adapters)
    if mode != "f32":
        table, biases = table.bfloat16().float(), [bias.bfloat16().float() for bias in biases]
        adapters = [[factor.bfloat16().float() for factor in adapter] for adapter in adapters]
    multiplied_by = tried.multiplied_by()
    weights = max(relative(found, matrix) for found, matrix in zip(multiplied_by, matrices))
    reference = Decoder(shape, "f32", "cpu", multiplied_by, table, biases, 4, 128, adapters)
    expected, found = scripted_scores(reference), scripted_scores(tried)
    error = relative(found, expected)
    alike = (found.argmax(1) == expected.argmax(1)).float().mean().item()
    rounding, most, fewest = TOLERANCES[mode]
    ok = weights <= rounding and error <= most and alike >= fewest
    return {"weights_error": weights, "scores_error": error, "same_best": alike, "ok": ok}


def relative(found, expected):
    return ((found - expected).norm() / expected.norm()).item()


class Clock:
    """Times on the host, with the device's work done."""

    def __init__(self, device):
        self.wait = torch.cuda.synchronize if device == "cuda" else lambda: None

    def median(self, call, times=9, warm=3):
        for _ in range(warm):
            call()
        seconds = []
        for _ in range(times):
            self.wait()
            start = time.perf_counter()
            call()
            self.wait()
            seconds.append(time.perf_counter() - start)
        return statistics.median(seconds)


def kernels(call):
    """Seconds that the device computed, and its kernels, in one call."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
        call()
        torch.cuda.synchronize()
    events = [event for event in profile.events() if event.device_type == torch.autograd.DeviceType.CUDA]
    by_name = {}
    for event in events:
        seconds, count = by_name.get(event.name, (0.0, 0))
        by_name[event.name] = (seconds + event.device_time * 1e-6, count + 1)
    return sum(seconds for seconds, _ in by_name.values()), len(events), by_name


def replayed(decoder, step, clock):
    """The same step from a CUDA graph: what is left when nothing is launched from the host one by one."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return clock.median(graph.replay)


def decode_step(decoder, rows, wide, context):
    tokens = rows * wide
    on = {"device": decoder.device}
    ids = torch.randint(0, decoder.shape.vocabulary, (tokens,), **on)
    positions = torch.arange(context, context + wide, **on).repeat(rows)
    each = torch.arange(tokens, **on)
    runs = [0, rows, context + wide, wide, tokens]
    empty = torch.empty(0, dtype=torch.long, **on)
    arguments = (
        ids, positions, each, each, runs, decoder.shape.sizes, EPSILON, decoder.frequencies, decoder.table,
        decoder.linears, decoder.biases, decoder.gains, decoder.head_gains, empty, [], [], decoder.keys,
        decoder.values)  # fmt: skip
    return lambda: decoder.text.decode(*arguments)


def bandwidth(clock):
    """Bytes a second, read and written, of a large copy."""
    source = torch.randn(1 << 29, device="cuda")
    target = torch.empty_like(source)
    return 2 * source.nbytes / clock.median(lambda: target.copy_(source))


def tensors_bytes(values):
    total = 0
    for value in values:
        total += tensors_bytes(value) if isinstance(value, (tuple, list)) else value.nbytes
    return total


def measure(shape, mode, device, rows_list, context, length, clock, copied):
    on_gpu = device == "cuda"
    if on_gpu:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
    matrices, table, biases = random_weights(shape, device)
    decoder = Decoder(shape, mode, device, matrices, table, biases, max(rows_list), length)
    del table, biases
    weights = tensors_bytes([decoder.linears, decoder.biases, decoder.gains])
    cache = tensors_bytes([decoder.keys, decoder.values])
    result = {"weights_mib": weights >> 20, "table_mib": decoder.table.nbytes >> 20, "cache_mib": cache >> 20}
    if on_gpu:
        result["allocated_mib"] = (torch.cuda.memory_allocated() - before) >> 20
        torch.cuda.reset_peak_memory_stats()
    result["prefill"] = []
    for tokens in (512, 1024):
        ids = torch.randint(0, shape.vocabulary, (tokens,), device=device)
        seconds = clock.median(lambda: decoder.prefill(ids, 0, 0), times=5)
        row = {"tokens": tokens, "tokens_per_s": tokens / seconds}
        if on_gpu:
            row["device_share"] = kernels(lambda: decoder.prefill(ids, 0, 0))[0] / seconds
        result["prefill"].append(row)
    result["decode"] = []
    for rows, wide in [(rows, 1) for rows in rows_list] + [(min(64, max(rows_list)), 4)]:
        step = decode_step(decoder, rows, wide, context)
        seconds = clock.median(step)
        scored = clock.median(lambda: decoder.best(step()))
        row = {"rows": rows, "wide": wide, "ms": seconds * 1e3, "with_scores_ms": scored * 1e3,
               "tokens_per_s": rows * wide / scored}  # fmt: skip
        if on_gpu:
            busy, count, by_name = kernels(step)
            keys = shape.layers * shape.kv_heads * shape.head_dim * decoder.keys[0].element_size()
            moved = weights - tensors_bytes([decoder.linears[-1]]) + 2 * rows * (context + wide) * keys
            row |= {"device_ms": busy * 1e3, "kernels": count, "graph_ms": replayed(decoder, step, clock) * 1e3,
                    "floor_ms": moved / copied * 1e3}  # fmt: skip
            longest = sorted(by_name.items(), key=lambda item: -item[1][0])[:6]
            row["longest"] = [{"kernel": name[:90], "ms": s * 1e3, "times": n} for name, (s, n) in longest]
        result["decode"].append(row)
    if on_gpu:
        result["peak_mib"] = torch.cuda.max_memory_allocated() >> 20
    return result


def printed(shape, mode, result):
    print(f"\n{shape.name}, {mode}: " + ", ".join(f"{k} {v}" for k, v in result.items() if isinstance(v, int)))
    for row in result["prefill"]:
        share = f", device busy {row['device_share']:.0%}" if "device_share" in row else ""
        print(f"  prefill {row['tokens']}: {row['tokens_per_s']:,.0f} tokens/s{share}")
    for row in result["decode"]:
        line = f"  {row['rows']:4d} rows of {row['wide']}: {row['ms']:7.2f} ms, with scores {row['with_scores_ms']:7.2f} ms,"
        line += f" {row['tokens_per_s']:9,.0f} tokens/s"
        if "kernels" in row:
            line += (f"; {row['kernels']} kernels {row['device_ms']:.2f} ms, replayed {row['graph_ms']:.2f} ms,"
                     f" bytes alone {row['floor_ms']:.2f} ms")  # fmt: skip
        print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--device", default="cuda", choices=("cuda", "cpu"))
    parser.add_argument("--shapes", default="smollm2-135m,qwen2-1.5b", help="of " + ", ".join(SHAPES))
    parser.add_argument("--modes", help="of " + ", ".join(MODES))
    parser.add_argument("--rows", default="1,8,32,64,128,256", help="rows of a decode step")
    parser.add_argument("--context", type=int, default=600, help="tokens behind each row")
    parser.add_argument("--optimize", action="store_true", help="let TorchScript's executor fuse kernels")
    parser.add_argument("--skip-checks", action="store_true")
    parser.add_argument("--skip-speed", action="store_true")
    parser.add_argument("--json")
    options = parser.parse_args()
    torch.set_grad_enabled(False)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch._C._jit_set_profiling_executor(options.optimize)
    torch._C._set_graph_executor_optimize(options.optimize)
    modes = options.modes.split(",") if options.modes else [*MODES] if options.device == "cuda" else [*ON_CPU]
    rows = [int(number) for number in options.rows.split(",")]
    clock = Clock(options.device)
    everything = {"torch": torch.__version__, "device": options.device, "optimize": options.optimize}
    copied = None
    if options.device == "cuda":
        everything["gpu"] = torch.cuda.get_device_name()
        copied = bandwidth(clock)
        everything["copy_bytes_per_s"] = copied
    print(everything, flush=True)
    failed = False
    for shape in (SHAPES[name] for name in options.shapes.split(",")):
        for mode in modes:
            found = everything.setdefault(shape.name, {}).setdefault(mode, {})
            if not options.skip_checks:
                found["check"] = check(shape.with_layers(min(shape.layers, 4)), mode, options.device)
                failed |= not found["check"]["ok"]
                print(f"{shape.name}, {mode}: {found['check']}", flush=True)
            if not options.skip_speed:
                found |= measure(shape, mode, options.device, rows, options.context, options.context + 424, clock, copied)
                printed(shape, mode, found)
    if options.json:
        Path(options.json).write_text(json.dumps(everything, indent=1))
    if failed:
        raise SystemExit("some mode computes something else than the text in f32 does")


if __name__ == "__main__":
    main()
