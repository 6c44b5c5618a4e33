// Numbers of any length, and text from and to numbers.

/// power: error cpu
2n ** (2n ** 30n);

/// power-loop: cpu heap
let b = 3n;
for (;;) try { b = b ** 2n; } catch { b = 3n; }

/// shift: error cpu
1n << 2000000000n;

/// negative-shift: error cpu
1n >> -2000000000n;

/// product: error cpu
let product = 3n ** 600000n;
product * product;

/// product-loop: cpu heap
const factor = 3n ** 300000n;
for (;;) factor * factor;

/// modulo: cpu heap
const dividend = 3n ** 600000n, divisor = 7n ** 150000n;
for (;;) dividend % divisor, dividend / divisor;

/// to-text: cpu heap
const large = 3n ** 600000n;
for (;;) large.toString();

/// to-text-radix: cpu heap
const radixed = 7n ** 300000n;
for (;;) radixed.toString(7);

/// of-text: error cpu
BigInt("7".repeat(2e7));

/// of-text-loop: cpu heap
const digits = "7".repeat(3e5);
for (;;) BigInt(digits);

/// literal: error cpu
eval("7".repeat(2e6) + "n");

/// as-int: cpu error heap
for (;;) BigInt.asIntN(1e6, 3n ** 600000n);

/// as-uint-huge: error cpu
BigInt.asUintN(2 ** 53 - 1, -1n);

/// many-numbers: heap cpu
const many = [];
for (let n = 1n; ; n++) many.push(n << 10000n);

/// compare: cpu heap
const huge = 3n ** 600000n;
for (;;) huge < 1e308, huge == "9".repeat(2e5);

/// to-fixed: cpu
for (;;) (1e21).toFixed(100), (1 / 3).toPrecision(100), (0.1).toString(2);

/// sum-precise: cpu heap
for (;;) Math.hypot(...Array(50000).fill(1e300));
