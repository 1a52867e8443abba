package est.ca;

/** In what way a lying authority's certificate differs from what was granted; one difference each. */
public enum Lie {
    /** Certifies another key than the request's. */
    OTHER_KEY,
    /** Another subject. */
    OTHER_SUBJECT,
    /** The same subject with an attribute more. */
    EXTRA_SUBJECT_ATTRIBUTE,
    /** The same subject in capitals. */
    SUBJECT_IN_CAPITALS,
    /** The same subject in other string types: no other name (RFC 5280 §4.1.2.4), but not the granted octets. */
    OTHER_SUBJECT_ENCODING,
    /** One alternative name more. */
    EXTRA_ALTERNATIVE_NAME,
    /** The last alternative name left out. */
    MISSING_ALTERNATIVE_NAME,
    /** The last alternative name replaced. */
    CHANGED_ALTERNATIVE_NAME,
    /** The last alternative name written as another kind. */
    OTHER_KIND_OF_NAME,
    /** No alternative names at all. */
    NO_ALTERNATIVE_NAMES,
    /** Alternative names critical beside a subject, or not critical without one. */
    CRITICALITY_OF_NAMES,
    /** keyCertSign beside the granted usages. */
    EXTRA_KEY_USAGE,
    /** Without the key usages. */
    MISSING_KEY_USAGE,
    /** Other key usages, as many. */
    CHANGED_KEY_USAGE,
    /** Key usages not critical. */
    KEY_USAGE_NOT_CRITICAL,
    /** Code signing beside the granted extended usages. */
    EXTRA_EXTENDED_KEY_USAGE,
    /** Without the extended usages. */
    MISSING_EXTENDED_KEY_USAGE,
    /** Extended usages critical. */
    EXTENDED_KEY_USAGE_CRITICAL,
    /** basicConstraints with CA:TRUE. */
    CA_CERTIFICATE,
    /** An extension nobody granted. */
    UNKNOWN_EXTENSION,
    /** Without the further extensions that were granted. */
    MISSING_EXTENSION,
    /** A further extension with another value. */
    CHANGED_EXTENSION,
    /** A further extension with the other criticality. */
    CRITICALITY_OF_EXTENSION,
    /** Valid a day longer than granted. */
    LONGER_VALIDITY,
    /** Valid a day earlier than granted. */
    EARLIER_VALIDITY,
    /** Signed by a stranger who bears the same name. */
    FOREIGN_ISSUER,
    /** Signed by the right key, naming another issuer. */
    OTHER_ISSUER_NAME,
    /** One bit of the signature turned. */
    BROKEN_SIGNATURE,
    /** An authority key identifier that is not the issuer's. */
    OTHER_AUTHORITY_KEY_IDENTIFIER,
    /** A serial this authority has used before; on the first certificate the proposed one. */
    REPEATED_SERIAL,
    /** A serial of its own, which a provider may draw: not false, but not the proposed one. */
    OTHER_SERIAL,
    /** The certificate issued before, for another request; on the first request the truth. */
    PREVIOUS_CERTIFICATE
}
