// Where a key leads in a table of cells: [row, column] from where one is.
export const PAGE = 15;

export function target(key, isFar, at, last) {
  const [row, column] = at;
  const [lastRow, lastColumn] = last;
  const there = {
    ArrowUp: [isFar ? 0 : row - 1, column],
    ArrowDown: [isFar ? lastRow : row + 1, column],
    ArrowLeft: [row, isFar ? 0 : column - 1],
    ArrowRight: [row, isFar ? lastColumn : column + 1],
    PageUp: [row - PAGE, column],
    PageDown: [row + PAGE, column],
    Home: [isFar ? 0 : row, 0],
    End: [isFar ? lastRow : row, lastColumn],
  }[key];
  if (!there) return null;
  const within = (value, most) => Math.max(0, Math.min(most, value));
  return [within(there[0], lastRow), within(there[1], lastColumn)];
}
