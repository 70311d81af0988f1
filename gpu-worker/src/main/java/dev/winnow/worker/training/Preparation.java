package dev.winnow.worker.training;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.common.control.ModelText;
import dev.winnow.common.training.TrainingClaimReply.Granted;
import dev.winnow.common.training.TrainingTask;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.training.Checkpoint;
import dev.winnow.engine.training.Leg;
import dev.winnow.engine.training.Trainer;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.control.TrainingClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;

/** Brings what an attempt needs into its folder. Used by its thread alone. */
final class Preparation {
    private final TrainingClient client;
    private final TrainingAttempt attempt;
    private final Granted granted;
    private final StopSign sign;
    private final Path folder;

    Preparation(TrainingClient client, TrainingAttempt attempt, Granted granted, StopSign sign, Path folder) {
        this.client = client;
        this.attempt = attempt;
        this.granted = granted;
        this.sign = sign;
        this.folder = folder;
    }

    /** Fetches the rows, by their hash, and makes examples of them. */
    Examples examples(ModelText text) throws TrainingStoppedException, CoordinatorRefusedException, IOException {
        Path rows = folder.resolve("rows.jsonl");
        sign.patiently(() -> {
            client.rows(granted.dataset(), rows);
            String came = hash(rows);
            if (!came.equals(granted.dataset())) {
                throw new CoordinatorAwayException(
                        "the coordinator gave rows with the hash %s for %s".formatted(came, granted.dataset()), null);
            }
            return rows;
        });
        sign.pass();
        Examples examples = Examples.read(rows, text);
        Files.delete(rows);
        return examples;
    }

    private static String hash(Path file) throws CoordinatorAwayException {
        try {
            return "sha256:" + HexFormat.of().formatHex(digest(file));
        } catch (IOException e) {
            throw new CoordinatorAwayException("the rows cannot be read again: " + e.getMessage(), e);
        }
    }

    private static byte[] digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = AdapterFiles.sha256();
            new DigestInputStream(in, sha256).transferTo(OutputStream.nullOutputStream());
            return sha256.digest();
        }
    }

    /** Fetches the checkpoint of an earlier attempt, if it left one. */
    Optional<Checkpoint> checkpoint() throws TrainingStoppedException, CoordinatorRefusedException, IOException {
        if (granted.checkpointStep() == null) {
            return Optional.empty();
        }
        Path zip = folder.resolve("checkpoint.zip");
        sign.patiently(() -> {
            client.checkpoint(attempt, zip);
            return zip;
        });
        Path checkpoints = checkpoints();
        Folder.unpack(zip, checkpoints);
        Files.delete(zip);
        return Checkpoint.lastIn(checkpoints);
    }

    /** Where the trainer writes its own. */
    Path checkpoints() throws IOException {
        return Files.createDirectories(folder.resolve("checkpoints"));
    }

    /** What of the training is to be done here; fetches the adapter that a part begins with. */
    Leg leg() throws TrainingStoppedException, CoordinatorRefusedException, IOException {
        if (!(granted.task() instanceof TrainingTask.Part part)) {
            return Leg.WHOLE;
        }
        return new Leg(part.portion(), part.from() == null ? null : adapter(part.from()));
    }

    /** Fetches what a piece has brought, and holds it against its hash. */
    Path adapter(TrainingTask.Input input) throws TrainingStoppedException, CoordinatorRefusedException, IOException {
        Path zip = folder.resolve("input.zip");
        Path adapter = folder.resolve("input-" + input.piece());
        sign.patiently(() -> {
            client.input(attempt, input.piece(), zip);
            return zip;
        });
        sign.pass();
        Folder.unpackAdapter(zip, adapter);
        Files.delete(zip);
        String came = AdapterFiles.hash(
                digest(adapter.resolve(AdapterFiles.CONFIG)), digest(adapter.resolve(AdapterFiles.WEIGHTS)));
        if (!came.equals(input.hash())) {
            throw new IOException(
                    "the coordinator gave an adapter with the hash %s for %s".formatted(came, input.hash()));
        }
        return adapter;
    }

    /** Loads the base; from here on the memory is taken. */
    Trainer trainer(LoadableModel model, Examples examples, PlannedTraining planned, Leg leg, Clock clock)
            throws TrainingStoppedException, CoordinatorRefusedException, IOException {
        Optional<Checkpoint> checkpoint = checkpoint();
        sign.pass();
        return checkpoint.isPresent()
                ? Trainer.resume(
                        model.shape(),
                        model.weights(),
                        examples.train(),
                        planned.settings(),
                        planned.room(),
                        clock,
                        leg,
                        checkpoint.get())
                : Trainer.start(
                        model.shape(),
                        model.weights(),
                        examples.train(),
                        planned.settings(),
                        planned.room(),
                        clock,
                        leg);
    }
}
