package est.faults;

import static org.assertj.core.api.Assertions.assertThat;

import est.faults.SharedSite.Ground;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every fault of the catalogue, caused a few times at running servers; {@code ./faults} causes them more often. */
@ExtendWith(SharedSite.class)
class FaultsTest {

    private static void survives(Ground ground, String number) throws Exception {
        Fault fault = Catalogue.of(number);
        Row row = ground.course().run(fault, fault.shortly());
        assertThat(row.violations()).isEmpty();
        assertThat(row.times()).isPositive();
    }

    @Test
    void F_1_no_database_at_start(Ground ground) throws Exception {
        survives(ground, "F-1");
    }

    @Test
    void F_2_F_3_the_database_is_killed_under_load(Ground ground) throws Exception {
        survives(ground, "F-2");
    }

    @Test
    void F_4_the_database_stands_still_under_load(Ground ground) throws Exception {
        survives(ground, "F-4");
    }

    @Test
    void F_5_the_connection_is_cut_at_a_commit(Ground ground) throws Exception {
        survives(ground, "F-5");
    }

    @Test
    void F_6_the_database_is_read_only(Ground ground) throws Exception {
        survives(ground, "F-6");
    }

    @Test
    void F_9_the_database_has_no_connection_left(Ground ground) throws Exception {
        survives(ground, "F-9");
    }

    @Test
    void F_10_a_table_is_locked(Ground ground) throws Exception {
        survives(ground, "F-10");
    }

    @Test
    void F_11_an_insert_fails(Ground ground) throws Exception {
        survives(ground, "F-11");
    }

    @Test
    void F_12_statements_are_slow(Ground ground) throws Exception {
        survives(ground, "F-12");
    }

    @Test
    void F_29_kill_9_at_random_under_load(Ground ground) throws Exception {
        survives(ground, "F-29");
    }

    @Test
    void F_30_kill_9_at_the_named_points(Ground ground) throws Exception {
        survives(ground, "F-30");
    }

    @Test
    void F_31_a_rolling_restart_costs_one_retry_at_most(Ground ground) throws Exception {
        survives(ground, "F-31");
    }

    @Test
    void F_32_a_server_has_too_little_memory(Ground ground) throws Exception {
        survives(ground, "F-32");
    }

    @Test
    void F_33_a_server_that_slept_past_its_lease_is_fenced(Ground ground) throws Exception {
        survives(ground, "F-33");
    }

    @Test
    void F_34_nobody_reads_standard_output(Ground ground) throws Exception {
        survives(ground, "F-34");
    }

    @Test
    void F_35_file_descriptors_are_used_up(Ground ground) throws Exception {
        survives(ground, "F-35");
    }

    @Test
    void F_36_a_server_has_one_busy_processor(Ground ground) throws Exception {
        survives(ground, "F-36");
    }

    @Test
    void I_12_F_37_the_databases_clock_jumps(Ground ground) throws Exception {
        survives(ground, "F-37");
    }

    @Test
    void I_3_F_41_a_lost_answer_is_given_again(Ground ground) throws Exception {
        survives(ground, "F-41");
    }

    @Test
    void I_3_F_42_one_request_48_times_at_once_at_three_servers(Ground ground) throws Exception {
        survives(ground, "F-42");
    }

    @Test
    void F_43_no_part_of_a_request_acts(Ground ground) throws Exception {
        survives(ground, "F-43");
    }

    @Test
    void F_44_pipelined_identities_never_mix(Ground ground) throws Exception {
        survives(ground, "F-44");
    }

    @Test
    void F_53_a_reconciler_is_killed_at_its_decision(Ground ground) throws Exception {
        survives(ground, "F-53");
    }
}
