package est.enrollment;

import est.approval.Approval;
import est.door.Door;
import est.identity.AuthenticationFailure;
import est.identity.AuthenticationRule;
import est.identity.ClientIdentity;
import est.identity.Identification;
import est.issuance.CertificationAuthorities;
import est.issuance.Signing;
import est.policy.Application;
import est.policy.EnrollmentPolicy;
import est.policy.EnrollmentProfile;
import est.policy.Grant;
import est.policy.OwnKeys;
import est.policy.PolicyRefusal;
import est.proof.ProofOfPossession;
import est.proof.ProvenKey;
import est.protocol.CertificationRequest;
import est.protocol.TransferBody;
import est.record.Consent;
import est.record.EnrollmentRecords;
import est.record.Intent;
import est.record.Occasion;
import est.record.Opening;
import est.record.RecordFailure;
import est.record.RegistryRule;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One enrollment, step by step, in the order of {@code docs/enrollment-cycle.md}. Each step is one call to the room that
 * owns it; whatever refuses ends the enrollment and is audited.
 */
@ApplicationScoped
public class EnrollmentService {

    /** Two draws of 127 random bits that are taken are no chance any more: something is wrong with the generator. */
    private static final int REDRAWS = 2;

    private final Identification identification;
    private final ProofOfPossession proof;
    private final EnrollmentPolicy policy;
    private final DeviceAdmission devices;
    private final EnrollmentRecords records;
    private final Approval approval;
    private final CertificationAuthorities authorities;
    private final Door door;
    private final SerialNumbers serials;
    private final ExternalDecision decision;
    private final Conclusions conclusions;
    private final BuildTime buildTime;
    private final Clock clock;

    EnrollmentService(
            Identification identification,
            DeviceAdmission devices,
            EnrollmentRecords records,
            Approval approval,
            CertificationAuthorities authorities,
            Door door,
            SerialNumbers serials,
            ExternalDecision decision,
            Conclusions conclusions,
            Provider signatures,
            BuildTime buildTime,
            Clock clock) {
        this.identification = identification;
        this.proof = new ProofOfPossession(signatures);
        this.policy = new EnrollmentPolicy();
        this.devices = devices;
        this.records = records;
        this.approval = approval;
        this.authorities = authorities;
        this.door = door;
        this.serials = serials;
        this.decision = decision;
        this.conclusions = conclusions;
        this.buildTime = buildTime;
        this.clock = clock;
    }

    /**
     * Enrolls or re-enrolls.
     *
     * @return a certificate whose record is committed. Fails with the typed failure of the step that refused
     * @throws ClockBehind before anything else, if the clock cannot be right
     */
    public Uni<Enrolled> enroll(EnrollmentRequest asked) {
        Instant now = clock.instant();
        buildTime.requirePassed(now);
        Trail trail = new Trail(asked);
        return judge(asked, trail, now)
                .flatMap(devices::admit)
                .flatMap(granted ->
                        decision.needed(granted) ? decision.on(granted).flatMap(this::issueOnce) : issueOnce(granted))
                .onFailure()
                .call(failure -> conclusions.audit(trail, failure));
    }

    /**
     * Plays an enrollment through: no real authority is asked, and what is recorded is taken back. For the warm-up before the
     * first client comes.
     *
     * @param authority signs in the place of the real one
     * @return completes when it was played. Fails with the typed failure of the step that refused
     */
    public Uni<Void> rehearse(EnrollmentRequest asked, Function<Signing, Uni<X509Certificate>> authority) {
        return judge(asked, new Trail(asked), clock.instant())
                .flatMap(granted ->
                        records.rehearse(Intents.of(granted), opened -> authority.apply(signing(granted, opened))));
    }

    /** By one reading of the clock: whatever it shows later, validity and record speak of the same time (I-12). */
    private Uni<GrantedEnrollment> judge(EnrollmentRequest asked, Trail trail, Instant now) {
        return authorities.caCertificates(asked.label().ca()).flatMap(ca -> identify(asked, trail, ca)
                .flatMap(identity -> grant(asked, identity, ca, now)));
    }

    private Uni<ClientIdentity> identify(EnrollmentRequest asked, Trail trail, List<X509Certificate> ca) {
        return identification
                .identify(rule(asked), asked.presented(), asked.address(), ca)
                .invoke(trail::identified);
    }

    /** EST-REN-09: only a renewal may come with a certificate that has ended, as long as the profile grants. */
    private static AuthenticationRule rule(EnrollmentRequest asked) {
        AuthenticationRule rule = asked.label().authentication();
        return asked.renewal()
                ? rule.withGrace(asked.label().profile().renewal().grace())
                : rule;
    }

