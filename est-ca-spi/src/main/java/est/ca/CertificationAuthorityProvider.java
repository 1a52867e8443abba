package est.ca;

import java.util.Optional;

/**
 * Opens certification authorities of one type. A provider is found by its {@link #type()}, which operators write as
 * {@code est.ca.<name>.type}; several named authorities of one type may be open at once. Thread-safe.
 *
 * @since 0.1
 */
public interface CertificationAuthorityProvider {

    /** The word that selects this provider in configuration: lower case letters, for example {@code local}. */
    String type();

    /**
     * Opens the authority that is configured under the given name. Reads its settings and whatever local material they
     * name; connects to nothing, so an unreachable back end does not stop the start. May block on local files.
     *
     * @param name the configured name, {@code [a-z0-9]+}
     * @return an open authority; the caller closes it
     * @throws CaException of kind {@code DEFECTIVE} if the settings or the material they name cannot work; the message
     *     names the setting
     */
    CertificationAuthority open(String name);

    /**
     * Opens one that signs as the configured authority would, but with a key of its own, which nobody trusts and which lives in
     * memory only: the server has it sign for a device that does not exist, so that the code is compiled when the first real
     * one comes. An optional ability, for authorities whose work is done in this process.
     *
     * @param name the configured name, {@code [a-z0-9]+}
     * @return an open authority, which the caller closes; empty if the work is done elsewhere or takes too long to be
     *     rehearsed
     * @throws CaException as {@link #open}
     */
    default Optional<CertificationAuthority> rehearsal(String name) {
        return Optional.empty();
    }
}
