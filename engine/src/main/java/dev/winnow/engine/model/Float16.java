package dev.winnow.engine.model;

/** IEEE half-precision floats, which Java 17 has no conversion for. */
public final class Float16 {
    // Quarter of a megabyte, and several times faster than taking the bits apart for each of a hundred million weights.
    private static final float[] VALUES = new float[1 << 16];

    static {
        for (int bits = 0; bits < VALUES.length; bits++) {
            VALUES[bits] = decode(bits);
        }
    }

    private Float16() {}

    /** The value of a half-precision float, given as its bits. */
    public static float toFloat(short bits) {
        return VALUES[bits & 0xffff];
    }

    private static float decode(int bits) {
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        float magnitude =
                switch (exponent) {
                    case 0 -> Math.scalb((float) mantissa, -24);
                    case 0x1f -> mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default -> Math.scalb((float) (mantissa | 0x400), exponent - 25);
                };
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }
}
