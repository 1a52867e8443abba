package est.protocol;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.IntStream;

/** RSA moduli that anybody can factor, made here each time: nobody's key is copied. */
public final class WeakModuli {

    private static final BigInteger F4 = BigInteger.valueOf(65537);
    private static final BigInteger SMALL_PRIMES = product(IntStream.range(3, 752));

    private final Random random;

    /** Always the same moduli for the same seed. */
    public WeakModuli(long seed) {
        this.random = new Random(seed);
    }

    /**
     * A product of two numbers as the library of CVE-2017-15361 made its primes, {@code k * M + (65537^a mod M)}; for 2048
     * bits they are primes, for the rest that would take long and nobody looks.
     */
    public BigInteger roca(int bits) {
        // Nemec et al. §3.1: M is the product of the first 126 primes up to keys of 3,936 bits, then of 225
        BigInteger m = product(IntStream.rangeClosed(2, bits < 3_968 ? 701 : 1_427));
        BigInteger modulus;
        do {
            modulus = rocaHalf(bits / 2, m).multiply(rocaHalf(bits / 2, m));
        } while (modulus.bitLength() != bits);
        return modulus;
    }

    private BigInteger rocaHalf(int bits, BigInteger m) {
        BigInteger half;
        do {
            BigInteger k = new BigInteger(bits - m.bitLength() + 1, random);
            half = k.multiply(m).add(F4.modPow(new BigInteger(64, random), m));
        } while (half.bitLength() != bits || !half.testBit(bits - 2) || (bits == 1024 && !half.isProbablePrime(20)));
        return half;
    }

    /** Two primes with nothing but composite numbers between them. */
    public BigInteger closePrimes(int bits) {
        BigInteger first = strongHalf(bits);
        return first.multiply(first.nextProbablePrime());
    }

    /** The square of a prime. */
    public BigInteger square(int bits) {
        BigInteger prime = strongHalf(bits);
        return prime.multiply(prime);
    }

    /** A product that Fermat's method finds in exactly this round, counted from 1. */
    public BigInteger foundInRound(int round, int bits) {
        BigInteger a = strongHalf(bits);
        // (a - round)² < a² - b² <= (a - round + 1)²
        BigInteger b = a.multiply(BigInteger.valueOf(2L * round - 1)).sqrt().clearBit(0);
        BigInteger modulus;
        do {
            b = b.add(BigInteger.TWO);
            modulus = a.multiply(a).subtract(b.multiply(b));
        } while (!modulus.gcd(SMALL_PRIMES).equals(BigInteger.ONE));
        return modulus;
    }

    /** A modulus that this number divides, and no smaller prime. */
    public BigInteger withFactor(int factor, int bits) {
        BigInteger by = BigInteger.valueOf(factor);
        BigInteger rest;
        do {
            rest = new BigInteger(bits, random).setBit(bits - 1).divide(by).setBit(0);
        } while (rest.multiply(by).bitLength() != bits
                || !rest.gcd(SMALL_PRIMES).equals(BigInteger.ONE));
        return rest.multiply(by);
    }

    /** A prime whose square has that many bits. */
    private BigInteger strongHalf(int bits) {
        BigInteger prime;
        do {
            prime = BigInteger.probablePrime(bits / 2, random);
        } while (!prime.testBit(bits / 2 - 2));
        return prime;
    }

    private static BigInteger product(IntStream range) {
        return range.mapToObj(BigInteger::valueOf)
                .filter(number -> number.isProbablePrime(30))
                .reduce(BigInteger.ONE, BigInteger::multiply);
    }
}
