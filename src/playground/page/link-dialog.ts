/** The link that has everything in it, copied; where the browser does not copy, shown to be copied by hand. */
import { html } from 'lit-html';
import { grouped } from '../../report/text/layout.js';
import { openDialog } from './dialog.js';
import type { Playground } from './page-state.js';

/** Copies the link. */
export async function copyLink(playground: Playground): Promise<void> {
  const link = await playground.link();
  try {
    await navigator.clipboard.writeText(link);
    playground.tell(
      `Link copied, ${grouped(link.length)} characters: the test, the models and the place are in it.`,
    );
  } catch {
    openDialog(
      'Link',
      () => html`<p>The test, the models and the place are in it.</p>
        <textarea readonly autofocus rows="6" aria-label="Link" @focus=${select}>${link}</textarea>`,
    );
  }
}

function select({ target }: Event): void {
  if (target instanceof HTMLTextAreaElement) target.select();
}
