/** The machine's reasons in terms of the source. */
import type { Cause } from '../../../execution/cause.js';
import type { Span } from '../../../text/source.js';
import type { Code } from '../../../window/code.js';
import type { ThreadContext } from '../../../window/order.js';
import type { Reason } from '../../../window/reason.js';

/** A reason of the machine's, with places of the source for instances of the window. */
export function causeOf({ code, window }: ThreadContext, reason: Reason): Cause {
  const { kind } = reason;
  const at = instancesIn(reason).map((index) => code.instructions[window.instances[index].pc].span);
  const within = at.map((span) => reason.kind === 'rule' && accessesMemory(code, span));
  if (reason.kind !== 'rule') return { kind, rule: null, at, within, plain: false };
  return { kind, rule: reason.rule.clause, at, within, plain: reason.plain };
}

/** Whether what stands there in the source accesses memory, whatever else it does. */
function accessesMemory({ instructions }: Code, { start, end }: Span): boolean {
  return instructions.some(
    ({ kind, span }) =>
      (kind === 'read' || kind === 'write' || kind === 'update') && span.start <= start && span.end >= end,
  );
}

function instancesIn(reason: Reason): readonly number[] {
  switch (reason.kind) {
    case 'rule':
      return reason.fences;
    case 'control':
      return [reason.branch];
    case 'earlier-address':
      return [reason.access];
    case 'choice':
      return reason.by === null ? [] : [reason.by];
    case 'isb':
      return [reason.isb];
    case 'forward':
      return [reason.write];
    default:
      return [];
  }
}
