package dev.winnow.benchmarks.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Takes samples apart, changes files, their names and their order, and packs them with headers that may lie. */
final class ZipInputs implements Inputs {
    private static final int BOMB_BYTES = 3 << 20;
    private static final List<String> NAMES = List.of(
            "../out",
            "../../out",
            "/tmp/winnow-fuzz-out",
            "a/../../out",
            "..",
            ".",
            "",
            "/",
            "a/",
            "..\\out",
            "C:\\out",
            "a\0b",
            "a\nb",
            "a/b/c/d",
            "train.jsonl",
            "eval.csv",
            "schema.json",
            "adapter_config.json",
            "checkpoint-7/../adapter_config.json",
            "training_args.bin",
            "x".repeat(300),
            "x".repeat(40_000),
            "\u00e9/\u20ac");

    private final List<List<ZippedFile>> samples = new ArrayList<>();
    private final Mutator mutator;
    private final SplittableRandom random;

    ZipInputs(List<byte[]> samples, Mutator mutator, long seed) throws IOException {
        for (byte[] sample : samples) {
            this.samples.add(files(sample));
        }
        this.mutator = mutator;
        this.random = new SplittableRandom(seed);
    }

    private static List<ZippedFile> files(byte[] sample) throws IOException {
        List<ZippedFile> files = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(sample))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.add(new ZippedFile(entry.getName(), zip.readAllBytes()));
            }
        }
        return files;
    }

    @Override
    public byte[] next() {
        List<ZippedFile> files = new ArrayList<>(samples.get(random.nextInt(samples.size())));
        for (int changes = random.nextInt(3); changes > 0 && !files.isEmpty(); changes--) {
            change(files);
        }
        boolean lies = random.nextInt(3) == 0;
        byte[] zip = ZippedFile.write(files, random, lies);
        return random.nextInt(4) == 0 ? mutator.changed(zip) : zip;
    }

    private void change(List<ZippedFile> files) {
        int at = random.nextInt(files.size());
        ZippedFile file = files.get(at);
        switch (random.nextInt(16)) {
            case 0 -> files.add(random.nextInt(1 + files.size()), file);
            case 1 -> Collections.swap(files, at, random.nextInt(files.size()));
            case 2 -> files.remove(at);
            case 3, 4 -> files.set(at, new ZippedFile(NAMES.get(random.nextInt(NAMES.size())), file.content()));
            case 5 -> files.add(at, new ZippedFile(NAMES.get(random.nextInt(NAMES.size())), file.content()));
            case 6 -> files.addAll(Collections.nCopies(random.nextInt(300), new ZippedFile("d/", new byte[0])));
            case 7 -> files.set(at, new ZippedFile(file.name(), new byte[random.nextInt(8) == 0 ? BOMB_BYTES : BOMB_BYTES >> 6]));
            default -> files.set(at, new ZippedFile(file.name(), mutator.changed(file.content())));
        }
    }
}
