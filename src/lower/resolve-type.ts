/** Types where code names them. */

import type { CType } from '../kernel/c-type.js';
import type { TypeName } from '../syntax/file-scope-tree.js';
import type { Frame } from './frame.js';
import { typeOfExpression } from './type-of.js';

/** The type that a name in the code of a frame stands for; an unknown one is reported and taken as int. */
export function resolveType(frame: Frame, name: TypeName): CType {
  const { types, problems } = frame.session;
  return types.resolve(name, problems, (tree) => typeOfExpression(frame, tree));
}
