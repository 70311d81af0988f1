package dev.winnow.benchmarks.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What means something to readers of text: to most of them, and to one. */
final class Words {
    private static final List<String> COMMON = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            ",",
            ":",
            "null",
            "true",
            "\\u0000",
            "\u0000",
            "{}",
            "[]",
            "(",
            ")*",
            "{1,99999}",
            "[^",
            "{{",
            "}}",
            "{%",
            "%}",
            " * 99",
            ".__class__",
            "../",
            "*".repeat(50),
            "[".repeat(200),
            "[".repeat(10_000),
            "(a|b)*".repeat(20));

    // No UTF-8: too long for what they say, halves of pairs, beyond Unicode, cut off.
    private static final byte[][] BAD_BYTES = {
        {(byte) 0xC0, (byte) 0x80},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0xFF},
        {(byte) 0xE2, (byte) 0x82},
        {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
        {(byte) 0xFE, (byte) 0xFF}
    };

    private final List<byte[]> common = new ArrayList<>(List.of(BAD_BYTES));
    private final List<byte[]> own;

    Words(List<String> own) {
        COMMON.forEach(word -> common.add(word.getBytes(UTF_8)));
        Numbers.WRITTEN.forEach(number -> common.add(number.getBytes(UTF_8)));
        this.own = own.stream().map(word -> word.getBytes(UTF_8)).toList();
    }

    byte[] any(SplittableRandom random) {
        List<byte[]> from = own.isEmpty() || random.nextBoolean() ? common : own;
        return from.get(random.nextInt(from.size()));
    }
}
