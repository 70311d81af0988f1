package dev.winnow.worker.server;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.extraction.Condition;
import dev.winnow.worker.extraction.Extraction;
import dev.winnow.worker.extraction.ExtractionListener;
import dev.winnow.worker.extraction.ExtractionLoad;
import dev.winnow.worker.extraction.Extractor;
import dev.winnow.worker.server.ChatAnswer.Refused;
import dev.winnow.worker.server.ChatAnswer.Troubled;
import dev.winnow.worker.server.ChatAnswer.Written;
import dev.winnow.worker.server.Verdict.Invalid;
import dev.winnow.worker.server.Verdict.Valid;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The extractor with a server. It sends so many items at once, and while the server is in trouble none: they wait,
 * without blame. What it was working on when it came to grief it is given alone the next time, so that an item that
 * ends servers is found. Nothing happens by time alone: somebody calls {@link #tick}. Thread-safe.
 */
final class ServerExtractor implements Extractor {
    private static final Logger LOG = Logger.getLogger(ServerExtractor.class);
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final int MOST_STRIKES = 2;

    private final ServerCalls calls;
    private final ServerProbe probe;
    private final ChatRequests requests;
    private final OutputJudge judge;
    private final Gate gate;
    private final int mostTries;
    private final Clock clock;
    private final TokenRate rate;
    private final Strikes strikes = new Strikes();
    private final ServerLine line;
    private ServerFacts facts;
    private boolean looking;
    private boolean closed;
    private Instant heard;

    /**
     * Takes a server that was there just now.
     *
     * @param places how many items are sent at once
     * @param mostTries how often an item is tried whose outputs are not valid
     */
    ServerExtractor(
            ServerCalls calls,
            ServerProbe probe,
            ServerFacts facts,
            ChatRequests requests,
            OutputJudge judge,
            Gate gate,
            int places,
            int mostTries,
            Clock clock) {
        this.calls = calls;
        this.probe = probe;
        this.facts = facts;
        this.requests = requests;
        this.judge = judge;
        this.gate = gate;
        this.mostTries = mostTries;
        this.clock = clock;
        this.rate = new TokenRate(clock);
        this.line = new ServerLine(places, clock.instant());
        this.heard = clock.instant();
    }

    @Override
    public synchronized Extraction start(ExtractionTask task, WorkItem item, ExtractionListener listener) {
        ServerItem work = new ServerItem(task, item, listener);
        line.add(work);
        feed();
        return () -> cancel(work);
    }

    private synchronized void cancel(ServerItem work) {
        if (line.remove(work)) {
            work.hangUp();
            work.listener.ended();
            feed();
        }
    }

    @Override
    public synchronized ExtractionLoad load() {
        return new ExtractionLoad(line.running(), line.waiting(), rate.perSecond(), 0, 0);
    }

    @Override
    public synchronized Condition condition() {
        return gate.condition();
    }

    /**
     * Looks after what is due: items past their limits, a server that was silent, or may work again. To be called
     * several times a second.
     */
    synchronized void tick() {
        Instant now = clock.instant();
        boolean doubtful = line.checkLimits(now) || !heard.plus(LOOK_EVERY).isAfter(now);
        if (!gate.isOpen()) {
            // Nobody looks now, and they must not be taken for items that hang.
            line.takeOverdue().forEach(this::putBack);
        }
        if (!looking && gate.isOpen() && doubtful) {
            look(false, probe.look());
        } else if (!looking && gate.mayTry()) {
            look(true, probe.tryOut());
        }
        feed();
    }

    private void look(boolean trying, CompletableFuture<ServerFacts> answer) {
        looking = true;
        Instant asked = clock.instant();
        CompletableFuture<ServerFacts> unused =
                answer.whenComplete((found, failure) -> looked(trying, asked, found, failure));
    }

    private synchronized void looked(
            boolean trying, Instant asked, @Nullable ServerFacts found, @Nullable Throwable failure) {
        looking = false;
        if (closed || (!trying && !gate.isOpen())) {
            return; // how it was before it came into trouble says nothing
        }
        if (found != null) {
            there(found);
        } else if (trying) {
            gate.stillInTrouble(Failures.reason(failure));
        } else if (heard.isAfter(asked)) {
            LOG.debugf("the server did not say how it is, and answered others: %s", Failures.reason(failure));
            failOverdue();
        } else {
            gate.trouble(Failures.reason(failure), Optional.empty());
        }
        if (!gate.isOpen()) {
            line.takeOverdue().forEach(this::putBack);
        }
        feed();
    }

    private void there(ServerFacts found) {
        facts = found;
        heard = clock.instant();
        gate.works();
        failOverdue();
        for (ServerItem work : line.allWaiting()) {
            if (work.accused) {
                work.accused = false;
                convict(work);
            }
        }
    }

    private void failOverdue() {
        line.takeOverdue().forEach(work -> fail(work, ErrorCode.TIME_LIMIT, work.passedLimit()));
    }

    // It works, so it was not the server: or somebody has ended it twice while it had nothing but this item.
    private void convict(ServerItem work) {
        if (strikes.add(work.task, work.item) >= MOST_STRIKES) {
            strikes.forget(work.task, work.item);
            line.remove(work);
            fail(
                    work,
                    ErrorCode.ENGINE_ERROR,
                    "the server failed over this item, which it had alone, %d times".formatted(MOST_STRIKES));
        }
    }

    private void feed() {
        ServerItem next = mayBeSent();
        while (next != null) {
            send(next);
            next = mayBeSent();
        }
    }

    private @Nullable ServerItem mayBeSent() {
        return closed || !gate.isOpen() ? null : line.next();
    }

    private void send(ServerItem work) {
        ChatRequest request;
        try {
            request = requests.of(facts, work.task, work.item, work.tries);
        } catch (AdapterUnknownException e) {
            line.remove(work);
            fail(work, ErrorCode.ENGINE_ERROR, String.valueOf(e.getMessage()));
            return;
        }
        CompletableFuture<HttpResponse<byte[]>> call = calls.post(CHAT, request.body());
        line.sent(work);
        work.sent(call, clock.instant());
        work.listener.begun();
        CompletableFuture<HttpResponse<byte[]>> unused =
                call.whenComplete((response, failure) -> answered(work, call, read(work, request, response, failure)));
    }

    private static ChatAnswer read(
            ServerItem work,
            ChatRequest request,
            @Nullable HttpResponse<byte[]> response,
            @Nullable Throwable failure) {
        if (response != null) {
            return AnswerReader.read(ServerCalls.reply(response), request.model(), work.task.adapter() != null);
        }
        return AnswerReader.read(Failures.cause(failure));
    }

    private void answered(ServerItem work, CompletableFuture<?> call, ChatAnswer answer) {
        Verdict verdict = answer instanceof Written written ? judged(work, written) : null;
        synchronized (this) {
            if (!work.waitsFor(call)) {
                return;
            }
            work.answered();
            line.remove(work);
            if (verdict != null) {
                heard = clock.instant();
                decide(work, verdict);
            } else if (answer instanceof Refused refused) {
                heard = clock.instant();
                fail(work, refused.code(), refused.message());
            } else if (answer instanceof Troubled troubled) {
                trouble(work, troubled);
            }
            feed();
        }
    }

    private Verdict judged(ServerItem work, Written written) {
        Duration time = Duration.between(work.sentAt(), clock.instant());
        return judge.judge(work.task, work.item, written, time.isNegative() ? Duration.ZERO : time);
    }

    private void decide(ServerItem work, Verdict verdict) {
        if (verdict instanceof Valid valid) {
            rate.add(valid.output().usage().outputTokens());
            strikes.forget(work.task, work.item);
            finish(work, valid.output());
        } else if (verdict instanceof Invalid invalid) {
            work.tries++;
            if (work.tries >= mostTries || invalid.failure().code() != ErrorCode.INVALID_OUTPUT) {
                finish(work, invalid.failure());
            } else {
                if (!gate.isOpen()) {
                    work.forgetTime(); // what it waits for now is the server's
                }
                line.putBack(work);
            }
        }
    }

    private void trouble(ServerItem work, Troubled troubled) {
        gate.trouble(troubled.message(), troubled.after());
        if (troubled.suspicious()) {
            work.accused = work.suspect;
            work.suspect = true;
        }
        putBack(work);
        // Nor is it the fault of those that were to be tried again.
        line.allWaiting().forEach(ServerItem::forgetTime);
    }

    private void putBack(ServerItem work) {
        work.forgetTime();
        line.putBack(work);
    }

    private static void fail(ServerItem work, ErrorCode code, String message) {
        finish(work, new ItemFailure(work.item.position(), code, message));
    }

    private static void finish(ServerItem work, ItemResult result) {
        work.listener.finished(result);
    }

    @Override
    public synchronized void close() {
        closed = true;
        line.close();
    }
}
