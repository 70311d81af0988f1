package dev.winnow.coordinator.audit;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.audit.Audit.Line;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who changed what. */
@Path("/api/v1/audit")
@Needs(Scope.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Audit")
public class AuditResource {
    private static final int PAGE = 100;
    private static final int LONGEST_PAGE = 1000;

    private final Caller caller;
    private final Audit audit;

    AuditResource(Caller caller, Audit audit) {
        this.caller = caller;
        this.audit = audit;
    }

    /** Lists it. */
    @GET
    @Operation(
            summary = "Requests that may have changed something, newest first",
            description = "Each is noted before it is done. status is null while it is being done, and stays so if the"
                    + " process died in it.")
    @APIResponse(responseCode = "200", description = "A page; `next_before` is the next one's `before`")
    @APIResponse(responseCode = "403", description = "`other_tenant`")
    @APIResponse(responseCode = "422", description = "`invalid_limit`")
    public AuditPage list(
            @Parameter(description = "Only lines with a smaller id") @QueryParam("before") @Nullable Long before,
            @Parameter(description = "Lines of a page, up to 1000; 100 if it is left out")
                    @QueryParam("limit")
                    @Nullable
                    Integer limit,
            @Parameter(description = "Another tenant's, for operators") @QueryParam("tenant") @Nullable String tenant) {
        int most = limit == null ? PAGE : limit;
        if (most < 1 || most > LONGEST_PAGE) {
            throw Problem.of(422, "invalid_limit", "limit is from 1 to " + LONGEST_PAGE)
                    .limit(LONGEST_PAGE)
                    .remedy("take a smaller page and follow next_before")
                    .exception();
        }
        String whose = tenant == null ? caller.tenant() : tenant;
        if (!whose.equals(caller.tenant()) && !caller.may(Scope.OPERATOR)) {
            throw Problem.of(403, "other_tenant", "another tenant's audit takes the scope 'operator'")
                    .remedy("leave tenant out for your own, or use a key with the scope 'operator'")
                    .exception();
        }
        List<Line> lines = audit.page(whose, before == null ? Long.MAX_VALUE : before, most);
        return new AuditPage(
                lines, lines.size() < most ? null : lines.get(lines.size() - 1).id());
    }

    /**
     * A page.
     *
     * @param nextBefore where the next one begins, null at the end
     */
    record AuditPage(List<Line> lines, @Nullable Long nextBefore) {}
}
