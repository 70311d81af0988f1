package dev.winnow.coordinator.openai.file;

import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** How long a file is kept, as requests say it: from its creation on, an hour at least and thirty days at most. */
public final class ExpiresAfter {
    private static final long LEAST = 3_600;
    private static final long MOST = 2_592_000;

    private ExpiresAfter() {}

    /**
     * The seconds.
     *
     * @param param what the request calls it
     * @throws ProblemException if it is not as it must be
     */
    public static long seconds(String param, @Nullable String anchor, @Nullable String seconds) {
        if (!"created_at".equals(anchor)) {
            throw refused(param + "/anchor", "the anchor must be created_at, was " + anchor);
        }
        try {
            long wanted = Long.parseLong(String.valueOf(seconds));
            if (wanted >= LEAST && wanted <= MOST) {
                return wanted;
            }
        } catch (NumberFormatException e) {
            throw refused(param + "/seconds", "seconds must be a number, was " + seconds);
        }
        throw refused(param + "/seconds", "seconds must be from %d to %d, was %s".formatted(LEAST, MOST, seconds));
    }

    private static ProblemException refused(String place, String detail) {
        return Problem.of(400, "invalid_expires_after", detail)
                .at("/" + place)
                .limit(MOST)
                .remedy("leave it out to keep the file until it is deleted")
                .exception();
    }
}
