// Numbers as Kusto prints them.

/** `1.0`, `0.1`, `1E+20`, `NaN`, `Infinity`: the shortest digits that give the number back; a whole number keeps `.0`. */
export const textOfReal = (value: number): string => {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return '-0.0';
  const [digits = '', exponent] = value.toExponential().split('e') as [string, string?];
  const size = Number(exponent);
  if (size >= 15 || size < -5) return `${digits}E${size < 0 ? '-' : '+'}${String(Math.abs(size)).padStart(2, '0')}`;
  const plain = value.toFixed(Math.max(0, (digits.split('.')[1] ?? '').length - size));
  return plain.includes('.') ? plain : `${plain}.0`;
};
