package dev.winnow.coordinator.verification;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a job's rows say about it, all read in one snapshot.
 *
 * @param state the job's
 * @param consistent nothing is wrong: {@code findings} is empty
 * @param complete every item has an output or an error
 * @param items how many are stored
 * @param outputs how many have an output
 * @param errors how many have an error
 * @param unanswered how many have neither, yet, or an error and are being tried again
 * @param shards how many shards are in which state
 * @param hash over ids and results in the order of the input; see docs/reference/verification.md
 * @param findings what is wrong
 */
@Schema(example = """
                {"id": "7b0c7f3e-4df4-4e0e-8f0a-0d6b5d1c9a11", "state": "done", "consistent": true, "complete": true, \
                "items": 76, "outputs": 75, "errors": 1, "unanswered": 0, "shards": {"done": 4}, \
                "hash": "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", "findings": []}""")
public record Verification(
        UUID id,
        String state,
        boolean consistent,
        boolean complete,
        long items,
        long outputs,
        long errors,
        long unanswered,
        Map<String, Long> shards,
        String hash,
        List<Finding> findings) {
    public Verification {
        shards = Map.copyOf(shards);
        findings = List.copyOf(findings);
    }

    /**
     * Something that must not be.
     *
     * @param code the stable name that programs read
     * @param detail what is wrong, with numbers
     */
    public record Finding(String code, String detail) {}
}
