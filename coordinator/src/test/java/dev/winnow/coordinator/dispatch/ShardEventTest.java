package dev.winnow.coordinator.dispatch;

import static dev.winnow.coordinator.dispatch.ShardEvent.CANCEL;
import static dev.winnow.coordinator.dispatch.ShardEvent.CLAIM;
import static dev.winnow.coordinator.dispatch.ShardEvent.CONVICT;
import static dev.winnow.coordinator.dispatch.ShardEvent.DISPATCH;
import static dev.winnow.coordinator.dispatch.ShardEvent.EXPIRE;
import static dev.winnow.coordinator.dispatch.ShardEvent.FINISH;
import static dev.winnow.coordinator.dispatch.ShardEvent.FORGOTTEN;
import static dev.winnow.coordinator.dispatch.ShardEvent.HEARTBEAT;
import static dev.winnow.coordinator.dispatch.ShardEvent.LOSE;
import static dev.winnow.coordinator.dispatch.ShardEvent.RECALL;
import static dev.winnow.coordinator.dispatch.ShardEvent.RETURN;
import static dev.winnow.coordinator.dispatch.ShardState.BEGUN;
import static dev.winnow.coordinator.dispatch.ShardState.CANCELLED;
import static dev.winnow.coordinator.dispatch.ShardState.DISPATCHED;
import static dev.winnow.coordinator.dispatch.ShardState.DONE;
import static dev.winnow.coordinator.dispatch.ShardState.PLANNED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShardEventTest {
    // Written out a second time on purpose: whoever changes the table must mean it.
    private static final Map<ShardState, Set<ShardEvent>> ALLOWED = Map.of(
            PLANNED, EnumSet.of(DISPATCH, FINISH, CANCEL, EXPIRE),
            DISPATCHED, EnumSet.of(CLAIM, FORGOTTEN, RECALL, FINISH, CANCEL, EXPIRE),
            BEGUN, EnumSet.of(HEARTBEAT, RETURN, LOSE, CONVICT, FINISH, CANCEL, EXPIRE),
            DONE, EnumSet.noneOf(ShardEvent.class),
            CANCELLED, EnumSet.noneOf(ShardEvent.class));

    static Stream<Arguments> every_state_with_every_event() {
        return Stream.of(ShardState.values())
                .flatMap(state -> Stream.of(ShardEvent.values()).map(event -> Arguments.of(state, event)));
    }

    @ParameterizedTest
    @MethodSource("every_state_with_every_event")
    void an_event_is_allowed_in_the_states_of_the_table_and_in_no_other(ShardState state, ShardEvent event) {
        assertThat(event.allowedFrom(state))
                .isEqualTo(ALLOWED.getOrDefault(state, Set.of()).contains(event));
    }

    @Test
    void events_lead_where_the_table_says() {
        assertThat(Stream.of(ShardEvent.values()).map(ShardEvent::to))
                .containsExactly(
                        DISPATCHED, BEGUN, PLANNED, PLANNED, BEGUN, PLANNED, PLANNED, DONE, DONE, CANCELLED, CANCELLED);
    }

    @Test
    void only_what_comes_back_while_a_delivery_of_it_may_be_out_gets_a_new_attempt() {
        assertThat(Stream.of(ShardEvent.values()).filter(event -> event.attemptStep() == 1))
                .containsExactlyInAnyOrder(RECALL, RETURN, LOSE);
    }

    @Test
    void only_a_loss_blames_a_return_and_a_forgetful_broker_do_not() {
        assertThat(Stream.of(ShardEvent.values()).filter(ShardEvent::blames)).containsExactlyInAnyOrder(LOSE, CONVICT);
    }

    @Test
    void every_state_is_stored_by_its_name_and_read_back() {
        assertThat(Stream.of(ShardState.values()).map(state -> ShardState.of(state.stored())))
                .containsExactly(ShardState.values());
    }
}
