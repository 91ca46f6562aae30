/**
 * How arrows look: a colour and a stroke for each relation. The colours are darker shades of Okabe and Ito's, which people
 * with any kind of colour vision tell apart, so that text in them keeps a contrast of 4.5 to 1 on white.
 */
import type { DiagramEdge, DiagramRelation } from '../../explain/explanation.js';

/** The colours that are no relation's. */
export const COLOURS = {
  text: '#222222',
  quiet: '#666666',
  frame: '#8a8a8a',
  column: '#f1f3f5',
  racing: '#c22f00',
} as const;

/** How an arrow is drawn. */
export interface Look {
  readonly colour: string;
  readonly text: string;
  readonly style: 'solid' | 'dashed';
  /** In points. */
  readonly width: number;
  /** Whether it stays back behind a cycle. */
  readonly isBack: boolean;
}

const RELATIONS: Readonly<Record<DiagramRelation, Pick<Look, 'colour' | 'style'>>> = {
  po: { colour: '#555555', style: 'solid' },
  rf: { colour: '#00704f', style: 'solid' },
  co: { colour: '#9a5800', style: 'dashed' },
  fr: { colour: '#c22f00', style: 'dashed' },
  fence: { colour: '#0060a0', style: 'solid' },
  addr: { colour: '#8f3f77', style: 'solid' },
  data: { colour: '#8f3f77', style: 'solid' },
  ctrl: { colour: '#8f3f77', style: 'dashed' },
  order: { colour: '#0060a0', style: 'solid' },
};

/** The look of an arrow; where a cycle is shown, what is not part of it stays back. */
export function lookOf({ relation, highlighted }: DiagramEdge, cycle: boolean): Look {
  const { colour, style } = RELATIONS[relation];
  if (highlighted) return { colour, text: colour, style, width: 2.2, isBack: false };
  if (cycle) return { colour: '#a9a9a9', text: '#6f6f6f', style, width: 0.8, isBack: true };
  return { colour, text: colour, style, width: relation === 'po' ? 0.8 : 1.2, isBack: false };
}

/** The arrow from an access to an earlier one of its thread that it overtook. */
export const OVERTAKING = { colour: '#222222', width: 2.2 } as const;
