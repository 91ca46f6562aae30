/** The final state of an execution. */
import type { Explanation, Witness } from '../../explain/explanation.js';
import { shownStates, stateLines } from '../text/final-state.js';
import { behind, folded } from '../text/layout.js';

/** The final state in words, as lines of at most `width`; none where nothing is asked of it. */
export function finalLines({ info }: Explanation, witness: Witness, width: number): readonly string[] {
  if (info.observables.length === 0) return [];
  const { spelling, states } = shownStates(info, [witness.final]);
  const [lines] = stateLines(spelling, states, width - 13);
  return behind(
    '  in the end ',
    lines.flatMap((line) => folded(line.trim(), width - 13)).map((line) => line.trim()),
  );
}
