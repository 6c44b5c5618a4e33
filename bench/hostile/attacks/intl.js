// Internationalisation.

/// segmenter-thai: cpu heap
const thai = "\u0e01\u0e32".repeat(5e5);
for (;;) for (const s of new Intl.Segmenter("th", { granularity: "word" }).segment(thai)) s;

/// segmenter-emoji: cpu heap
const family = "\u{1f468}\u200d\u{1f469}\u200d".repeat(3e5);
for (;;) for (const s of new Intl.Segmenter("en").segment(family)) s;

/// segmenter-containing: cpu heap
const segments = new Intl.Segmenter("ja", { granularity: "sentence" }).segment("\u3042".repeat(1e6));
for (;;) segments.containing(999999);

/// number-format-large: cpu error heap
const power = 3n ** 600000n;
for (;;) new Intl.NumberFormat("de").format(power);

/// number-format-text: error cpu heap
for (;;) try { new Intl.NumberFormat("de").format("9".repeat(1e6)); } catch {}

/// number-format-exponent: error cpu
for (;;) new Intl.NumberFormat("de").format("1e999999999");

/// number-format-range: cpu error heap
for (;;) new Intl.NumberFormat("de").formatRange("1".repeat(6e4), "2".repeat(6e4));

/// number-formats: cpu heap
const formats = [];
for (;;) formats.push(new Intl.NumberFormat("ar-EG", { style: "currency", currency: "EUR" }));

/// compact: cpu heap
for (;;) new Intl.NumberFormat("hi", { notation: "compact", compactDisplay: "long" }).formatToParts(2n ** 1000n);

/// date-time-format-locales: cpu heap
const locales = Array(300000).fill("de-AT");
for (;;) new Intl.DateTimeFormat(locales);

/// date-time-formats: cpu heap
const kept = [];
for (;;) kept.push(new Intl.DateTimeFormat("ja-u-ca-japanese", { dateStyle: "full", timeStyle: "full" }));

/// date-range: cpu heap
const range = new Intl.DateTimeFormat("zh", { dateStyle: "full" });
for (;;) range.formatRangeToParts(0, 8.64e15);

/// locale-long: error cpu
for (;;) try { new Intl.Locale("en-" + "abcde-".repeat(1e6) + "x"); } catch {}

/// locale-extensions: error cpu
for (;;) try { Intl.getCanonicalLocales("en-x-" + "a-".repeat(1e6) + "b"); } catch {}

/// locale-maximize: cpu
for (;;) new Intl.Locale("zh").maximize().minimize().toString();

/// supported-values: cpu
for (;;) for (const key of ["calendar", "collation", "currency", "numberingSystem", "timeZone", "unit"]) Intl.supportedValuesOf(key);

/// collator-sort: cpu heap
const words = Array.from({ length: 2e5 }, (_, i) => "\u00e4" + (i * 7919) % 200000);
for (;;) words.toSorted(new Intl.Collator("de", { numeric: true }).compare);

/// collator-long: cpu heap
const long = "\u00e4\u0323\u0302".repeat(2e6);
for (;;) new Intl.Collator("vi").compare(long, long + "a");

/// collators: cpu heap
const collators = [];
for (;;) collators.push(new Intl.Collator("zh-u-co-stroke"));

/// list-format: cpu heap error
new Intl.ListFormat("en").format((function* () { for (;;) yield "x"; })());

/// list-format-long: cpu heap error
for (;;) new Intl.ListFormat("en").format(Array(3e5).fill("x"));

/// plural-rules: cpu
for (;;) new Intl.PluralRules("ar").select(1e21);

/// relative-time: cpu heap
for (;;) new Intl.RelativeTimeFormat("pl").formatToParts(1e300, "day");

/// display-names: cpu heap
for (;;) new Intl.DisplayNames("de", { type: "region" }).of("DE");

/// duration: cpu error
for (;;) new Intl.DurationFormat("en").format({ seconds: 2 ** 53 - 1 });

/// time-zones: error cpu
for (;;) try { new Intl.DateTimeFormat("en", { timeZone: "A/" + "b".repeat(1e6) }); } catch {}
