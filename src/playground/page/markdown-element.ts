/** Explanations of words, which are Markdown for every editor, as elements. Markup in them is text, and links lead nowhere: nothing is fetched. */
import { Marked } from 'marked';
import { escaped } from '../../report/graph/label.js';

const MARKDOWN = new Marked({
  async: false,
  renderer: {
    html: ({ text }) => escaped(text),
    image: ({ text }) => escaped(text),
    link({ tokens }) {
      return this.parser.parseInline(tokens);
    },
  },
});

/** An element with the text. */
export function markdownElement(markdown: string): HTMLElement {
  const box = document.createElement('div');
  box.className = 'about';
  box.innerHTML = MARKDOWN.parse(markdown, { async: false });
  return box;
}
