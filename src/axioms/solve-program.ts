/** The final states of a program under an axiomatic model. */

import { withCells } from '../query/cells.js';
import type { BadAddress, Exploration } from '../query/exploration.js';
import type { Query } from '../query/query.js';
import { Combinations, type HowToSolve } from './combinations.js';
import { Spending } from './spending.js';

/**
 * Solves a query; with the goal `first` one final state is enough. Where some execution leaves an object by a little, it is
 * solved again with a cell there, all within the limits together.
 */
export function solveProgram(query: Query, how: HowToSolve): Exploration {
  const spending = new Spending(query.limits);
  const outside: BadAddress[] = [];
  let { program } = query;
  for (let round = 0; ; round++) {
    const found = new Combinations({ ...query, program }, how, spending).run();
    const near = found.badAddresses.filter((each) => each.near !== null);
    const isMixed = found.badAddresses.some(({ mixed }) => mixed !== null);
    const isEnough = how.goal === 'first' && found.states.length > 0;
    if (near.length === 0 || isMixed || found.limit !== null || isEnough)
      return { ...found, badAddresses: [...outside, ...found.badAddresses] };
    outside.push(...near);
    program = withCells(program, near, round);
  }
}
