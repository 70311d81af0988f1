package dev.winnow.engine.training;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A training between two steps, as a folder {@code step-N}: the adapter as PEFT has it, which is the factors exactly,
 * the optimizer's pages, and {@code checkpoint.json}. Random numbers need no place in it: each step makes its own from
 * the seed. A folder has its name when all of it is on the disk, so what bears it is whole.
 */
public final class Checkpoint {
    private static final String NAME = "step-";
    private static final String UNFINISHED = "unfinished-";
    private static final String MOMENTS = "moments.f32";
    private static final String FACTS = "checkpoint.json";
    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path path;
    private final Facts facts;

    private Checkpoint(Path path, Facts facts) {
        this.path = path;
        this.facts = facts;
    }

    /**
     * The last checkpoint in a folder; empty if there is none.
     *
     * @throws TrainingRefusedException if it cannot be read
     */
    public static Optional<Checkpoint> lastIn(Path folder) {
        try {
            Optional<Path> last = whole(folder).stream().max(Comparator.comparingInt(Checkpoint::step));
            return last.isPresent() ? Optional.of(open(last.get())) : Optional.empty();
        } catch (IOException e) {
            throw new TrainingRefusedException("the checkpoints in %s cannot be read: %s".formatted(folder, e), e);
        }
    }

    /** How many steps were done. */
    public int stepsDone() {
        return facts.stepsDone();
    }

    /** The adapter as it was then, a PEFT folder. */
    public Path adapter() {
        return path;
    }

    private static Checkpoint open(Path path) throws IOException {
        Facts facts = JSON.readValue(path.resolve(FACTS).toFile(), Facts.class);
        if (facts.format() != FORMAT) {
            throw new TrainingRefusedException(
                    "%s is of format %d; this version of Winnow reads %d: go on with the version that"
                                    .formatted(path, facts.format(), FORMAT)
                            + " wrote it, or begin anew");
        }
        return new Checkpoint(path, facts);
    }

    /**
     * Writes a checkpoint, and removes those before it.
     *
     * @param adapter writes the adapter into a folder
     */
    static Checkpoint write(Path folder, int stepsDone, String fingerprint, StatePages state, AdapterWriter adapter)
            throws IOException {
        Path whole = folder.resolve(NAME + stepsDone);
        if (Files.exists(whole)) {
            return open(whole);
        }
        Path unfinished = folder.resolve(UNFINISHED + stepsDone);
        remove(unfinished);
        Files.createDirectories(unfinished);
        adapter.writeTo(unfinished);
        Facts facts = new Facts(FORMAT, stepsDone, fingerprint, writeMoments(unfinished.resolve(MOMENTS), state));
        writeForced(unfinished.resolve(FACTS), JSON.writeValueAsBytes(facts));
        force(unfinished);
        Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
        force(folder);
        for (Path other : whole(folder)) {
            if (step(other) < stepsDone) {
                remove(other);
            }
        }
        return new Checkpoint(whole, facts);
    }

    /**
     * Brings factors and pages back.
     *
     * @throws TrainingRefusedException if it is another training's, or damaged
     */
    void restore(TrainingGraph graph, StatePages state, String fingerprint) {
        if (!facts.fingerprint().equals(fingerprint)) {
            throw new TrainingRefusedException(
                    "%s is of a training with another base, other examples or other settings: go on with those, or begin anew"
                            .formatted(path));
        }
        try {
            readMoments(state);
            try (PeftAdapter adapter = PeftAdapter.open(path)) {
                for (FactorLayout.Factor factor : graph.layout().factors()) {
                    graph.write(factor.first(), adapter.factors().read(factor.name()));
                }
            }
        } catch (IOException | ModelRefusedException e) {
            throw new TrainingRefusedException(
                    "%s is damaged: %s. Begin anew, or go on from another copy of it".formatted(path, e.getMessage()),
                    e);
        }
    }

    private static long writeMoments(Path file, StatePages state) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer bytes = page();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int page = 0; page < state.pages(); page++) {
                bytes.asFloatBuffer().put(state.read(page));
                bytes.clear();
                checksum.update(bytes);
                bytes.clear();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                bytes.clear();
            }
            channel.force(true);
        }
        return checksum.getValue();
    }

    private void readMoments(StatePages state) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer bytes = page();
        float[] numbers = new float[2 * StatePages.PAGE_VALUES];
        try (FileChannel channel = FileChannel.open(path.resolve(MOMENTS), StandardOpenOption.READ)) {
            if (channel.size() != state.pages() * StatePages.PAGE_BYTES) {
                throw new IOException("%s has %d bytes, where %d pages of %d should be"
                        .formatted(MOMENTS, channel.size(), state.pages(), StatePages.PAGE_BYTES));
            }
            for (int page = 0; page < state.pages(); page++) {
                bytes.clear();
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                    // until the page is whole; the file's size is right
                }
                bytes.flip();
                checksum.update(bytes);
                bytes.clear();
                bytes.asFloatBuffer().get(numbers);
                state.write(page, numbers);
            }
        }
        if (checksum.getValue() != facts.momentsCrc32c()) {
            throw new IOException(MOMENTS + " is not what was written: its checksum is another one");
        }
    }

    private static ByteBuffer page() {
        return ByteBuffer.allocate((int) StatePages.PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Path> whole(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.getFileName().toString().matches(NAME + "\\d{1,9}"))
                    .toList();
        }
    }

    private static int step(Path whole) {
        return Integer.parseInt(whole.getFileName().toString().substring(NAME.length()));
    }

    private static void remove(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void writeForced(Path file, byte[] content) throws IOException {
        Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        force(file);
    }

    private static void force(Path fileOrFolder) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Writes the adapter's files into a folder. */
    @FunctionalInterface
    interface AdapterWriter {
        void writeTo(Path folder) throws IOException;
    }

    /** The keys of {@link #FACTS} are these names. */
    private record Facts(int format, int stepsDone, String fingerprint, long momentsCrc32c) {}
}
