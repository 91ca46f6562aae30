/** Colours, and when to use them. A colour is used where it means something; without it the text says the same. */
import { Chalk, type ChalkInstance, type ColorSupportLevel, supportsColor } from 'chalk';

/** What decides about colours. */
export interface ColourSettings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether a person looks at the output, on a terminal. */
  readonly terminal: boolean;
}

/**
 * The colour depth: FORCE_COLOR decides, then NO_COLOR (no-color.org), then CLICOLOR_FORCE and CLICOLOR (bixense.com/clicolors),
 * then whether the output is a terminal that has colours.
 */
export function colourLevel({ environment, terminal }: ColourSettings): ColorSupportLevel {
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined) {
    if (forced === '0' || forced === 'false') return 0;
    return forced === '2' ? 2 : forced === '3' ? 3 : 1;
  }
  if (environment.NO_COLOR) return 0;
  const isOn = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== '0';
  if (isOn(environment.CLICOLOR_FORCE)) return 1;
  if (environment.CLICOLOR === '0' || !terminal) return 0;
  return supportsColor ? supportsColor.level : 0;
}

/** Where the code of a message links to: a URL, or null. */
export type UrlOf = (code: string) => string | null;

/** What paints; and where it paints on a terminal, what loads the links of codes. */
export type Paint = ChalkInstance & { readonly links?: () => Promise<UrlOf> };

/** A painter of the given depth. */
export function paintAt(level: ColorSupportLevel, links?: () => Promise<UrlOf>): Paint {
  return Object.assign(new Chalk({ level }), { links });
}

export type { ColorSupportLevel } from 'chalk';
