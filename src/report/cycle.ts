/** The cycle that forbids a state, read from top to bottom: each access with its value, and between them why. */
import type { ExplainedCycle, PictureEdge, PictureEvent } from '../explain/explanation.js';
import type { Paint } from './colour.js';
import { longest, wrapped } from './layout.js';

const INDENT = 4;

/** The lines of a cycle, at most `width` wide. */
export function cycleLines(cycle: ExplainedCycle, width: number, paint: Paint): readonly string[] {
  const { events, threads } = cycle.picture;
  const stops = cycle.edges.flatMap(({ from }) => (from === null ? [] : [events[from]]));
  const place = (event: PictureEvent): string => `${threads[event.thread]}:${event.line}`;
  const column = longest(stops.map(place)) + 2;
  const texts = longest(stops.map(({ text }) => text));
  const lines: string[] = [];
  const stop = (event: PictureEvent, isReturn: boolean): void => {
    const head = `${' '.repeat(INDENT)}${place(event).padEnd(column)}`;
    const effect = isReturn ? '' : effectText(event);
    const room = width - head.length;
    const beside = effect !== '' && texts + 3 + longest(stops.map(effectText)) <= room;
    const whole = beside ? `${event.text.padEnd(texts)}   ${effect}` : event.text;
    const rest = ' '.repeat(head.length);
    lines.push(...split(whole, room, beside).map((line, index) => (index === 0 ? head : rest) + line));
    if (effect !== '' && !beside) lines.push(...wrapped(effect, room - 2).map((line) => `${rest}  ${line}`));
  };
  cycle.edges.forEach((edge, index) => {
    stop(stops[index], false);
    const lead = ' '.repeat(INDENT + column);
    const reason = wrapped(edgeText(edge), width - lead.length - 4);
    lines.push(...reason.map((line, each) => paint.dim(`${lead}${each === 0 ? '↓' : ' '} ${line}`)));
  });
  if (stops.length > 0) stop(stops[0], true);
  return lines;
}

function split(text: string, room: number, whole: boolean): readonly string[] {
  return whole ? [text] : wrapped(text, room);
}

function effectText({ kind, location, read, written }: PictureEvent): string {
  switch (kind) {
    case 'read':
      return `reads ${location} = ${read}`;
    case 'write':
      return `writes ${location} = ${written}`;
    case 'update':
      return `${location} from ${read} to ${written}`;
  }
}

/** How one access of a cycle is before the next. */
export function edgeText({ relation, reason }: PictureEdge): string {
  switch (relation) {
    case 'rf':
      return 'read by';
    case 'co':
      return reason === '' ? 'overwritten by' : `before, for ${reason}, what overwrites it`;
    case 'fr':
      return 'what it read is overwritten by';
    case 'po':
      return 'before, in program order at one location';
    default:
      return reason;
  }
}
