/**
 * A diagram as text for Graphviz: a column a thread, a row for each step of program order, so that arrows downwards
 * are program order and arrows across are communication. dot lays out whatever it likes; what makes columns of it is that
 * each row is a rank whose members are tied from left to right, and that neighbours of a thread pull at each other.
 * Names of arrows across get their places afterwards (label-position.ts), so that they do not bend the arrows.
 */

import type { Diagram, DiagramEvent } from '../../explain/explanation.js';
import { visible } from '../../text/visible.js';
import { effectText } from '../explain/cycle-lines.js';
import { type Arrow, arrowsOf, rowOf } from './arrow.js';
import { escaped, nameLines, namesOf, shortened } from './label.js';
import { COLOURS, type Look, lookOf, OVERTAKING } from './palette.js';

/** What a graph shows. */
export interface Drawing {
  /** The test's name. */
  readonly name: string;
  /** Lines above the columns. */
  readonly title: readonly string[];
  readonly diagram: Diagram;
  /** For an event's number, the numbers of the steps in which it takes effect, from 1; empty where there is no time. */
  readonly stepNumbers: ReadonlyMap<number, readonly number[]>;
  /** Events of a thread that took effect in the other order. */
  readonly overtakings: readonly { readonly earlier: number; readonly later: number }[];
  /** Events that are pointed at: those of a data race. */
  readonly pointed: readonly number[];
}

const SANS = 'Helvetica';
const MONO = 'Courier';
/** Between columns, in inches: arrows across are easier to follow where they have room. */
const WIDE = 0.7;
const NARROW = 0.4;

/**
 * The text for Graphviz's dot. In its svg each event has a class with its number in the diagram (`event-3`), and so have
 * the arrows (`arrow-5`).
 */