    /** Decode, verify, judge: nothing here is asynchronous, nothing here changes anything. */
    private Uni<GrantedEnrollment> grant(
            EnrollmentRequest asked, ClientIdentity identity, List<X509Certificate> ca, Instant now) {
        return Uni.createFrom().item(() -> {
            try {
                CertificationRequest request = CertificationRequest.decode(TransferBody.decode(asked.body()));
                EnrollmentProfile profile = asked.label().profileFor(identity);
                policy.requireAllowedKey(profile, request);
                ProvenKey proven = proof.verify(
                        request, asked.channelBinding(), asked.label().channelBinding());
                Application application = new Application(
                        identity,
                        request,
                        profile,
                        ca.get(0),
                        new OwnKeys(authorities.known(), door.certificates()),
                        asked.renewal(),
                        now,
                        DeviceAdmission.assumed(profile));
                Grant grant = policy.judge(application);
                return new GrantedEnrollment(
                        asked, application, proven, grant, grant, serials.next(), RegistryRule.NONE, Optional.empty());
            } catch (RuntimeException refused) {
                throw identity.spent() ? AuthenticationFailure.spentSecret() : refused;
            }
        });
    }

    private Uni<Enrolled> issueOnce(GrantedEnrollment granted) {
        return issueOnce(granted, REDRAWS);
    }

    /** F-13: a serial that its CA has already is drawn again; nothing is recorded or signed of the first. */
    private Uni<Enrolled> issueOnce(GrantedEnrollment granted, int redraws) {
        Intent intent = Intents.of(granted);
        Optional<Consent> consent = approval.needed(granted.asked().label(), intent, granted.undecided());
        return open(intent, consent)
                .map(opening -> conclude(granted, intent, consent, opening))
                .onFailure(failure -> redraws > 0 && serialTaken(failure))
                .recoverWithItem(() -> issueOnce(granted.withSerial(serials.next()), redraws - 1))
                .flatMap(Function.identity());
    }

    /** T-23: for a CA that is away nothing is recorded; who was answered before gets that answer all the same. */
    private Uni<Opening> open(Intent intent, Optional<Consent> consent) {
        return authorities
                .absence(intent.ca())
                .map(away -> records.answerOnly(intent, consent).map(answer -> answer.orElseThrow(() -> away)))
                .orElseGet(() -> records.open(intent, consent));
    }

    private static boolean serialTaken(Throwable failure) {
        return failure instanceof RecordFailure taken && taken.kind() == RecordFailure.Kind.SERIAL_TAKEN;
    }

    private Uni<Enrolled> conclude(
            GrantedEnrollment granted, Intent intent, Optional<Consent> consent, Opening opening) {
        if (opening instanceof Opening.Opened opened) {
            return issue(granted, opened);
        }
        if (opening instanceof Opening.Answered answered) {
            return Uni.createFrom().item(granted.answeredBefore(answered.certificate()));
        }
        if (opening instanceof Opening.Running running) {
            return Uni.createFrom().failure(new EnrollmentRunning(running.retryAfter()));
        }
        if (opening instanceof Opening.Unapproved unapproved) {
            Occasion why = Approval.occasion(intent, unapproved.duplicate(), granted.undecided());
            return approval.await(
                    intent, consent.orElseThrow(), why, granted.proven().bound());
        }
        if (opening instanceof Opening.CredentialHeld) {
            return Uni.createFrom().failure(approval.secretHeld());
        }
        if (opening instanceof Opening.KeyRefused key) {
            return Uni.createFrom().failure(refusal(key.why()));
        }
        if (opening instanceof Opening.Throttled throttled) {
            return Uni.createFrom().failure(new TooManyEnrollments(throttled.retryAfter()));
        }
        if (opening instanceof Opening.DeviceRefused device) {
            return Uni.createFrom().failure(DeviceAdmission.refusal(device.state(), granted));
        }
        if (opening instanceof Opening.Duplicate) {
            return Uni.createFrom().failure(PolicyRefusal.alreadyCertified());
        }
        return Uni.createFrom().failure(AuthenticationFailure.spentSecret());
    }

    private static PolicyRefusal refusal(Opening.KeyRefused.Why why) {
        return switch (why) {
            case BLOCKED -> PolicyRefusal.keyBlocked();
            case OF_ANOTHER -> PolicyRefusal.keyOfAnother();
        };
    }

    /** The intent is committed: sign, check the answer, commit the certificate, and only then hand it out (I-1, I-2, I-5). */
    private Uni<Enrolled> issue(GrantedEnrollment granted, Opening.Opened opened) {
        return authorities
                .issue(signing(granted, opened))
                .onFailure()
                .call(failure -> conclusions.notIssued(opened, failure))
                .flatMap(certificate -> records.issued(opened, certificate)
                        .onFailure()
                        .call(failure -> conclusions.late(opened, failure))
                        .replaceWith(new Enrolled(
                                certificate, false, granted.proven().bound())));
    }

    private Signing signing(GrantedEnrollment granted, Opening.Opened opened) {
        return new Signing(
                opened.id(),
                granted.asked().label().ca(),
                granted.application().profile().name(),
                granted.request().encoded(),
                granted.proven().key(),
                granted.grant().content(),
                granted.serial(),
                granted.grant().renews());
    }
}
