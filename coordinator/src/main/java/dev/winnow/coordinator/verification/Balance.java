package dev.winnow.coordinator.verification;

import dev.winnow.coordinator.job.JobEvent;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.verification.Verification.Finding;
import java.util.ArrayList;
import java.util.List;

/** Holds what is stored of a job against what the job's row says, and collects what does not agree. Not thread-safe. */
final class Balance {
    private final List<Finding> findings = new ArrayList<>();

    /** What the items and results themselves say. */
    record Stored(long items, long outputs, long errors, long unanswered, long firstGap) {}

    /** What the job's row says. */
    record Claimed(String state, int epoch, boolean finished, int items, int planned, int succeeded, int failed) {}

    /** Some items that must not be there, or must. */
    record Positions(long count, long first) {}

    List<Finding> findings() {
        return findings;
    }

    void compare(Claimed job, Stored stored) {
        if (stored.firstGap() >= 0) {
            find("items_missing", "there is no item at position " + stored.firstGap());
        }
        equal("item_count", "items", job.items(), stored.items());
        equal("succeeded_count", "outputs", job.succeeded(), stored.outputs());
        equal("failed_count", "errors", job.failed(), stored.errors());
        if (job.state().equals("done") && stored.unanswered() > 0) {
            find(
                    "done_too_early",
                    "the job is done, and %d items have neither output nor error".formatted(stored.unanswered()));
        }
        boolean over = !JobEvent.FINISH.allowedFrom(JobState.of(job.state()));
        if (!over && stored.items() > 0 && stored.unanswered() == 0) {
            find("not_ended", "every item has a result, and the job is still " + job.state());
        }
        if (over != job.finished()) {
            find("end_time", "the job is " + job.state() + (over ? " without" : " with") + " a time of its end");
        }
    }

    /** Adds a finding if there are such positions at all. */
    void none(String code, String what, Positions positions) {
        if (positions.count() > 0) {
            find(code, "%d %s, the first at position %d".formatted(positions.count(), what, positions.first()));
        }
    }

    private void equal(String code, String what, long said, long counted) {
        if (said != counted) {
            find(code, "the job says %d %s, there are %d".formatted(said, what, counted));
        }
    }

    private void find(String code, String detail) {
        findings.add(new Finding(code, detail));
    }
}
