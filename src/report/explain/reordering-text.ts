/** Which access overtook which in an execution that SC does not have, and that nothing between them says otherwise. */
import type { DiagramEvent, IdleFence, ModelExplanation, Reordering } from '../../explain/explanation.js';
import { listed } from '../text/layout.js';

type Allowed = Extract<ModelExplanation, { readonly kind: 'allowed' }>;

/** An access, or the half of it that is meant. */
type Part = DiagramEvent & Pick<Reordering, 'half'>;

/** The sentence for a reordering. */
export function reorderingText({ witness }: Pick<Allowed, 'witness'>, reordering: Reordering): string {
  const { events, threads } = witness.diagram;
  const earlier = { ...events[reordering.earlier], half: reordering.half };
  const later = { ...events[reordering.later], half: null };
  const between = betweenText(earlier, later, reordering.fences);
  const own = ownTexts(earlier, later);
  const reasons =
    own.length === 0 ? between : `${[between, ...own.slice(0, -1)].join(', ')}, and ${own.at(-1)}`;
  return `In ${threads[later.thread]}, ${named(later)} overtakes ${named(earlier)}: ${reasons}.`;
}

function named({ half, text, line }: Part): string {
  return `${half === null ? '' : `the ${half} of `}"${text}" (line ${line})`;
}

function betweenText(earlier: Part, later: Part, fences: readonly IdleFence[]): string {
  if (fences.length > 0) return listed(fences.map(idleText));
  const noun = nounOf(earlier);
  const article = noun === 'atomic' ? 'an' : 'a';
  return `nothing between them keeps ${article} ${noun} before a later ${nounOf(later)}`;
}

function nounOf({ kind, half }: Part): string {
  return half ?? { read: 'load', write: 'store', update: 'atomic' }[kind];
}

/** What atomics do not do by themselves, where there are any. */
function ownTexts(earlier: Part, later: Part): readonly string[] {
  const both = earlier.kind === 'update' && later.kind === 'update';
  const first = both ? 'the first' : 'this atomic';
  const holder = earlier.half === null ? first : `the ${earlier.half} of ${first}`;
  return [
    ...(earlier.kind === 'update' ? [`${holder} does not hold back what follows it`] : []),
    ...(later.kind === 'update'
      ? [`${both ? 'the second' : 'this atomic'} does not wait for what precedes it`]
      : []),
  ];
}

const ACCESSES = { r: 'loads', w: 'stores', rw: 'loads and stores' } as const;

function idleText({ text, line, orders }: IdleFence): string {
  const where = `${text} (line ${line})`;
  if (orders === null) return `${where} is no instruction on this machine`;
  if (orders === 'context') return `${where} orders loads after earlier branches and addresses only`;
  return `${where} orders ${ACCESSES[orders.before]} before ${ACCESSES[orders.after]} only`;
}
