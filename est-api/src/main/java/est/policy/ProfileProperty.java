package est.policy;

/** A setting of a profile by its whole name, for saying that its value cannot be (I-13). */
record ProfileProperty(String name) {

    /** One of the settings below: of a profile, or of a group in it. */
    ProfileProperty of(String setting) {
        return new ProfileProperty(name + "." + setting);
    }

    IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(name + ": " + why);
    }
}
