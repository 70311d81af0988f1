# A Llama-family decoder. Nothing is kept here: weights and caches belong to the caller and are passed in.
#
# From weights_*.ts.py come the methods quantized and prepared, pack, which is the one after the other, and linear, and in
# their heads what stands for Weight, a packed projection's type, ACTIVATION, the type of activations, and CACHE, that of
# keys and values; UNITS are of what numbers its inputs and outputs must be multiples; PARTS are what a quantized projection
# is kept as in a file, each a matrix, and SHARES says whether a prepared one needs no other memory on the CPU.
# The residual stream is f32 always. DEVICE is where all is computed.
#   sizes:     [layers, heads, kv_heads, head_dim]
#   linears:   4 for each layer: query+key+value, output, gate+up, down; then the head
#   biases:    one [(heads + 2 * kv_heads) * head_dim] for each layer, or none at all
#   gains:     2 for each layer: before attention, before feed-forward; then the last one; each [hidden]
#   head_gains: those of query and key heads, one [(heads + kv_heads) * head_dim] for each layer, or none at all
#   members, counts, factors: the low-rank adapters of the call. members: the tokens of each, one adapter behind the
#     other, [sum of counts]; counts: how many each has; factors: for each adapter and linear (the head has none) what
#     takes [inputs, rank] and [rank, outputs], both empty where it changes nothing
#   keys, values: the cache, a tensor [slots, kv_heads, length, head_dim] for each layer
#     (biases and factors are of the activations' type, gains f32)
# Numbers come from Java's memory, and are brought to the device here. Caches are written in place.


def placed(self, x: Tensor) -> Tensor:
    return torch.to(x, torch.device(DEVICE))


def rotary_frequencies(self, head_dim: int, theta: float, divisors: Tensor) -> Tensor:
    # divisors: [head_dim / 2], ones where positions are not scaled -> [head_dim / 2]
    exponents = torch.to(torch.arange(0, head_dim, 2), 6) / float(head_dim)
    return self.placed(torch.reciprocal(torch.pow(theta, exponents)) / divisors)


def copied(self, x: Tensor) -> Tensor:
    return torch.clone(self.placed(x))


def activation(self, x: Tensor) -> Tensor:
    return torch.to(self.copied(x), ACTIVATION)


def table(self, x: Tensor) -> Tensor:
    # not a copy where it can be the same
    return torch.to(self.placed(x), ACTIVATION)


def on_host(self, x: Tensor) -> Tensor:
    # -> f32, in the memory of the CPU
    x = torch.to(x, 6)
    if DEVICE == "cpu":
        return x
    # Into memory that stays where it is: a card writes it itself, many times as fast.
    host = torch.empty(x.size(), dtype=6, layout=None, device=torch.device("cpu"), pin_memory=True)
    return torch.copy_(host, x)