export function dotText({ name, title, diagram, stepNumbers, overtakings, pointed }: Drawing): string {
  const names = namesOf(diagram).map(quoted);
  const arrows = arrowsOf(diagram);
  const lines = [
    `digraph ${quoted(name)} {`,
    ...[
      ...settings(title, diagram.threads.length),
      ...diagram.threads.flatMap((thread, index) => column(diagram, thread, index, names, stepNumbers)),
      ...rows(diagram, names),
      ...arrows.flatMap((arrow) => arrowLines(diagram, arrow, names)),
      ...pointed.map((id) => `${names[id]} [color="${COLOURS.racing}", penwidth=2.2]`),
      ...overtakings.map(({ earlier, later }) => overtakingLine(names[earlier], names[later])),
    ].map((line) => `  ${line}`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function settings(title: readonly string[], threads: number): readonly string[] {
  const gap = threads > 3 ? NARROW : WIDE;
  const heading = title.map((line, index) => (index === 0 ? `<b>${escaped(line)}</b>` : escaped(line)));
  return [
    `graph [bgcolor=white, nodesep=${gap}, ranksep=0.3, fontname=${SANS}, fontsize=12, labelloc=t]`,
    ...(title.length === 0 ? [] : [`graph [label=<${heading.join('<br/>')}>]`]),
    `node [shape=box, style="rounded,filled", fillcolor=white, color="${COLOURS.frame}", margin="0.1,0.06", fontname=${SANS}, fontsize=11]`,
    `edge [arrowsize=0.7, fontname=${SANS}, fontsize=10]`,
  ];
}

function column(
  { events }: Diagram,
  title: string,
  thread: number,
  names: readonly string[],
  stepNumbers: Drawing['stepNumbers'],
): readonly string[] {
  const own = events.filter((event) => event.thread === thread);
  const header = quoted(title);
  return [
    `${header} [shape=plain, style="", fontsize=13, group=${header}, class=thread, label=<<b>${escaped(title)}</b>>]`,
    ...own.map((event) => eventLine(event, names[event.id], header, stepNumbers.get(event.id) ?? [])),
    ...own.slice(0, 1).map(({ id }) => `${header} -> ${names[id]} [style=invis, weight=100]`),
  ];
}

function eventLine(event: DiagramEvent, name: string, group: string, steps: readonly number[]): string {
  const number = `<font color="${COLOURS.quiet}" point-size="10">${event.line} </font>`;
  const text = `<font face="${MONO}">${escaped(shortened(event.text))}</font>`;
  const effect = escaped(shortened(effectText(event)));
  const when = `${steps.length === 1 ? 'step' : 'steps'} ${steps.join(', ')}`;
  const whenCell =
    steps.length === 0 ? '' : `<td align="right"><font point-size="10"><b>  ${when}</b></font></td>`;
  const label = [
    '<table border="0" cellborder="0" cellspacing="0" cellpadding="1">',
    `<tr><td align="left"${whenCell === '' ? '' : ' colspan="2"'}>${number}${text}</td></tr>`,
    `<tr><td align="left">${effect}</td>${whenCell}</tr>`,
    '</table>',
  ].join('');
  return `${name} [group=${group}, class="event event-${event.id} ${event.kind}", label=<${label}>]`;
}

/** The threads from left to right, and below them what is as far down its thread. */
function rows(diagram: Diagram, names: readonly string[]): readonly string[] {
  const sets: string[][] = [];
  for (const { id } of diagram.events) {
    const row = rowOf(diagram, id);
    sets[row] = [...(sets[row] ?? []), names[id]];
  }
  return [diagram.threads.map(quoted), ...sets].flatMap((set) => [
    `{ rank=same; ${set.join('; ')} }`,
    ...(set.length < 2 ? [] : [`${set.join(' -> ')} [style=invis]`]),
  ]);
}

function arrowLines(diagram: Diagram, arrow: Arrow, names: readonly string[]): readonly string[] {
  const { edge, index, ends, isSpine } = arrow;
  const { relation, highlighted } = edge;
  const [first, second] = ends;
  const { location, read } = diagram.events[second];
  const initial = quoted(`initially ${names[second].slice(1, -1)}`);
  const source = `${initial} [shape=plain, style="", fontsize=10, fontcolor="${COLOURS.quiet}", class="initial initial-${second}", label=<${escaped(shortened(`${location} = ${read}`))}>]`;
  const look = lookOf(
    edge,
    diagram.edges.some((each) => each.highlighted),
  );
  const attributes = [
    ...labelOf(arrow, look),
    `weight=${isSpine ? 100 : 0}`,
    ...(second === edge.to ? [] : ['dir=back']),
    `color="${look.colour}"`,
    `fontcolor="${look.text}"`,
    `style=${look.style}`,
    `penwidth=${look.width}`,
    `class="arrow arrow-${index} ${relation}${highlighted ? ' cycle' : ''}"`,
  ];
  const line = `${first === null ? initial : names[first]} -> ${names[second]} [${attributes.join(', ')}]`;
  return first === null ? [source, line] : [line];
}

/**
 * Program order needs no name. dot keeps room for names within a column, with their reasons; others are placed later, and
 * a reason would be in the way there, as it would at an arrow that stays back.
 */
function labelOf({ edge, isLocal }: Arrow, { isBack }: Look): readonly string[] {
  const { from, relation, highlighted } = edge;
  if (relation === 'po' && !highlighted) return [];
  const isBeside = isLocal && from !== null;
  const lines = (isBeside && !isBack ? nameLines(edge) : [relation]).map(escaped).join('<br align="left"/>');
  const text = highlighted ? `<b>${lines}</b>` : lines;
  return isBeside ? [`label=<${boxed(text)}>`] : [`xlabel=<${text}>`];
}

function overtakingLine(earlier: string, later: string): string {
  const { colour, width } = OVERTAKING;
  const label = boxed('<b>overtakes</b>');
  return `${earlier} -> ${later} [dir=back, weight=0, label=<${label}>, color="${colour}", fontcolor="${colour}", penwidth=${width}, class="arrow overtaking"]`;
}

/** A name with some air between it and its line. */
function boxed(text: string): string {
  return `<table border="0" cellpadding="4"><tr><td balign="left">${text}</td></tr></table>`;
}

function quoted(text: string): string {
  return `"${visible(text).replace(/[\\"]/g, '\\$&')}"`;
}
