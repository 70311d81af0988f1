package dev.winnow.coordinator.adapter;

import dev.winnow.coordinator.database.Sql;
import java.sql.SQLException;

/** Who has something that waits for what becomes of an adapter. Told within the transaction that does it. */
public interface AdapterListener {
    /** An alias stands for it now; its tenant's aliases are held. */
    void chosen(Sql sql, String tenant, String alias, String adapter) throws SQLException;

    /** It is gone. */
    void deleted(Sql sql, String tenant, String adapter) throws SQLException;
}
