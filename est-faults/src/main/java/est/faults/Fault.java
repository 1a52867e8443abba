package est.faults;

/**
 * A fault of the threat model.
 *
 * @param number as {@code F-29}
 * @param what happens
 * @param shortly how often the tests cause it
 * @param wholly how often {@code ./faults} causes it
 * @param scenario how
 */
record Fault(String number, String what, int shortly, int wholly, Scenario scenario) {}