def restored(self, bytes: Tensor, type: int, rows: int) -> Tensor:
    # bytes: u8, [all of a matrix's] -> [rows, columns], of libtorch's type, in the same memory.
    # TorchScript has no view as another type; a tensor may be set on another one's storage, though.
    none = torch.empty([0], dtype=type, layout=None, device=torch.device("cpu"))
    values = bytes.size(0) // torch.element_size(none)
    return torch.set_(none, bytes, 0, [rows, values // rows], [values // rows, 1])


def joined(self, bytes: List[Tensor]) -> Tensor:
    return torch.cat(bytes, 0)


def bytes_of(self, x: Tensor, first: int, most: int) -> Tensor:
    # -> u8, [most or what is left]: a tensor's bytes in the order of its values, on the CPU
    x = torch.contiguous(x)
    none = torch.empty([0], dtype=0, layout=None, device=torch.device("cpu"))
    begin = torch.storage_offset(x) * (torch.element_size(x) - 1)
    count = min(most, torch.numel(x) * torch.element_size(x) - first)
    return torch.set_(none, x, begin + first, [count], [1])


def empty_cache(self, sizes: List[int]) -> Tensor:
    # sizes: slots, kv_heads, length, head_dim
    return torch.zeros(sizes, dtype=CACHE, layout=None, device=torch.device(DEVICE))


def to_f16(self, x: Tensor) -> Tensor:
    return torch.to(x, 5)


def rounded_to_f16(self, x: Tensor) -> Tensor:
    return torch.to(torch.to(x, 5), 6)


def fill_rows(self, target: Tensor, first: int, rows: Tensor) -> int:
    # target: [all rows, columns]; rows: [some, columns]
    torch.copy_(torch.narrow(target, 0, first, rows.size(0)), rows)
    return 0


def copy_slots(self, target: Tensor, source: Tensor, slots: int) -> int:
    # both [slots, kv_heads, length, head_dim]
    torch.copy_(torch.narrow(target, 0, 0, slots), torch.narrow(source, 0, 0, slots))
    return 0


def clear_slot(self, caches: List[Tensor], slot: int) -> int:
    # each cache: [slots, kv_heads, length, head_dim]
    for cache in caches:
        torch.zero_(torch.select(cache, 0, slot))
    return 0


def move_slot(self, caches: List[Tensor], source: int, target: int) -> int:
    # Each cache: [slots, kv_heads, length, head_dim]. The whole length: behind the row's tokens there are zeros, and
    # what the target's last row has left must go.
    for cache in caches:
        torch.copy_(torch.select(cache, 0, target), torch.select(cache, 0, source))
    return 0


def copy_prefix(self, sources: List[Tensor], source: int, targets: List[Tensor], target: int, tokens: int) -> int:
    # Each cache: [slots, kv_heads, length, head_dim]; the lengths may differ.
    for layer in range(len(sources)):
        prefix = torch.narrow(torch.select(sources[layer], 0, source), 1, 0, tokens)
        torch.copy_(torch.narrow(torch.select(targets[layer], 0, target), 1, 0, tokens), prefix)
    return 0


def least(self, epsilon: float) -> Tensor:
    # -> [1], f32, on the device
    return torch.full([1], epsilon, dtype=6, layout=None, device=torch.device(DEVICE))


def normed(self, x: Tensor, gain: Tensor, least: Tensor) -> Tensor:
    # x: [tokens, hidden], by its root mean square; in fewer passes over x than torch.rms_norm makes
    length = torch.linalg_vector_norm(x, 2, [1], True)
    if DEVICE != "cpu":
        # A step is bound by launching kernels there: these are five, those below are eight.
        inverse = torch.rsqrt_(torch.addcmul(least, length, length, value=1. / float(x.size(1))))
        return torch.mul(x * inverse, gain, out=torch.empty_like(x, dtype=ACTIVATION))
    inverse = torch.rsqrt(length * length / float(x.size(1)) + least)
    return torch.to(torch.mul_(x * inverse, gain), ACTIVATION)


def normed_heads(self, x: Tensor, gain: Tensor, epsilon: float) -> Tensor:
    # x: [tokens, heads, head_dim], each head by its own root mean square; gain: [heads * head_dim] -> f32
    x = torch.to(x, 6)
    length = torch.linalg_vector_norm(x, 2, [2], True)
    inverse = torch.rsqrt(length * length / float(x.size(2)) + epsilon)
    return torch.mul_(x * inverse, torch.view(gain, [x.size(1), x.size(2)]))


def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    # x: [tokens, heads, head_dim], a head's rotary pairs are its halves; cos, sin: [tokens, 1, head_dim], f32
    half = x.size(2) // 2
    turned = x * cos
    sin = torch.narrow(sin, 2, 0, half)
    torch.addcmul_(torch.narrow(turned, 2, 0, half), torch.narrow(x, 2, half, half), sin, value=-1)
    torch.addcmul_(torch.narrow(turned, 2, half, half), torch.narrow(x, 2, 0, half), sin)
    return torch.to(turned, ACTIVATION)


def rotary(self, positions: Tensor, frequencies: Tensor) -> Tuple[Tensor, Tensor]:
    # positions: [tokens] -> cos, sin: [tokens, 1, head_dim]
    angles = torch.unsqueeze(torch.to(positions, 6), 1) * frequencies
    angles = torch.unsqueeze(torch.cat([angles, angles], 1), 1)
    return (torch.cos(angles), torch.sin(angles))


def projected(self, x: Tensor, at: int, linears: List[Weight], members: Tensor, counts: List[int],
        factors: List[Tensor]) -> Tensor:
    # x: [tokens, inputs] -> [tokens, outputs], with what each adapter adds for its tokens
    # Adapters go first: what they add is small, and added to what bf16 has rounded already much of it would be lost. A
    # product that is added up in f32 takes it along, and all is rounded once.
    low = annotate(List[Tensor], [])
    first = 0
    for adapter in range(len(counts)):
        down = factors[2 * (adapter * (len(linears) - 1) + at)]
        if down.size(0) > 0:
            up = factors[2 * (adapter * (len(linears) - 1) + at) + 1]
            if counts[adapter] == x.size(0):
                low = torch.append(low, torch.mm(torch.mm(x, down), up))
            else:
                own = torch.narrow(members, 0, first, counts[adapter])
                if len(low) == 0:
                    low = torch.append(low, torch.zeros([x.size(0), up.size(1)], dtype=ACTIVATION, layout=None,
                        device=torch.device(DEVICE)))
                torch.index_copy_(low[0], 0, own, torch.mm(torch.mm(torch.index_select(x, 0, own), down), up))
        first = first + counts[adapter]
    if len(low) == 0:
        return self.linear(x, linears[at])
    return self.added(low[0], x, linears[at])


def query_key_value(self, x: Tensor, layer: int, sizes: List[int], linears: List[Weight], biases: List[Tensor],
        head_gains: List[Tensor], members: Tensor, counts: List[int], factors: List[Tensor], epsilon: float, cos: Tensor,
        sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # x: [tokens, hidden] -> q: [tokens, heads, head_dim]; k, v: [tokens, kv_heads, head_dim]
    heads = sizes[1]
    kv_heads = sizes[2]
    qkv = self.projected(x, 4 * layer, linears, members, counts, factors)
    if len(biases) > 0:
        qkv = qkv + biases[layer]
    qkv = torch.view(qkv, [x.size(0), heads + 2 * kv_heads, sizes[3]])
    qk = torch.narrow(qkv, 1, 0, heads + kv_heads)
    if len(head_gains) > 0:
        qk = self.normed_heads(qk, head_gains[layer], epsilon)
    qk = self.rotate(qk, cos, sin)
    q = torch.narrow(qk, 1, 0, heads)
    k = torch.narrow(qk, 1, heads, kv_heads)
    v = torch.narrow(qkv, 1, heads + kv_heads, kv_heads)
    return (q, k, v)


def after_attention(self, x: Tensor, attended: Tensor, layer: int, linears: List[Weight], gains: List[Tensor],
        members: Tensor, counts: List[int], factors: List[Tensor], least: Tensor) -> Tensor:
    # x: [tokens, hidden], added to in place; attended: [tokens, heads * head_dim] -> x
    torch.add_(x, self.projected(attended, 4 * layer + 1, linears, members, counts, factors))
    h = self.normed(x, gains[2 * layer + 1], least)
    gate_up = self.projected(h, 4 * layer + 2, linears, members, counts, factors)
    width = gate_up.size(1) // 2
    gate = torch.narrow(gate_up, 1, 0, width)
    up = torch.narrow(gate_up, 1, width, width)
    gated = torch.mul_(torch.silu(gate), up)
    return torch.add_(x, self.projected(gated, 4 * layer + 3, linears, members, counts, factors))


def attended(self, q: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    # q: [tokens, heads, head_dim], the last of those that mask has; key, value: [kv_heads, span, head_dim];
    # mask: [tokens or more, span] -> [tokens, heads * head_dim]
    tokens = q.size(0)
    kv_heads = key.size(0)
    span = key.size(1)
    group = q.size(1) // kv_heads
    if DEVICE != "cpu":
        # [1, heads, tokens or span, head_dim]; repeating is cheaper here than what enable_gqa does
        key = torch.unsqueeze(torch.repeat_interleave(key, group, 0), 0)
        value = torch.unsqueeze(torch.repeat_interleave(value, group, 0), 0)
        query = torch.unsqueeze(torch.transpose(q, 0, 1), 0)
        if tokens == 1:
            whole = torch.scaled_dot_product_attention(query, key, value, None, 0., False)
        elif tokens == span:
            whole = torch.scaled_dot_product_attention(query, key, value, None, 0., True)
        else:
            whole = torch.scaled_dot_product_attention(query, key, value, mask, 0., False)
        return torch.reshape(torch.transpose(torch.squeeze(whole, 0), 0, 1), [tokens, -1])
    # [kv_heads, group, tokens or span, head_dim]: a group's queries share what takes no more memory for it.
    key = torch.expand(torch.unsqueeze(key, 1), [kv_heads, group, span, q.size(2)])
    value = torch.expand(torch.unsqueeze(value, 1), [kv_heads, group, span, q.size(2)])
    query = torch.permute(torch.view(q, [tokens, kv_heads, group, q.size(2)]), [1, 2, 0, 3])
    # A block of tokens is not multiplied by what stands behind it: the kernel itself makes little of that.
    parts = annotate(List[Tensor], [])
    for block in range((tokens + 127) // 128):
        some = torch.narrow(query, 2, 128 * block, min(128, tokens - 128 * block))
        seen = span - tokens + 128 * block + some.size(2)
        before = torch.narrow(torch.narrow(mask, 0, mask.size(0) - tokens + 128 * block, some.size(2)), 1, 0, seen)
        parts = torch.append(parts, torch.scaled_dot_product_attention(some, torch.narrow(key, 2, 0, seen),
            torch.narrow(value, 2, 0, seen), before, 0., False))
    return torch.reshape(torch.permute(torch.cat(parts, 2), [2, 0, 1, 3]), [tokens, -1])


def prefill(self, ids: Tensor, start: int, slot: int, sizes: List[int], epsilon: float, frequencies: Tensor,
        embedding: Tensor, linears: List[Weight], biases: List[Tensor], gains: List[Tensor], head_gains: List[Tensor],
        members: Tensor, counts: List[int], factors: List[Tensor], keys: List[Tensor], values: List[Tensor]) -> Tensor:
    # One row's next tokens, which stand at positions start, start + 1, ...
    # ids: [tokens] -> the residual stream at the last of them, [1, hidden]
    ids = self.placed(ids)
    members = self.placed(members)
    tokens = ids.size(0)
    span = start + tokens
    device = ops.prim.device(ids)
    everywhere = torch.arange(0, span, dtype=None, layout=None, device=device)
    positions = torch.narrow(everywhere, 0, start, tokens)
    cos, sin, = self.rotary(positions, frequencies)
    # Each token sees itself and what stands before it: [tokens, span]
    later = torch.gt(torch.unsqueeze(everywhere, 0), torch.unsqueeze(positions, 1))
    mask = torch.masked_fill(torch.zeros([tokens, span], dtype=ACTIVATION, layout=None, device=device), later, -inf)
    least = self.least(epsilon)
    x = torch.to(torch.embedding(embedding, ids), 6)
    for layer in range(sizes[0]):
        h = self.normed(x, gains[2 * layer], least)
        q, k, v, = self.query_key_value(h, layer, sizes, linears, biases, head_gains, members, counts, factors, epsilon,
            cos, sin)
        key = torch.narrow(torch.select(keys[layer], 0, slot), 1, 0, span)
        value = torch.narrow(torch.select(values[layer], 0, slot), 1, 0, span)
        torch.copy_(torch.narrow(key, 1, start, tokens), torch.transpose(k, 0, 1))
        torch.copy_(torch.narrow(value, 1, start, tokens), torch.transpose(v, 0, 1))
        if layer == sizes[0] - 1:
            # Behind the last layer's keys and values only the last token's output is wanted.
            q = torch.narrow(q, 0, tokens - 1, 1)
            x = torch.narrow(x, 0, tokens - 1, 1)
            counts = [1 for count in counts]
        attended = self.attended(q, torch.to(key, ACTIVATION), torch.to(value, ACTIVATION), mask)
        x = self.after_attention(x, attended, layer, linears, gains, members, counts, factors, least)
    return x


def write(self, cache: Tensor, places: Tensor, new: Tensor) -> int:
    # cache: [slots, kv_heads, length, head_dim]; places: [tokens * kv_heads]; new: [tokens, kv_heads, head_dim]
    new = torch.to(torch.reshape(new, [places.size(0), cache.size(3)]), CACHE)
    torch.index_copy_(torch.view(cache, [-1, cache.size(3)]), 0, places, new)
    return 0


def decode(self, ids: Tensor, positions: Tensor, padding: Tensor, places: Tensor, runs: List[int], sizes: List[int],
        epsilon: float, frequencies: Tensor, embedding: Tensor, linears: List[Weight], biases: List[Tensor],
        gains: List[Tensor], head_gains: List[Tensor], members: Tensor, counts: List[int], factors: List[Tensor],
        keys: List[Tensor], values: List[Tensor]) -> Tensor:
    # The next tokens of several rows, whose slots make runs within one cache each. A row has some tokens, which stand
    # one behind the other; within a run all are padded to the same number with copies of their last one.
    # runs: for each run: its first slot, its slots, the longest of its rows with the new tokens, the tokens of its
    #   widest row, the tokens of all its rows
    # padding: for each run and padded token, its token within the run: [padded tokens]
    # places: for each token, its padded token within the run: [tokens]
    # keys, values: layer by layer for each run
    # ids, positions: [tokens] -> the residual stream, [tokens, hidden]
    ids = self.placed(ids)
    positions = self.placed(positions)
    padding = self.placed(padding)
    places = self.placed(places)
    members = self.placed(members)
    device = ops.prim.device(ids)
    layers = sizes[0]
    kv_heads = sizes[2]
    head_dim = sizes[3]
    group = sizes[1] // kv_heads
    cos, sin, = self.rotary(positions, frequencies)
    masks = annotate(List[Tensor], [])
    targets = annotate(List[Tensor], [])
    first = 0
    padded = 0
    for run in range(len(runs) // 5):
        count = runs[5 * run + 1]
        span = runs[5 * run + 2]
        wide = runs[5 * run + 3]
        some = runs[5 * run + 4]
        at = torch.narrow(positions, 0, first, some)
        # Where the new keys and values go in a cache of [slots * kv_heads * length, head_dim]:
        # [tokens of the run * kv_heads]
        slots = torch.floor_divide(torch.narrow(places, 0, first, some), wide) + runs[5 * run]
        heads = torch.unsqueeze(slots * kv_heads, 1) + torch.arange(0, kv_heads, dtype=None, layout=None, device=device)
        targets = torch.append(targets, torch.flatten(heads * keys[run * layers].size(2) + torch.unsqueeze(at, 1)))
        if wide > 1:
            at = torch.index_select(at, 0, torch.narrow(padding, 0, padded, count * wide))
        # On a card attention is a third faster where a mask's rows begin at multiples of 8.
        columns = span if DEVICE == "cpu" else (span + 7) // 8 * 8
        everywhere = torch.arange(0, columns, dtype=None, layout=None, device=device)
        later = torch.gt(everywhere, torch.view(at, [count, 1, wide, 1, 1]))
        mask = torch.masked_fill(torch.zeros(later.size(), dtype=CACHE, layout=None, device=device), later, -inf)
        if wide > 1:
            # A key head's queries of one token stand side by side.
            mask = torch.reshape(torch.expand(mask, [count, 1, wide, group, columns]), [count, 1, wide * group, columns])
        else:
            mask = torch.view(mask, [count, 1, 1, columns])
        if DEVICE != "cpu":
            mask = torch.narrow(mask, 3, 0, span)
        # added to the scores: [rows of the run, 1, queries, span]
        masks = torch.append(masks, mask)
        first = first + some
        padded = padded + count * wide
    least = self.least(epsilon)
    x = torch.to(torch.embedding(embedding, ids), 6)
    for layer in range(layers):
        h = self.normed(x, gains[2 * layer], least)
        q, k, v, = self.query_key_value(h, layer, sizes, linears, biases, head_gains, members, counts, factors, epsilon,
            cos, sin)
        parts = annotate(List[Tensor], [])
        first = 0
        padded = 0
        for run in range(len(runs) // 5):
            count = runs[5 * run + 1]
            span = runs[5 * run + 2]
            wide = runs[5 * run + 3]
            some = runs[5 * run + 4]
            new_q = torch.narrow(q, 0, first, some)
            if wide > 1:
                new_q = torch.index_select(new_q, 0, torch.narrow(padding, 0, padded, count * wide))
            self.write(keys[run * layers + layer], targets[run], torch.narrow(k, 0, first, some))
            self.write(values[run * layers + layer], targets[run], torch.narrow(v, 0, first, some))
            key = torch.narrow(keys[run * layers + layer], 0, runs[5 * run], count)
            value = torch.narrow(values[run * layers + layer], 0, runs[5 * run], count)
            # A key head's queries take the place of query tokens: [rows of the run, kv_heads, wide * group, head_dim]
            query = torch.view(new_q, [count, wide, kv_heads, group, head_dim])
            query = torch.reshape(torch.transpose(query, 1, 2), [count, kv_heads, wide * group, head_dim])
            attended = torch.scaled_dot_product_attention(torch.to(query, CACHE), torch.narrow(key, 2, 0, span),
                torch.narrow(value, 2, 0, span), masks[run], 0., False)
            attended = torch.view(torch.to(attended, ACTIVATION), [count, kv_heads, wide, group, head_dim])
            attended = torch.reshape(torch.transpose(attended, 1, 2), [count * wide, -1])
            if wide > 1:
                attended = torch.index_select(attended, 0, torch.narrow(places, 0, first, some))
            parts = torch.append(parts, attended)
            first = first + some
            padded = padded + count * wide
        attended = torch.cat(parts, 0) if len(parts) > 1 else parts[0]
        x = self.after_attention(x, attended, layer, linears, gains, members, counts, factors, least)
    return x


def picked(self, x: Tensor, places: Tensor) -> Tensor:
    # x: [tokens, hidden]; places: [some] -> [some, hidden]
    return torch.index_select(x, 0, self.placed(places))


def logits(self, x: Tensor, epsilon: float, linears: List[Weight], gains: List[Tensor]) -> Tensor:
    # x: [some, hidden] -> [some, vocabulary], f32
    h = self.normed(x, gains[len(gains) - 1], self.least(epsilon))
    return torch.to(self.linear(h, linears[len(linears) - 1]), 6)


def best(self, scores: Tensor) -> Tensor:
    # scores: [some, vocabulary] -> [2, some] on the CPU: each row's highest score, and the first token that has it,
    # which f32 holds exactly up to 16 million
    highest, tokens, = torch.max(scores, 1, False)
    return self.on_host(torch.stack([highest, torch.to(tokens, 6)], 0))


def score_row(self, scores: Tensor, row: int) -> Tensor:
    # scores: [some, vocabulary] -> [vocabulary] on the CPU
    return self.on_host(torch.select(scores, 0, row))

def weight_row(self, scores: Tensor, row: int, origin: float, temperature: float) -> Tensor:
    # scores: [some, vocabulary] -> [vocabulary] on the CPU: what to draw tokens by, 1 where the score is the origin
    return self.on_host(torch.exp(torch.div(torch.sub(torch.select(scores, 0, row), origin), temperature)))
