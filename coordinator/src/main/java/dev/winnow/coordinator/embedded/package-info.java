/**
 * One machine: PostgreSQL and an AMQP broker that the coordinator brings along when no others are configured.
 *
 * <p>Both are started before Quarkus and stopped after it, so that the application finds them like any other service,
 * by address and password. Start reading at {@link Main}; {@link EmbeddedPostgres} keeps the truth and is therefore
 * durable, {@link EmbeddedBroker} holds none and keeps its messages in memory. Nothing of the application is imported
 * here, and the application sees of this package only {@link BrokerStartedEmpty}.
 *
 * <p>Why PostgreSQL is run by our own few process calls, from zonky's binaries: {@code docs/decisions/0007}.
 */
@NullMarked
package dev.winnow.coordinator.embedded;

import org.jspecify.annotations.NullMarked;
