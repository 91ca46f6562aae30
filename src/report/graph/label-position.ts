/**
 * Where the names of arrows across stand: on their own lines, where no box, no other name and as few other lines as can be
 * are in the way. Graphviz has placed boxes and lines by then; left to itself it puts the names of two arrows that cross
 * on top of each other, at the crossing.
 */

/** In points; Graphviz's y grows upwards. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** A text that Graphviz placed, with the width that it takes it to have. */
export interface PlacedText {
  readonly pt: readonly [number, number];
  readonly width: number;
  readonly text: string;
}

/** What Graphviz says of a label: texts, and with them fonts and colours. */
type Label = readonly (PlacedText | { readonly op: string })[];

/** What Graphviz's `json` says of a layout, as far as it is read here. */
export interface Layout {
  readonly _ldraw_?: Label;
  readonly objects?: readonly {
    readonly _ldraw_?: Label;
    readonly pos?: string;
    /** In inches. */
    readonly width?: string;
    readonly height?: string;
  }[];
  readonly edges?: readonly {
    readonly _ldraw_?: Label;
    readonly class?: string;
    /** `e,x,y` for the tip of an arrow's head, `s,x,y` for its tail's, and the control points of a spline. */
    readonly pos?: string;
    /** Where a name within a column stands, and its size is reserved. */
    readonly lp?: string;
    readonly label?: string;
    /** Where a name across stands. */
    readonly xlp?: string;
    readonly xlabel?: string;
  }[];
}

/** All texts of a layout. */
export function textsOf({ _ldraw_: title = [], objects = [], edges = [] }: Layout): readonly PlacedText[] {
  const labels = [title, ...[...objects, ...edges].map(({ _ldraw_ = [] }) => _ldraw_)];
  return labels.flat().filter((each) => 'pt' in each && 'width' in each);
}

/** How far the name of an arrow moves from where Graphviz put it. */
export interface Shift {
  readonly class: string;
  readonly by: Point;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** The size of letters at the names' size of 10 points, on the safe side. */
const LETTER = { width: 5.8, height: 11.5 } as const;
/** How close the points are, at the least, that stand for a line. */
const SPACING = 3;
/** What is worse: a name on a box or another name, or one that a line runs through or past. A name in the middle is best. */
const COST = { covered: 100, crossed: 4, aside: 3 } as const;

/** For each named arrow across, how far to move its name. */
export function shiftsOf({ objects = [], edges = [] }: Layout): readonly Shift[] {
  const taken: Box[] = objects.flatMap(({ pos, width, height }) =>
    pos === undefined ? [] : [around(pointOf(pos), Number(width) * 72, Number(height) * 72)],
  );
  for (const { lp, label } of edges) if (lp && label) taken.push(around(pointOf(lp), ...sizeOf(label)));
  const lines = edges.map(({ pos }) => sampled(pos ?? ''));
  return edges.flatMap((edge, index) => {
    if (!edge.xlp || !edge.xlabel || !edge.class || lines[index].length === 0) return [];
    const others = edges.flatMap((other, at) => (at === index || !other.class ? [] : lines[at]));
    const best = bestOf(lines[index], sizeOf(edge.xlabel), taken, others);
    taken.push(around(best, ...sizeOf(edge.xlabel)));
    const from = pointOf(edge.xlp);
    return [{ class: edge.class, by: { x: best.x - from.x, y: best.y - from.y } }];
  });
}

/** The best place for the middle of a name along its line. */
function bestOf(
  line: readonly Point[],
  size: readonly [number, number],
  taken: readonly Box[],
  others: readonly Point[],
): Point {
  let best = { point: line[0], cost: Number.POSITIVE_INFINITY };
  for (const [index, point] of line.entries()) {
    const box = around(point, size[0] + 4, size[1] + 2);
    const covered = taken.filter((other) => overlap(box, other)).length;
    const near = around(point, size[0] + 16, size[1] + 10);
    const crossed = others.filter((other) => contains(near, other)).length;
    const aside = Math.abs(index / (line.length - 1) - 0.5);
    const cost = covered * COST.covered + crossed * COST.crossed + aside * COST.aside;
    if (cost < best.cost - 1e-9) best = { point, cost };
  }
  return best.point;
}

/** The width and height of a name in Graphviz's HTML-like notation. */
function sizeOf(label: string): readonly [number, number] {
  const lines = label.split(/<br[^>]*>/).map((line) => line.replace(/<[^>]*>/g, '').replace(/&\w+;/g, '.'));
  return [Math.max(...lines.map(({ length }) => length)) * LETTER.width, lines.length * LETTER.height];
}

/** Points along a spline, close to each other. */
function sampled(spline: string): readonly Point[] {
  const controls = spline
    .split(' ')
    .filter((part) => /^[-\d.]/.test(part))
    .map(pointOf);
  const points: Point[] = [];
  for (let from = 0; from + 3 < controls.length; from += 3) {
    const [a, b, c, d] = controls.slice(from, from + 4);
    const samples = Math.ceil((distance(a, b) + distance(b, c) + distance(c, d)) / SPACING);
    for (let step = 0; step < samples; step += 1) points.push(bezier(a, b, c, d, step / samples));
  }
  return points;
}

function bezier(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const s = 1 - t;
  const at = (axis: 'x' | 'y'): number =>
    s * s * s * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t * t * t * d[axis];
  return { x: at('x'), y: at('y') };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function pointOf(text: string): Point {
  const [x, y] = text.split(',').map(Number);
  return { x, y };
}

function around({ x, y }: Point, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, bottom: y - height / 2, top: y + height / 2 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

function contains({ left, right, bottom, top }: Box, { x, y }: Point): boolean {
  return left < x && x < right && bottom < y && y < top;
}
