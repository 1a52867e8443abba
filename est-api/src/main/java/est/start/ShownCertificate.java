package est.start;

import est.door.Door;
import est.door.DoorCertificate;
import java.security.cert.X509Certificate;
import org.jboss.logging.Logger;

/** The keys and certificates the door shows. */
final class ShownCertificate implements Replaceable {

    private static final Logger LOG = Logger.getLogger(ShownCertificate.class);

    private final DoorCertificate certificate;
    private final Door door;

    ShownCertificate(DoorCertificate certificate, Door door) {
        this.certificate = certificate;
        this.door = door;
    }

    @Override
    public String name() {
        return "certificate";
    }

    @Override
    public String contents() {
        return certificate.read();
    }

    @Override
    public void replace() {
        certificate.showAt(door);
        for (X509Certificate shown : door.certificates()) {
            LOG.infof(
                    "The door shows %s, %s, valid to %s",
                    shown.getSubjectX500Principal(),
                    shown.getPublicKey().getAlgorithm(),
                    shown.getNotAfter().toInstant());
        }
    }
}
