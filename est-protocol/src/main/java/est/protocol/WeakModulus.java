package est.protocol;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * RSA moduli of the right size that anybody can factor: small factors, the structure of CVE-2017-15361 (ROCA), primes too
 * close to each other (T-14). Cheapest first; all together cost less than a verification of the signature. Stateless.
 */
final class WeakModulus {

    /** The largest prime of the trial division is 751. */
    private static final int SMALL = 752;

    /** CA/Browser Forum Baseline Requirements §6.1.1.3 demand 100; 110 is what public CAs do. */
    private static final int FERMAT_ROUNDS = 110;

    private static final BigInteger SMALL_PRIMES = IntStream.range(3, SMALL)
            .filter(WeakModulus::isPrime)
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ONE, BigInteger::multiply);

    /**
     * Nemec et al., "The Return of Coppersmith's Attack" (2017), §3: the primes of the broken library are
     * {@code k * M + (65537^a mod M)}, where M is the product of the first primes, at least up to 167. So the modulus is a
     * power of 65537 modulo each of them; a random one is so for all of them once in 2^27.
     */
    private static final List<Residues> ROCA = IntStream.rangeClosed(3, 167)
            .filter(WeakModulus::isPrime)
            .mapToObj(Residues::powersOf65537)
            .filter(Residues::tell)
            .toList();

    /** Which numbers are squares modulo small numbers: tells most that are none without taking a root. */
    private static final List<Residues> SQUARES = IntStream.of(63, 65, 11, 17, 19, 23, 29, 31)
            .mapToObj(Residues::squares)
            .toList();

    private static final int LOW_BITS = 63;
    private static final Residues SQUARES_MODULO_64 = Residues.squares(LOW_BITS + 1);

    private WeakModulus() {}

    /**
     * Demands an odd modulus without such a weakness.
     *
     * @throws MalformedMessageException naming the weakness
     */
    static void requireNone(BigInteger modulus) {
        if (!modulus.mod(SMALL_PRIMES).gcd(SMALL_PRIMES).equals(BigInteger.ONE)) {
            throw new MalformedMessageException("the RSA modulus has a small prime factor");
        }
        if (ROCA.stream().allMatch(powers -> powers.contain(modulus))) {
            throw new MalformedMessageException("the RSA modulus is of the broken kind of CVE-2017-15361 (ROCA)");
        }
        if (hasClosePrimes(modulus)) {
            throw new MalformedMessageException("the primes of the RSA modulus are too close to each other");
        }
    }

    /** Fermat: n = a² - b² = (a + b)(a - b), looked for from the root of n upwards. */
    private static boolean hasClosePrimes(BigInteger modulus) {
        BigInteger root = modulus.sqrt();
        BigInteger difference = root.multiply(root).subtract(modulus);
        if (difference.signum() == 0) {
            return true;
        }
        BigInteger step = root.shiftLeft(1).add(BigInteger.ONE); // (a + 1)² = a² + 2a + 1
        for (int round = 0; round < FERMAT_ROUNDS; round++) {
            difference = difference.add(step);
            if (isSquare(difference)) {
                return true;
            }
            step = step.add(BigInteger.TWO);
        }
        return false;
    }

    private static boolean isSquare(BigInteger number) {
        // four of five end here, without a division
        if (!SQUARES_MODULO_64.set().get(number.intValue() & LOW_BITS)) {
            return false;
        }
        for (Residues squares : SQUARES) {
            if (!squares.contain(number)) {
                return false;
            }
        }
        BigInteger root = number.sqrt();
        return root.multiply(root).equals(number);
    }

    private static boolean isPrime(int number) {
        return number > 1 && IntStream.rangeClosed(2, (int) Math.sqrt(number)).noneMatch(d -> number % d == 0);
    }

    /** A set of residues modulo a small number. */
    private record Residues(BigInteger of, BitSet set) {

        static Residues powersOf65537(int prime) {
            BitSet powers = new BitSet(prime);
            for (int power = 1; !powers.get(power); power = power * (65537 % prime) % prime) {
                powers.set(power);
            }
            return new Residues(BigInteger.valueOf(prime), powers);
        }

        static Residues squares(int number) {
            BitSet squares = new BitSet(number);
            IntStream.range(0, number).forEach(root -> squares.set(root * root % number));
            return new Residues(BigInteger.valueOf(number), squares);
        }

        /** Whether there are numbers without a factor in common with the modulus that are not in the set. */
        boolean tell() {
            return set.cardinality() < of.intValue() - 1;
        }

        boolean contain(BigInteger number) {
            return set.get(number.mod(of).intValue());
        }
    }
}
