/**
 * A model as plain data, so that one that is built in need not be read anew at each start: the build makes its image
 * (scripts/build.js), and what is made of that again is the same model.
 */
import type { Source } from '../text/source.js';
import type { CatAxiom, CatModel } from './cat-model.js';

/** The image of a model, which JSON holds. */
export interface CatImage
  extends Pick<CatModel, 'nodes' | 'groups' | 'choices' | 'isCoherent' | 'isAtomic' | 'isHereditary'> {
  /** By node, a digit each: 1 where it is dynamic. */
  readonly isDynamic: string;
  /** Of the nodes that have some. */
  readonly freeGroups: readonly (readonly [number, readonly number[]])[];
  readonly names: readonly (readonly [number, string])[];
  readonly axioms: readonly ImageOfAxiom[];
  readonly flags: readonly ImageOfAxiom[];
  /** Numbers of axioms. */
  readonly granted: readonly number[];
}

/** An axiom, of whose place the text is left out. */
type ImageOfAxiom = Omit<CatAxiom, 'span'> & { readonly start: number; readonly end: number };

/** The image of a model whose axioms all stand in one text. */
export function imageOf(model: CatModel): CatImage {
  const {
    nodes,
    groups,
    choices,
    isDynamic,
    freeGroups,
    names,
    axioms,
    flags,
    isCoherent,
    isAtomic,
    isHereditary,
    granted,
  } = model;
  return {
    nodes,
    groups,
    choices,
    isCoherent,
    isAtomic,
    isHereditary,
    isDynamic: isDynamic.map((each) => (each ? '1' : '0')).join(''),
    freeGroups: [...freeGroups.entries()].flatMap(([node, free]) =>
      free.size === 0 ? [] : [[node, [...free]] as const],
    ),
    names: [...names],
    axioms: axioms.map(imageOfAxiom),
    flags: flags.map(imageOfAxiom),
    granted: [...axioms.keys()].filter((number) => granted.has(axioms[number])),
  };
}

function imageOfAxiom({ span, ...axiom }: CatAxiom): ImageOfAxiom {
  return { ...axiom, start: span.start, end: span.end };
}

const NONE: ReadonlySet<number> = new Set();

/** The model of an image; `source` is the text that it was made of. */
export function modelOfImage(image: CatImage, source: Source): CatModel {
  const revived = ({ start, end, ...axiom }: ImageOfAxiom): CatAxiom => ({
    ...axiom,
    span: { source, start, end },
  });
  const axioms = image.axioms.map(revived);
  const free = new Map(image.freeGroups);
  return {
    nodes: image.nodes,
    groups: image.groups,
    choices: image.choices,
    isDynamic: [...image.isDynamic].map((digit) => digit === '1'),
    freeGroups: image.nodes.map((_, node) => {
      const groups = free.get(node);
      return groups === undefined ? NONE : new Set(groups);
    }),
    names: new Map(image.names),
    axioms,
    flags: image.flags.map(revived),
    isCoherent: image.isCoherent,
    isAtomic: image.isAtomic,
    isHereditary: image.isHereditary,
    granted: new Set(image.granted.map((number) => axioms[number])),
  };
}
