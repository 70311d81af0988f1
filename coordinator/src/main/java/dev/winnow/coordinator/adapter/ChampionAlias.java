package dev.winnow.coordinator.adapter;

import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An alias that a judgement may move: nobody else moves it between the look and the move. Thread-safe. */
@Singleton
public class ChampionAlias {
    private final Aliases aliases;

    ChampionAlias(Aliases aliases) {
        this.aliases = aliases;
    }

    /**
     * What it stands for, held until the transaction ends.
     *
     * @return a version, or null where there is no such alias yet
     */
    public @Nullable String held(Sql sql, String tenant, String alias) throws SQLException {
        return aliases.held(sql, tenant, alias);
    }

    /**
     * Lets it stand for another one.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException if that one is not there any more
     */
    public void move(Sql sql, String tenant, String alias, String adapter) throws SQLException {
        aliases.move(sql, tenant, alias, adapter);
    }
}
