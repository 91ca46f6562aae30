/** The threads' codes as executions that are shown are made with. */
import type { MachineQuery } from '../../../query/query.js';
import { alike, membersOf } from '../../../search/reductions/symmetry.js';
import { SHOWN } from '../../../search/shortest-path.js';
import { type Code, prepare } from '../../../window/code.js';

/**
 * The threads' codes, instruction by instruction as the search has them that finds executions of the program `searched`: what
 * is observed of a thread is kept in those interchangeable with it too.
 */
export function codesOf(
  { program, model, target }: Omit<MachineQuery, 'limits'>,
  searched = program,
): readonly Code[] {
  const members = membersOf(alike(searched, target));
  return members.map((each) => prepare(program, each, target, model, SHOWN));
}
