@org.jspecify.annotations.NullMarked
package est.identity.throttle;
