//! Functions of `f32` that are the same on every machine.
//!
//! In and out: numbers. Only additions, products, comparisons and bit patterns, in a fixed order: the
//! platform's own `exp` differs from machine to machine in the last bit. Invariant: nothing here is fused or
//! reordered, so a loop over it may be compiled for any vector width.
//!
//! Example: `sigmoid(0.0)` is a half.

/// Adding this to a small number rounds it to a whole one, ties to even, and leaves it in the low bits.
const ROUND: f32 = 12_582_912.0;

/// Two to the x, to three millionths, for x from −126 to 127: a polynomial for what is left of a whole power.
#[inline(always)]
fn power(x: f32) -> f32 {
    let rounded = x + ROUND;
    let rest = x - (rounded - ROUND);
    let fraction = (((9.582_836e-3 * rest + 5.590_641_5e-2) * rest + 0.240_240_99) * rest + 0.693_124_2) * rest + 1.0;
    fraction * f32::from_bits((rounded.to_bits() << 23).wrapping_add(0x3f80_0000))
}

#[inline(always)]
fn within(x: f32, most: f32) -> f32 {
    let x = if x > -most { x } else { -most };
    if x < most { x } else { most }
}

/// e to the x, to some hundred-thousandth; beyond e to the 80 it stays there.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    power(within(x, 80.0) * std::f32::consts::LOG2_E)
}

/// Two to a number that is not above zero; below −100 it is all but nothing.
#[inline(always)]
pub(super) fn fall(x: f32) -> f32 {
    power(if x > -100.0 { x } else { -100.0 })
}

/// One over a number from one to 2^120, to two millionths: a guess from its bits, and two steps of Newton's that
/// leave as much above as below.
#[inline(always)]
fn inverse(x: f32) -> f32 {
    let guess = f32::from_bits(0x7ef3_9800_u32.wrapping_sub(x.to_bits()));
    let nearer = guess * (2.0015 - x * guess);
    nearer * (2.000_001_2 - x * nearer)
}

/// The logistic function.
#[inline(always)]
pub(super) fn sigmoid(x: f32) -> f32 {
    inverse(1.0 + power(within(x, 80.0) * -std::f32::consts::LOG2_E))
}

/// x times its logistic function.
#[inline(always)]
pub(super) fn silu(x: f32) -> f32 {
    x * sigmoid(x)
}

/// The Gaussian error linear unit as tanh approximates it.
#[inline(always)]
pub(super) fn gelu(x: f32) -> f32 {
    x * sigmoid(1.595_769_1 * (x + 0.044_715 * (x * (x * x))))
}

/// The nearest whole number of a number within four millions, as the low bits of a word.
#[inline(always)]
pub(super) fn nearest(x: f32) -> u32 {
    (x + ROUND).to_bits()
}

/// Sixteen sums that run beside each other become one, always in the same order.
#[inline(always)]
pub(super) fn total(lanes: [f32; 16]) -> f32 {
    let mut eight = [0.0; 8];
    for k in 0..8 {
        eight[k] = lanes[k] + lanes[k + 8];
    }
    let mut four = [0.0; 4];
    for k in 0..4 {
        four[k] = eight[k] + eight[k + 4];
    }
    (four[0] + four[2]) + (four[1] + four[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_the_exact_functions() {
        for k in -7_900..7_900 {
            let x = k as f32 / 100.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) - exact).abs() <= 1.5e-5 * exact, "exp({x})");
            let logistic = 1.0 / (1.0 + f64::from(-x).exp());
            assert!((f64::from(sigmoid(x)) - logistic).abs() <= 1.5e-5 * logistic, "sigmoid({x}) {} {logistic}", sigmoid(x));
        }
        assert!((gelu(1.0) - 0.841_192).abs() < 1e-5);
        assert!((silu(-1.0) + 0.268_941_4).abs() < 1e-6);
    }

    #[test]
    fn the_ends_are_numbers() {
        for x in [f32::MAX, f32::MIN, 100.0, -100.0] {
            assert!(exp(x).is_finite() && sigmoid(x).is_finite());
        }
        assert!(sigmoid(-1e9) < 1e-30 && (sigmoid(1e9) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn nearest_is_even_at_ties() {
        let byte = |x: f32| nearest(x) as u8 as i8;
        assert_eq!([byte(2.5), byte(-2.5), byte(3.5), byte(-126.7), byte(0.4)], [2, -2, 4, -127, 0]);
    }
}
