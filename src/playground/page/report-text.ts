/** Texts of reports as elements: as the terminal shows them, colours and all. */
import { html, type TemplateResult } from 'lit-html';
import { colouredParts } from '../ansi.js';

/** A text of a report, in columns. */
export function reportText(text: string, name = 'Report'): TemplateResult {
  const parts = colouredParts(text.replace(/\n+$/, ''));
  return html`<pre class="report" tabindex="0" aria-label=${name}>${parts.map(({ text: part, classes }) =>
    classes === '' ? part : html`<span class=${classes}>${part}</span>`,
  )}</pre>`;
}
