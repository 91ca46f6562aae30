/** What stands where in a graph's svg, for tests that look at it as a reader does. */

/** A rectangle in the svg's coordinates; y grows downwards. */
export interface Box {
  readonly what: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The events' boxes, by the classes of their groups: `node event event-3 read`. */
export function eventBoxes(svg: string): readonly Box[] {
  return groups(svg, 'node event').map(({ classes, text }) => {
    const outline = / d="([^"]*)"/.exec(text)?.[1] ?? '';
    const points = [...outline.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    return {
      what: classes,
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
    };
  });
}

/** The lines of arrows' names; letters of 10 points are taken as 5 wide and 7 high, which is what no reader would miss. */
export function arrowNames(svg: string): readonly Box[] {
  return groups(svg, 'edge arrow').flatMap(({ classes, text }) =>
    [...text.matchAll(/<text[^>]* text-anchor="(\w+)" x="([^"]*)" y="([^"]*)"[^>]*>([^<]*)</g)].map(
      ([, anchor, x, y, name]) => {
        const width = name.replace(/&[#\w]+;/g, '.').length * 5;
        const left = Number(x) - (anchor === 'middle' ? width / 2 : 0);
        return {
          what: `${classes}: ${name}`,
          left,
          right: left + width,
          top: Number(y) - 7,
          bottom: Number(y),
        };
      },
    ),
  );
}

/** Whether two boxes have a point in common. */
export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function groups(svg: string, start: string): readonly { readonly classes: string; readonly text: string }[] {
  return [...svg.matchAll(/<g class="([^"]*)">([\s\S]*?)<\/g>/g)]
    .map(([, classes, text]) => ({ classes, text }))
    .filter(({ classes }) => classes.startsWith(start));
}

/** What is wrong with a document's elements: those that are closed in the wrong order, or never. */
export function unbalanced(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [tag, close, name, empty] of xml.matchAll(/<(\/?)([a-zA-Z]+)[^>]*?(\/?)>/g)) {
    if (empty === '/') continue;
    if (close === '') open.push(name);
    else if (open.pop() !== name) return [tag];
  }
  return open;
}
