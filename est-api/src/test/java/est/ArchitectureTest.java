package est;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

/** The rooms of the house and the doors between them; a broken rule is a broken build. */
@AnalyzeClasses(
        packages = "est",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestJars.class})
class ArchitectureTest {

    private static final String[] FRAMEWORKS = {
        "io.quarkus..", "io.vertx..", "io.smallrye.mutiny..", "jakarta..", "java.sql..", "org.hibernate..", "io.netty.."
    };

    @ArchTest
    static final ArchRule pure_rooms_know_no_framework = noClasses()
            .that()
            .resideInAnyPackage("est.proof..", "est.policy..", "est.protocol..", "est.ca", "est.pki..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRAMEWORKS);

    @ArchTest
    static final ArchRule only_issuance_sees_the_ca_spi = noClasses()
            .that()
            .resideOutsideOfPackages("est.issuance..", "est.ca..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("est.ca");

    @ArchTest
    static final ArchRule nobody_sees_a_provider = noClasses()
            .that()
            .resideOutsideOfPackage("est.ca..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("est.ca.local..", "est.ca.vault..");

    @ArchTest
    static final ArchRule only_record_sees_hibernate = noClasses()
            .that()
            .resideOutsideOfPackage("est.record..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.hibernate..", "jakarta.persistence..", "io.vertx.sqlclient..", "io.vertx.mutiny.sqlclient..");

    @ArchTest
    static final ArchRule no_entity_leaves_record = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .bePackagePrivate()
            .andShould()
            .resideInAPackage("est.record..")
            .allowEmptyShould(true);

    /** The console is served by Quarkus; it asks its requests for the address of their socket. */
    @ArchTest
    static final ArchRule only_the_door_sees_vertx_servers = noClasses()
            .that()
            .resideOutsideOfPackages("est.door..", "est.console..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.vertx\\.core\\.http\\.HttpServer.*");

    @ArchTest
    static final ArchRule only_operation_and_the_door_make_replies = noClasses()
            .that()
            .resideOutsideOfPackages("est.door..", "est.operation..")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("EstReply");

    /** I-13: whoever handles a request gets its label handed down and never asks for labels again. */
    @ArchTest
    static final ArchRule only_the_dispatch_asks_for_the_labels_in_force = noClasses()
            .that()
            .resideOutsideOfPackages("est.operation..", "est.start..")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("LabelsInForce");

    @ArchTest
    static final ArchRule rooms_have_no_cycles =
            slices().matching("est.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_room_is_a_drawer = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..misc..");

    @ArchTest
    static final ArchRule names_say_something_of_the_domain =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Processor)");

    @ArchTest
    static final ArchRule the_clock_is_injected = noClasses()
            .that()
            .resideOutsideOfPackages("est.start..", "est.quickstart..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule the_random_source_is_injected = noClasses()
            .that()
            .resideOutsideOfPackages("est.start..", "est.quickstart..")
            .should()
            .callConstructor(SecureRandom.class)
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callMethod(Math.class, "random");

    /** The contract kit and the request builder come as jars when the whole build runs. */
    static final class WithoutTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
