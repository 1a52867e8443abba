/** Clients that others wrote, at our door: what they send is accepted, what they are sent they can read. */
@org.jspecify.annotations.NullMarked
package est.interop;
