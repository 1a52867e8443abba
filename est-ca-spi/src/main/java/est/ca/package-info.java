/**
 * The CA SPI: what a certification authority is to a registration authority. A provider author needs the JDK and this
 * package, nothing else.
 *
 * <p><b>Who decides.</b> The registration authority decides the content of a certificate; the certification authority
 * obeys or refuses. Every answer is checked against the grant, whoever gave it.
 *
 * <p><b>Threads.</b> Every method may be called from any thread, also from an event loop, and returns at once. Stages may
 * complete on any thread.
 *
 * <p><b>Failures.</b> A stage completes exceptionally with {@link est.ca.CaException} and nothing else; its
 * {@link est.ca.CaException.Kind} says who must act. A caller unwraps {@link java.util.concurrent.CompletionException}, in
 * which composed stages wrap it. Thrown directly is only {@link NullPointerException}.
 *
 * <p><b>Deadlines</b> are the caller's: an authority may bound its own back end, but a stage may stay incomplete. Cancelling
 * or completing a returned stage changes nothing for other callers.
 *
 * <p><b>Optional abilities</b> are facets: an {@link java.util.Optional} that is present exactly when the ability is.
 */
@NullMarked
package est.ca;

import org.jspecify.annotations.NullMarked;
