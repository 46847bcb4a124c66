/** Distances in a plane, squared, and the place on a segment that lies nearest to a point. */

/** The squared distance of two points. */
export function distance2(a: readonly number[], b: readonly number[]): number {
  return ((a[0] ?? 0) - (b[0] ?? 0)) ** 2 + ((a[1] ?? 0) - (b[1] ?? 0)) ** 2;
}

/** How far along a segment (0 to 1) its point nearest to `at` lies, and how far off, squared. */
export function onSegment(
  at: readonly number[],
  from: readonly number[],
  to: readonly number[],
): { along: number; distance2: number } {
  const [x = 0, y = 0] = from;
  const dx = (to[0] ?? 0) - x;
  const dy = (to[1] ?? 0) - y;
  const length2 = dx * dx + dy * dy;
  const share = ((at[0] ?? 0) - x) * dx + ((at[1] ?? 0) - y) * dy;
  const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, share / length2));
  return { along, distance2: distance2(at, [x + along * dx, y + along * dy]) };
}
