package dev.winnow.engine.model.source;

/** What a user can do about a refusing answer. */
final class HttpProblem {
    private HttpProblem() {}

    /** The end of a sentence that named the status. */
    static String remedy(int status) {
        return switch (status) {
            case 401, 403 ->
                ": access is refused; set HF_TOKEN for the hub, or put user and password into PIP_INDEX_URL";
            case 404, 410 -> ": it is not there; check name, version and revision";
            default -> "; check the address and the proxy";
        };
    }
}
