/**
 * Database: transactions and statements over plain JDBC, for the statements that are hot or that only SQL can say.
 *
 * <p>{@link Database} runs one transaction; {@link Sql} is what a transaction can do. The statements themselves stand
 * beside the services that run them. No feature is imported here.
 */
@NullMarked
package dev.winnow.coordinator.database;

import org.jspecify.annotations.NullMarked;
