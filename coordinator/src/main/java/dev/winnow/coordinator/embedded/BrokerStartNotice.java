package dev.winnow.coordinator.embedded;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Carries the news of an empty broker from {@link Main}, which runs before the application, into the application. */
@ApplicationScoped
class BrokerStartNotice {
    private final Optional<String> embeddedBroker;
    private final Event<BrokerStartedEmpty> event;

    BrokerStartNotice(
            @ConfigProperty(name = EmbeddedServices.BROKER_PROPERTY) Optional<String> embeddedBroker,
            Event<BrokerStartedEmpty> event) {
        this.embeddedBroker = embeddedBroker;
        this.event = event;
    }

    void onStart(@Observes StartupEvent started) {
        embeddedBroker.map(BrokerStartedEmpty::new).ifPresent(event::fire);
    }
}
