/** What a device does, for tests: keys, requests, TLS connections that show every octet of an answer. */
@org.jspecify.annotations.NullMarked
package est.device;
