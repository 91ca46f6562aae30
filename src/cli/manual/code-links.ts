/** Which page of the manual the code of a message links to, on terminals that know links. */
import { hostname } from 'node:os';
import { createSupportsHyperlinks } from 'supports-hyperlinks';
import type { UrlOf } from '../../report/text/colour.js';
import { codeSections } from './topics.js';

/** The links; none where the terminal knows no such thing. */
export function codeLinks(): UrlOf {
  if (!createSupportsHyperlinks({ isTTY: true })) return () => null;
  const sections = new Map(codeSections().map(({ code, url }) => [code, url]));
  return (code) => {
    const path = sections.get(code);
    if (path === undefined) return null;
    // The file is on this machine, and the terminal may be on another one.
    const url = new URL(path);
    url.hostname = hostname();
    return url.href;
  };
}
