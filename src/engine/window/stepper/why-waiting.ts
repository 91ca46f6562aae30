/** Why an access waits for earlier ones of its thread: the machine's reasons, of those that have not performed. */
import { ranked } from '../../../execution/cause.js';
import type { Obstacle } from '../../../query/stepper.js';
import type { ThreadContext } from '../../../window/order.js';
import type { LocalOrder } from '../../../window/reason.js';
import { causeOf } from '../execution/cause-of.js';

/** What an access waits for, given the orders that hold it back, the most telling first: a fence rather than a rule, the nearest access. */
export function orderObstacles(context: ThreadContext, waits: readonly LocalOrder[]): readonly Obstacle[] {
  const { code, window } = context;
  const causes = new Map(
    waits.map(({ earlier, reason }) => [
      causeOf(context, reason),
      code.instructions[window.instances[earlier].pc],
    ]),
  );
  return ranked([...causes.keys()].reverse()).flatMap((cause) => {
    const earlier = causes.get(cause);
    return earlier === undefined ? [] : [{ kind: 'order', earlier: earlier.span, cause } as const];
  });
}
