// The same words as portal/web/formats.py: 606 kB, 48.2 MB.
export function fileSize(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  let [number, unit] = [bytes, 0];
  while (number >= 999.5 && unit < units.length - 1) [number, unit] = [number / 1000, unit + 1];
  const digits = unit > 0 && number < 99.95 ? 1 : 0;
  return `${number.toFixed(digits)} ${units[unit]}`;
}
