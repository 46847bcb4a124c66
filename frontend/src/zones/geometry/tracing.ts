/**
 * Follows a boundary between two corners that both lie on it.
 *
 * OpenLayers' own tracing runs along with the mouse from the first click on a boundary to the
 * next, however far the mouse goes from it: no good as the rule, and nothing for keys or
 * fingers. Here each new corner looks back: where it and the one before lie on one line, the
 * line's own corners in between are taken over, by the shorter way.
 */

import { onSegment } from "./segment.js";

type Point = readonly number[];
/** A boundary's corners; a ring is closed by its first one again. */
export type Line = readonly Point[];

function isRing(line: Line): boolean {
  const first = line[0];
  const last = line.at(-1);
  return line.length > 3 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
}

/** Where on a line a point lies: 2.25 is a quarter of the way from corner 2 to corner 3. */
function locate(line: Line, at: Point, tolerance: number): number | null {
  let best = tolerance ** 2;
  let found: number | null = null;
  for (let index = 0; index + 1 < line.length; index += 1) {
    const { along, distance2 } = onSegment(at, line[index] as Point, line[index + 1] as Point);
    if (distance2 < best || (found === null && distance2 === best)) {
      best = distance2;
      found = index + along;
    }
  }
  return found;
}

/** The corners strictly between two places, going upwards; a ring may go over its end. */
function between(line: Line, from: number, to: number): Point[] {
  // A ring's last corner is its first again.
  const count = line.length - 1;
  const corners: Point[] = [];
  for (let index = Math.floor(from) + 1; index < to; index += 1) {
    corners.push(line[index % count] as Point);
  }
  return corners;
}

function length(points: readonly Point[]): number {
  return points.reduce((sum, [x = 0, y = 0], index) => {
    const [toX = x, toY = y] = points[index + 1] ?? [];
    return sum + Math.hypot(toX - x, toY - y);
  }, 0);
}

function alongLine(line: Line, from: Point, to: Point, tolerance: number): Point[] | null {
  const start = locate(line, from, tolerance);
  const end = locate(line, to, tolerance);
  if (start === null || end === null) {
    return null;
  }
  const [low, high] = start <= end ? [start, end] : [end, start];
  const inside = between(line, low, high);
  const upwards = start <= end ? inside : inside.reverse();
  if (!isRing(line)) {
    return upwards;
  }
  const around = between(line, high, low + line.length - 1);
  const other = start <= end ? around.reverse() : around;
  return length([from, ...upwards, to]) <= length([from, ...other, to]) ? upwards : other;
}

/**
 * The corners between `from` and `to` along the line that joins them by the shortest way.
 *
 * Empty where no line passes, within `tolerance`, by both. All in the same plane.
 */
export function traced(
  lines: Iterable<Line>,
  from: Point,
  to: Point,
  tolerance: number,
): readonly Point[] {
  let shortest: Point[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const path = alongLine(line, from, to, tolerance);
    const size = path ? length([from, ...path, to]) : best;
    if (path && size < best) {
      best = size;
      shortest = path;
    }
  }
  return shortest;
}
