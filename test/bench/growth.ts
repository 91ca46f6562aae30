/** How a cost grows with n: like a power of n or like a base to the n, whichever fits better. */

export interface Point {
  readonly n: number;
  readonly states: number;
  readonly outcomes: number;
  readonly milliseconds: number;
  readonly complete: boolean;
}

/** What a line through points comes to, and how far off the points are. */
interface Fit {
  readonly slope: number;
  readonly error: number;
}

/** Growth of states, and of final states where they were counted, over the larger half of what was measured. */
export function describeGrowth(points: readonly Point[], counted: boolean): string {
  const upper = points.slice(-Math.max(4, Math.ceil(points.length / 2)));
  if (upper.length < 4) return 'too few sizes';
  const states = describe(upper.map(({ n, states }) => [n, states]));
  return counted
    ? `states ${states}, outcomes ${describe(upper.map(({ n, outcomes }) => [n, outcomes]))}`
    : `states ${states}`;
}

function describe(values: readonly (readonly [n: number, value: number])[]): string {
  if (new Set(values.map(([, value]) => value)).size === 1) return 'constant';
  const power = lineThrough(values.map(([n, value]) => [Math.log(n), Math.log(Math.max(value, 1))]));
  const exponential = lineThrough(values.map(([n, value]) => [n, Math.log(Math.max(value, 1))]));
  return power.error <= exponential.error
    ? `~ n^${power.slope.toFixed(1)}`
    : `~ ${Math.exp(exponential.slope).toFixed(2)}^n`;
}

/** Least squares. */
function lineThrough(points: readonly (readonly [x: number, y: number])[]): Fit {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, each) => sum + each, 0) / values.length;
  const x = mean(points.map((each) => each[0]));
  const y = mean(points.map((each) => each[1]));
  const slope =
    mean(points.map((each) => (each[0] - x) * (each[1] - y))) /
    mean(points.map((each) => (each[0] - x) ** 2));
  const error = mean(points.map((each) => (each[1] - y - slope * (each[0] - x)) ** 2));
  return { slope, error };
}
