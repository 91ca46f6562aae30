/** Why an access waits for earlier ones of its thread: the machine's reasons, of those that have not performed. */
import { causeOf, ranked } from '../explain/cause.js';
import type { Scene } from '../window/order.js';
import { type LocalOrder, localOrder } from '../window/reason.js';
import { isPending } from '../window/window.js';
import type { Obstacle } from './offer.js';

/** Scenes are kept by the thread's space, so their orders are worked out once. */
const ORDERS = new WeakMap<Scene, readonly LocalOrder[]>();

function orderOf(scene: Scene): readonly LocalOrder[] {
  const known = ORDERS.get(scene) ?? localOrder(scene);
  ORDERS.set(scene, known);
  return known;
}

/** The earlier accesses that have not performed and that the one at an index is ordered after. */
export function waitsOf(scene: Scene, index: number): readonly LocalOrder[] {
  return orderOf(scene).filter(
    ({ earlier, later }) => later === index && isPending(scene.window.instances[earlier]),
  );
}

/** What the access at an index waits for, the most telling first: a fence rather than a rule, the nearest access. */
export function orderObstacles(scene: Scene, index: number): readonly Obstacle[] {
  const { code, window } = scene;
  const waits = waitsOf(scene, index);
  const causes = new Map(
    waits.map(({ earlier, reason }) => [
      causeOf(scene, reason),
      code.instructions[window.instances[earlier].place],
    ]),
  );
  return ranked([...causes.keys()].reverse()).flatMap((cause) => {
    const earlier = causes.get(cause);
    return earlier === undefined ? [] : [{ kind: 'order', earlier: earlier.span, cause } as const];
  });
}
