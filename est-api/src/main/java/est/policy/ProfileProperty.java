package est.policy;

/** The settings of one profile, to name the one whose value cannot be (I-13). */
record ProfileProperty(String profile) {

    IllegalArgumentException wrong(String setting, String why) {
        return new IllegalArgumentException("est.profile." + profile + "." + setting + ": " + why);
    }
}
