package est.start;

import est.door.Door;
import est.door.DoorCertificate;
import org.jboss.logging.Logger;

/** The key and certificate the door shows. */
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
        LOG.infof(
                "The door shows %s, valid to %s",
                door.certificate().getSubjectX500Principal(),
                door.certificate().getNotAfter().toInstant());
    }
}
