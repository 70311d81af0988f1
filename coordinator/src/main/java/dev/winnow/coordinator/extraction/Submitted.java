package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.extraction.Admission.AdmissionLine;
import dev.winnow.coordinator.extraction.Submission.Accepted;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** A stored job, in the answer to its submission. */
public record Submitted(UUID id, String state, int items, List<AdmissionLine> admission, Links links) {
    static Response answer(Accepted accepted) {
        Links links = Links.of(accepted.job());
        return Response.status(Response.Status.ACCEPTED)
                .header("Location", links.self())
                .type(MediaType.APPLICATION_JSON)
                .entity(new Submitted(accepted.job(), accepted.state(), accepted.items(), accepted.admission(), links))
                .build();
    }
}
