package dev.winnow.coordinator.extraction;

import java.util.UUID;

/** Where a job's parts are. */
record Links(String self, String results, String pause, String resume, String retry, String cancel) {
    static Links of(UUID job) {
        String self = "/api/v1/extractions/" + job;
        return new Links(self, self + "/results", self + "/pause", self + "/resume", self + "/retry", self + "/cancel");
    }
}
