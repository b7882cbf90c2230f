// Where a key leads in a grid: [row, column] from where one is. The first rows are the head's,
// ``first`` is that of the first student; only arrows lead above it or below ``last``.
export const PAGE = 15;

export function target(key, isFar, at, { first, last, end, columns }) {
  const [row, column] = at;
  const among = (value) => Math.max(first, Math.min(last, value));
  const there = {
    ArrowUp: [isFar ? first : row - 1, column],
    ArrowDown: [isFar ? last : row + 1, column],
    ArrowLeft: [row, isFar ? 0 : column - 1],
    ArrowRight: [row, isFar ? columns : column + 1],
    PageUp: [among(row - PAGE), column],
    PageDown: [among(row + PAGE), column],
    Home: [isFar ? first : row, 0],
    End: [isFar ? last : row, columns],
  }[key];
  if (!there) return null;
  const within = (value, most) => Math.max(0, Math.min(most, value));
  return [within(there[0], end), within(there[1], columns)];
}
