package dev.winnow.common.adapter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The two files of an adapter, named as PEFT names them, and the hash that names both together. */
public final class AdapterFiles {
    /** What it is: rank, scale, modules. */
    public static final String CONFIG = "adapter_config.json";

    /** Its factors. */
    public static final String WEIGHTS = "adapter_model.safetensors";

    private static final String PREFIX = "sha256:";
    private static final Pattern HASH = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private AdapterFiles() {}

    /**
     * The adapter's hash. Whoever has the files can make it without Winnow, as it is what {@code sha256sum
     * adapter_config.json adapter_model.safetensors | sha256sum} prints.
     *
     * @param config SHA-256 of the configuration's bytes
     * @param weights SHA-256 of the weights' bytes
     */
    public static String hash(byte[] config, byte[] weights) {
        String sums = line(config, CONFIG) + line(weights, WEIGHTS);
        return PREFIX + HexFormat.of().formatHex(sha256().digest(sums.getBytes(US_ASCII)));
    }

    private static String line(byte[] digest, String file) {
        return HexFormat.of().formatHex(digest) + "  " + file + "\n";
    }

    /** Whether a text has the form of such a hash. */
    public static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /** The hash's digits, which are a safe name for a file. */
    public static String digits(String hash) {
        if (!isHash(hash)) {
            throw new IllegalArgumentException("an adapter's hash is sha256: and 64 hex digits, was " + hash);
        }
        return hash.substring(PREFIX.length());
    }

    /** What each file's bytes go through. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
