package dev.winnow.benchmarks.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final String[] FEATURE_ROOTS = {
        "dev.winnow.common",
        "dev.winnow.text",
        "dev.winnow.engine",
        "dev.winnow.worker",
        "dev.winnow.coordinator",
        "dev.winnow.cli"
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.winnow");

    @Test
    void every_module_is_seen_here() {
        for (String root : FEATURE_ROOTS) {
            assertThat(CLASSES.stream().anyMatch(c -> c.getPackageName().startsWith(root)))
                    .as(root)
                    .isTrue();
        }
    }

    @Test
    void modules_depend_in_one_direction() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("common")
                .definedBy("dev.winnow.common..")
                .layer("text")
                .definedBy("dev.winnow.text..")
                .layer("engine")
                .definedBy("dev.winnow.engine..")
                .layer("worker")
                .definedBy("dev.winnow.worker..")
                .layer("coordinator")
                .definedBy("dev.winnow.coordinator..")
                .layer("cli")
                .definedBy("dev.winnow.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("coordinator")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("worker")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("worker")
                .whereLayer("text")
                .mayOnlyBeAccessedByLayers("engine", "worker", "coordinator", "cli")
                .check(CLASSES);
    }

    @Test
    void tensors_stay_in_the_engine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.winnow.engine..", "dev.winnow.benchmarks..", "ai.djl..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.ndarray..", "ai.djl.engine..")
                .check(CLASSES);
    }

    @Test
    void the_engine_knows_neither_quarkus_nor_broker() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.winnow.common..", "dev.winnow.text..", "dev.winnow.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "com.rabbitmq..", "java.sql..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.winnow.common",
                "dev.winnow.text",
                "dev.winnow.engine",
                "dev.winnow.worker",
                "dev.winnow.coordinator",
                "dev.winnow.cli"
            })
    void packages_have_no_cycles(String root) {
        slices().matching(root + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packages_are_named_for_features() {
        Pattern shapeless = Pattern.compile(".*\\.(util|utils|helper|helpers|manager|impl|misc|internal)(\\..*)?");

        Set<String> names =
                CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));

        assertThat(names).noneMatch(name -> shapeless.matcher(name).matches());
    }

    @Test
    void every_package_is_introduced_and_null_marked() {
        Set<String> unmarked = CLASSES.stream()
                .map(JavaClass::getPackage)
                .filter(p -> p.getName().startsWith("dev.winnow."))
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unmarked).isEmpty();
    }

    @Test
    void wall_clock_time_comes_from_a_clock() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.winnow.coordinator..", "dev.winnow.worker..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void no_java_serialization_anywhere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(CLASSES);
    }

    @Test
    void classes_have_at_most_three_hundred_lines() {
        classes()
                .that()
                .resideInAPackage("dev.winnow..")
                .should(new ArchCondition<>("have at most 300 lines") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        int last = type.getCodeUnits().stream()
                                .flatMap(unit -> unit.getCallsFromSelf().stream())
                                .mapToInt(call -> call.getLineNumber())
                                .max()
                                .orElse(0);
                        if (last > 300) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " calls something on line " + last));
                        }
                    }
                })
                .check(CLASSES);
    }
}
