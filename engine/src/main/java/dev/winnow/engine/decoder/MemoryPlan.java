                    "the model needs %d MiB for weights (%s), %d MiB to work, %d MiB for adapters and %d MiB for %d tokens of"
                                    .formatted(
                                            mebibytes(weights),
                                            mode.wireName(),
                                            mebibytes(work),
                                            mebibytes(adapters),
                                            mebibytes(lanes * FEWEST_KV_TOKENS * perTokenWhileGrowing),
                                            lanes * FEWEST_KV_TOKENS)
                            + " KV cache, but the memory budget is %d MiB: raise the budget, or take a smaller model or quantization"
