package dev.winnow.worker.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.common.training.TrainingClaimReply;
import dev.winnow.common.training.TrainingEnd;
import dev.winnow.common.training.TrainingReport;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.TrainingAttempt;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * The coordinator's calls about trainings, one method each (docs/reference/protocol.md), in the name of one
 * incarnation. They fail as those of {@link CoordinatorClient} do; a 409 says that the training is not this worker's
 * any more. Each may be made twice. Thread-safe.
 */
public final class TrainingClient {
    private static final String JSON_TYPE = "application/json";

    private final ObjectMapper json = WireFormat.configure(new JsonMapper());
    private final CoordinatorCalls calls;
    private final CoordinatorCalls transfers;
    private final UUID incarnation;

    /** Calls through those; what has a file in it may take longer. */
    TrainingClient(CoordinatorCalls calls, Duration transfer, UUID incarnation) {
        this.calls = calls;
        this.transfers = calls.within(transfer);
        this.incarnation = incarnation;
    }

    private String path(String rest) {
        return "workers/" + incarnation + "/trainings/" + rest;
    }

    /** Asks for an attempt. Asking again for one that this incarnation was granted is granted again. */
    public TrainingClaimReply claim(TrainingAttempt attempt)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        return read(post("claims", attempt), TrainingClaimReply.class);
    }

    /** Says that a training goes on; false if it is not this worker's any more. */
    public boolean report(TrainingReport report) throws CoordinatorAwayException, CoordinatorRefusedException {
        return read(post("reports", report), TrainingReport.Reply.class).goOn();
    }

    /** Gives a training back. */
    public void giveBack(TrainingAttempt attempt) throws CoordinatorAwayException, CoordinatorRefusedException {
        post("returns", attempt);
    }

    /** Says that a training cannot be done. */
    public void fail(TrainingEnd end) throws CoordinatorAwayException, CoordinatorRefusedException {
        post("failures", end);
    }

    /** Fetches a dataset's rows into a file. */
    public void rows(String hash, Path file) throws CoordinatorAwayException, CoordinatorRefusedException {
        fetch("datasets/" + hash, file);
    }

    /** Fetches the checkpoint that the attempt goes on from into a file. */
    public void checkpoint(TrainingAttempt attempt, Path zip)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        fetch(path("%s/checkpoint?attempt=%d".formatted(attempt.training(), attempt.attempt())), zip);
    }

    /** Fetches what another piece of the training has brought into a file. */
    public void input(TrainingAttempt attempt, UUID piece, Path zip)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        fetch(path("%s/inputs/%s?attempt=%d".formatted(attempt.training(), piece, attempt.attempt())), zip);
    }

    /** Leaves a checkpoint. */
    public void leaveCheckpoint(TrainingAttempt attempt, int step, Path zip)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        String call = path("%s/checkpoint?attempt=%d&step=%d".formatted(attempt.training(), attempt.attempt(), step));
        send(transfers, "PUT", call, "application/zip", () -> BodyPublishers.ofFile(zip));
    }

    /** Brings the adapter, which ends the training. */
    public void finish(TrainingAttempt attempt, Path zip) throws CoordinatorAwayException, CoordinatorRefusedException {
        finish(attempt, "", zip);
    }

    /** Brings a part's adapter, and says how many tokens were learned for it. */
    public void finishPart(TrainingAttempt attempt, long tokens, Path zip)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        finish(attempt, "&tokens=" + tokens, zip);
    }

    /** Brings the average of parts, and says what it lacks of their mean, as a share. */
    public void finishAverage(TrainingAttempt attempt, double residual, Path zip)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        finish(attempt, "&residual=" + residual, zip);
    }

    private void finish(TrainingAttempt attempt, String more, Path zip)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        String call = path("%s/adapter?attempt=%d%s".formatted(attempt.training(), attempt.attempt(), more));
        send(transfers, "POST", call, "application/zip", () -> BodyPublishers.ofFile(zip));
    }

    private String post(String what, Object body) throws CoordinatorAwayException, CoordinatorRefusedException {
        String written = write(body);
        return send(calls, "POST", path(what), JSON_TYPE, () -> BodyPublishers.ofString(written, UTF_8));
    }

    private String send(CoordinatorCalls by, String method, String path, String type, Body body)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        return by.eachInTurn((base, most) -> {
            HttpResponse<String> response = by.exchange(
                    base,
                    by.request(base, path, most)
                            .header("Accept", JSON_TYPE)
                            .header("Content-Type", type)
                            .method(method, open(body))
                            .build(),
                    BodyHandlers.ofString(UTF_8),
                    most);
            if (response.statusCode() / 100 != 2) {
                throw CoordinatorCalls.refuse(base, method + " " + path, response.statusCode(), response.body());
            }
            return response.body();
        });
    }

    private static BodyPublisher open(Body body) {
        try {
            return body.open();
        } catch (FileNotFoundException e) {
            throw new IllegalStateException("a file of this worker is gone", e);
        }
    }

    private void fetch(String path, Path file) throws CoordinatorAwayException, CoordinatorRefusedException {
        transfers.eachInTurn((base, most) -> {
            HttpResponse<Path> response = transfers.exchange(
                    base, transfers.request(base, path, most).GET().build(), BodyHandlers.ofFile(file), most);
            if (response.statusCode() != 200) {
                throw CoordinatorCalls.refuse(base, "GET " + path, response.statusCode(), textOf(file));
            }
            return file;
        });
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "(its answer cannot be read: " + e.getMessage() + ")";
        }
    }

    private String write(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record can always be written", e);
        }
    }

    private <T> T read(String body, Class<T> type) throws CoordinatorAwayException {
        try {
            return json.readValue(body, type);
        } catch (JsonProcessingException e) {
            // A proxy's own page, most likely.
            throw new CoordinatorAwayException("the answer is not the coordinator's: " + e.getOriginalMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Body {
        BodyPublisher open() throws FileNotFoundException;
    }
}
