/**
 * A graph as svg. Graphviz, compiled for npm, lays it out; it is a package of its own beside the bundle, for it is larger
 * than all of pinlitmus, and loaded when a graph is asked for. What comes out is made fit for a page: classes instead
 * of ids, which several graphs on a page would share, and titles that a pointer shows in the words of the source.
 */
import { invariant } from '../../text/invariant.js';
import { type Drawing, dotText } from './dot.js';
import { escaped, namesOf } from './label.js';
import { type Layout, type Shift, shiftsOf, textsOf } from './label-position.js';

/** Names stand on their lines: a rim in the background's colour keeps them legible. Fonts as wide as Graphviz takes them. */
const STYLE = [
  'text{font-family:Helvetica,Arial,"Liberation Sans",sans-serif}',
  '.event text[font-family^=Courier]{font-family:"DejaVu Sans Mono",Menlo,Consolas,"Liberation Mono",Courier,monospace}',
  '.arrow text{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}',
].join('\n');

/** The element alone, without a style of its own, for a page that has one. */
export async function svgElement(drawing: Drawing): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  const dot = dotText(drawing);
  const layout: Layout = JSON.parse(graphviz.layout(dot, 'json', 'dot'));
  const svg = graphviz.layout(dot, 'svg', 'dot');
  const start = svg.indexOf('<svg');
  invariant(start !== -1, 'Graphviz gives an svg element');
  const bare = svg
    .slice(start)
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(/ id="[^"]*"/g, '')
    .replaceAll('&#45;', '-');
  return shiftsOf(layout).reduce(moved, titled(fitted(bare, layout), drawing));
}

/**
 * Gives every text the width that the layout has for it: whatever fonts the reader has, it stays within its box. The two forms
 * of a layout have the same places, but for the direction of y.
 */
function fitted(svg: string, layout: Layout): string {
  const widths = new Map(textsOf(layout).map(({ pt: [x, y], width }) => [placeOf(x, -y), width]));
  return svg.replace(
    /<text([^>]*) x="([^"]*)" y="([^"]*)"/g,
    (whole, before: string, x: string, y: string) => {
      const width = widths.get(placeOf(Number(x), Number(y)));
      if (width === undefined || width < 1) return whole;
      return `<text${before} textLength="${width}" lengthAdjust="spacingAndGlyphs" x="${x}" y="${y}"`;
    },
  );
}

function placeOf(x: number, y: number): string {
  return `${x.toFixed(2)} ${(y + 0).toFixed(2)}`;
}

/** A file of its own, on white. */
export async function svgText(drawing: Drawing): Promise<string> {
  const element = await svgElement(drawing);
  const styled = element.replace(/^(<svg[^>]*>)/, (tag) => `${tag}\n<style>\n${STYLE}\n</style>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${styled}`;
}

/** Replaces the titles that pointers and screen readers show; Graphviz makes them of the names of nodes. */
function titled(svg: string, { name, title, diagram }: Drawing): string {
  const names = namesOf(diagram);
  const titles = new Map<string, string>();
  for (const { id, text } of diagram.events) titles.set(`event-${id}`, `${names[id]} ${text}`);
  for (const [index, { from, to, relation, reason }] of diagram.edges.entries()) {
    const why = reason === '' ? '' : `, ${reason}`;
    titles.set(
      `arrow-${index}`,
      `${relation} from ${from === null ? 'the initial value' : names[from]} to ${names[to]}${why}`,
    );
  }
  const whole = escaped(title.length === 0 ? name : title.join(': '));
  return svg
    .replace(/^<svg/, `<svg role="img" aria-label="${whole}"`)
    .replace(/(<g class="([^"]*)"[^>]*>\n)<title>[^<]*<\/title>\n/g, (_, group: string, classes: string) => {
      const text = classes.split(' ').map((each) => titles.get(each));
      const known = text.find((each) => each !== undefined);
      return known === undefined ? group : `${group}<title>${escaped(known)}</title>\n`;
    });
}

/** Moves the name of one arrow. */
function moved(svg: string, { class: classes, by }: Shift): string {
  const start = svg.indexOf(`<g class="edge ${classes}"`);
  invariant(start !== -1, 'every arrow of the layout is in the svg');
  const end = svg.indexOf('</g>', start);
  const group = svg
    .slice(start, end)
    .replace(/(<text[^>]*) x="([^"]*)" y="([^"]*)"/g, (_, tag: string, x: string, y: string) => {
      return `${tag} x="${(Number(x) + by.x).toFixed(2)}" y="${(Number(y) - by.y).toFixed(2)}"`;
    });
  return svg.slice(0, start) + group + svg.slice(end);
}
