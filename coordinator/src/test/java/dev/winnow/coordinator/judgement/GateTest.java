package dev.winnow.coordinator.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.coordinator.judgement.Judgement.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GateTest {
    @Test
    void clearly_better_candidate_is_promoted() {
        Judgement judgement = Gate.judge(rows(100, 0.6, 0.8), 1, GateRules.DEFAULT, 1);
        assertThat(judgement.outcome()).isEqualTo(Outcome.PROMOTE);
        assertThat(judgement.reasons()).isEmpty();
        assertThat(judgement.rows()).isEqualTo(100);
        assertThat(judgement.score().better()).isGreaterThan(0.95);
        assertThat(judgement.score().low()).isLessThan(judgement.score().mean());
        assertThat(judgement.score().high()).isGreaterThan(judgement.score().mean());
        assertThat(judgement.fields()).containsOnlyKeys("price", "title");
    }

    @Test
    void worse_candidate_leaves_the_champion_where_it_is() {
        Judgement judgement = Gate.judge(rows(100, 0.8, 0.6), 1, GateRules.DEFAULT, 1);
        assertThat(judgement.outcome()).isEqualTo(Outcome.KEEP);
        assertThat(judgement.reasons()).anyMatch(reason -> reason.contains("least_gain"));
    }

    @Test
    void difference_that_chance_explains_promotes_nobody() {
        List<PairedRow> rows = new ArrayList<>(rows(40, 1, 1));
        rows.add(row(0, 1, 1, 1));
        Judgement judgement = Gate.judge(rows, 1, GateRules.DEFAULT, 1);
        assertThat(judgement.score().mean()).isPositive();
        assertThat(judgement.outcome()).isEqualTo(Outcome.KEEP);
        assertThat(judgement.reasons()).singleElement().asString().contains("least_certainty is 90%");
    }

    @Test
    void field_that_falls_too_far_stops_a_candidate_that_is_better_on_the_whole() {
        List<PairedRow> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            rows.add(row(0, i < 48 ? 1 : 0, 1, 1));
            rows.add(row(1, 1, i % 10 == 0 ? 1 : 0.9, 0.9));
        }
        GateRules strict = rules(Map.of("price", 0.001));
        Judgement judgement = Gate.judge(rows, 1, strict, 1);
        assertThat(judgement.outcome()).isEqualTo(Outcome.KEEP);
        assertThat(judgement.reasons())
                .singleElement()
                .asString()
                .contains("the field 'price' changes by -0.0050, and may fall by 0.0010");
        assertThat(Gate.judge(rows, 1, GateRules.DEFAULT, 1).outcome()).isEqualTo(Outcome.PROMOTE);
    }

    @Test
    void slow_candidate_is_not_promoted_nor_one_whose_speed_is_not_known() {
        assertThat(Gate.judge(rows(100, 0.6, 0.8), 1.6, GateRules.DEFAULT, 1).reasons())
                .containsExactly("a document takes 1.60 times the champion's time, and most_slowdown is 1.50");
        assertThat(Gate.judge(rows(100, 0.6, 0.8), Double.NaN, GateRules.DEFAULT, 1)
                        .outcome())
                .isEqualTo(Outcome.KEEP);
    }

    @Test
    void person_decides_where_rows_are_few_or_that_was_wanted() {
        Judgement few = Gate.judge(rows(20, 0, 1), 1, GateRules.DEFAULT, 1);
        assertThat(few.outcome()).isEqualTo(Outcome.ASK);
        assertThat(few.reasons()).singleElement().asString().contains("20 held-out rows are fewer than least_rows, 30");
        GateRules asking = new GateRules(0, 0.9, 0.02, Map.of(), 1.5, 30, GateRules.Then.ASK);
        Judgement asked = Gate.judge(rows(100, 0, 1), 1, asking, 1);
        assertThat(asked.outcome()).isEqualTo(Outcome.ASK);
        assertThat(asked.reasons()).isEmpty();
    }

    @Test
    void rule_about_a_field_that_is_not_there_names_those_that_are() {
        assertThatThrownBy(() -> Gate.judge(rows(10, 0, 1), 1, rules(Map.of("prize", 0.1)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("field_losses names 'prize', but the fields are [price, title]");
        assertThatThrownBy(() -> Gate.judge(List.of(), 1, GateRules.DEFAULT, 1))
                .hasMessageContaining("no held-out rows");
        assertThatThrownBy(() -> new GateRules(0, Double.NaN, 0.02, Map.of(), 1.5, 30, GateRules.Then.ASK))
                .hasMessage("least_certainty must be from 0.0 to 1.0, was NaN");
    }

    @Test
    void same_rows_and_seed_give_the_same_judgement() {
        assertThat(Gate.judge(rows(50, 0.5, 0.6), 1, GateRules.DEFAULT, 7))
                .isEqualTo(Gate.judge(rows(50, 0.5, 0.6), 1, GateRules.DEFAULT, 7));
    }

    /** The interval holds the truth as often as it says, within what 400 trials can tell. */
    @Test
    void interval_holds_the_true_difference_in_nineteen_of_twenty_trials() {
        SplittableRandom random = new SplittableRandom(3);
        int held = 0;
        for (int trial = 0; trial < 400; trial++) {
            double[] differences = random.doubles(60).map(value -> value - 0.3).toArray();
            PairedBootstrap.Difference found = PairedBootstrap.of(differences, trial);
            held += found.low() <= 0.2 && 0.2 <= found.high() ? 1 : 0;
        }
        assertThat(held / 400.).isCloseTo(0.95, within(0.035));
    }

    private static GateRules rules(Map<String, Double> fieldLosses) {
        return new GateRules(0, 0.9, 0.02, fieldLosses, 1.5, 30, GateRules.Then.PROMOTE);
    }

    private static List<PairedRow> rows(int count, double champion, double candidate) {
        SplittableRandom random = new SplittableRandom(5);
        List<PairedRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double luck = random.nextDouble();
            double other = random.nextDouble();
            rows.add(row(
                    luck < champion ? 1 : 0,
                    luck < candidate ? 1 : 0,
                    other < champion ? 1 : 0,
                    other < candidate ? 1 : 0));
        }
        return rows;
    }

    private static PairedRow row(double titleBefore, double title, double priceBefore, double price) {
        return new PairedRow(
                Map.of("title", titleBefore, "price", priceBefore), Map.of("title", title, "price", price));
    }
}
