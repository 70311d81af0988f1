package dev.winnow.coordinator.judgement;

import dev.winnow.coordinator.adapter.ChampionAlias;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.evaluation.RunComparison;
import dev.winnow.coordinator.evaluation.RunComparison.Compared;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Judges candidates by evaluations, and moves an alias to those that pass, in one transaction: the champion that was
 * judged is the one that is replaced, or nobody is. Thread-safe.
 */
@Singleton
public class Judgements {
    private final Database database;
    private final RunComparison comparison;
    private final ChampionAlias aliases;

    Judgements(Database database, RunComparison comparison, ChampionAlias aliases) {
        this.database = database;
        this.comparison = comparison;
        this.aliases = aliases;
    }

    /**
     * Judges one.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException if it cannot be; the champion stays
     */
    JudgementView judge(String tenant, UUID evaluation, JudgementRequest request) {
        return database.inTransaction(sql -> judge(
                sql,
                tenant,
                evaluation,
                champion(sql, tenant, request),
                request.candidate(),
                request.promote(),
                request.rules()));
    }

    /**
     * Judges one within the caller's transaction, which holds the alias.
     *
     * @param champion null for the model alone
     * @param promote the alias that is to stand for a candidate that passes, or null
     * @throws dev.winnow.coordinator.problem.ProblemException if it cannot be; the champion stays
     */
    public JudgementView judge(
            Sql sql,
            String tenant,
            UUID evaluation,
            @Nullable String champion,
            String candidate,
            @Nullable String promote,
            GateRules rules)
            throws SQLException {
        Compared compared = comparison.of(sql, tenant, evaluation, champion, candidate);
        Judgement judgement = judge(compared, rules, evaluation);
        String promoted = judgement.outcome() == Judgement.Outcome.PROMOTE ? promote : null;
        if (promoted != null) {
            aliases.move(sql, tenant, promoted, candidate);
        }
        return new JudgementView(
                evaluation,
                compared.dataset(),
                champion,
                candidate,
                JudgementView.outcome(judgement),
                judgement.rows(),
                judgement.score(),
                judgement.fields(),
                JudgementView.changed(judgement),
                judgement.slowdown(),
                judgement.reasons(),
                promoted);
    }

    private @Nullable String champion(Sql sql, String tenant, JudgementRequest request) throws SQLException {
        if (request.promote() == null) {
            return request.champion();
        }
        String stands = aliases.held(sql, tenant, request.promote());
        if (request.champion() != null && !request.champion().equals(stands)) {
            throw Problem.of(
                            409,
                            "champion_moved",
                            "'%s' stands for %s, and not for %s"
                                    .formatted(
                                            request.promote(), stands == null ? "nothing" : stands, request.champion()))
                    .at("/champion")
                    .remedy("leave champion out, or name what the alias stands for now")
                    .exception();
        }
        return stands;
    }

    private static Judgement judge(Compared compared, GateRules rules, UUID evaluation) {
        List<PairedRow> rows = compared.pairs().stream()
                .map(pair ->
                        new PairedRow(named(compared.fields(), pair.first()), named(compared.fields(), pair.second())))
                .toList();
        double slowdown = compared.firstSeconds() > 0 ? compared.secondSeconds() / compared.firstSeconds() : 1;
        try {
            return Gate.judge(rows, slowdown, rules, evaluation.getLeastSignificantBits());
        } catch (IllegalArgumentException e) {
            throw Problem.of(422, "invalid_rules", String.valueOf(e.getMessage()))
                    .at("/rules")
                    .remedy("correct the rules, or leave them out for the usual ones")
                    .exception();
        }
    }

    private static Map<String, Double> named(List<String> fields, List<Double> scores) {
        Map<String, Double> named = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            named.put(fields.get(i), scores.get(i));
        }
        return named;
    }
}
