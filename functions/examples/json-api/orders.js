/** One priced line; amounts are in cents, so that sums stay exact. */
export function addLine({ sku, quantity, unitPrice } = {}, index) {
  if (typeof sku !== "string" || sku === "") throw new RangeError(`lines[${index}].sku must be text`);
  if (!Number.isInteger(quantity) || quantity < 1) throw new RangeError(`lines[${index}].quantity must be 1 or more`);
  if (!Number.isInteger(unitPrice) || unitPrice < 0) throw new RangeError(`lines[${index}].unitPrice must be cents`);
  return { sku, quantity, unitPrice, amount: quantity * unitPrice };
}

export function totals(lines) {
  return { lines, total: lines.reduce((sum, line) => sum + line.amount, 0) };
}
