package dev.winnow.engine.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** Makes catalog names, which become queue names and metric labels, out of file and folder names. */
public final class ModelName {
    private static final int LONGEST = 100;
    private static final Pattern EXTENSION = Pattern.compile("(?i)\\.gguf$");
    private static final Pattern SPLIT = Pattern.compile("-\\d{5}-of-\\d{5}$");
    // The quantization is the other half of a pool's name; a file's own is where the weights came from, not that half.
    private static final Pattern QUANTIZATION =
            Pattern.compile("(?i)[._-](f32|f16|bf16|fp16|i?q\\d[0-9a-z]*(_[0-9a-z]+)*)$");
    private static final Pattern ILLEGAL = Pattern.compile("[^a-z0-9._-]+");
    private static final Pattern LEADING = Pattern.compile("^[._-]+");

    private ModelName() {}

    /**
     * The catalog name for a file, a folder or a repository: {@code SmolLM2-135M-Instruct.Q4_1.gguf} gives
     * {@code smollm2-135m-instruct}.
     */
    public static String of(String fileName) {
        String stem = SPLIT.matcher(EXTENSION.matcher(fileName).replaceAll("")).replaceAll("");
        stem = QUANTIZATION.matcher(stem).replaceAll("");
        String legal = ILLEGAL.matcher(stem.toLowerCase(Locale.ROOT)).replaceAll("-");
        legal = LEADING.matcher(legal).replaceAll("");
        if (legal.isEmpty()) {
            throw new ModelRefusedException(
                    "the name '%s' has no letter or digit that a catalog name could be made of; rename the file"
                            .formatted(fileName));
        }
        return legal.substring(0, Math.min(legal.length(), LONGEST));
    }
}
