/**
 * How a graph looks within a page, in light and in dark. The colours are the palette's (palette.ts) by light, and lighter ones
 * by dark; Graphviz sets them as attributes, which any rule here overrides. Text keeps a contrast of 4.5 to 1.
 */

/** The colours of a page with graphs, as the custom properties of its root. */
export const COLOURS_STYLE = `  --page: light-dark(#ffffff, #14171a);
  --panel: light-dark(#f4f6f8, #1d2226);
  --box: light-dark(#ffffff, #22282d);
  --line: light-dark(#d5dade, #3a4248);
  --text: light-dark(#1c2024, #e4e7ea);
  --quiet: light-dark(#59626a, #a0abb4);
  --accent: light-dark(#0b57b0, #7db8ff);
  --now: light-dark(#ffe9a8, #54430c);
  --also: light-dark(#dcebfb, #1f3a57);
  --po: light-dark(#555555, #a8b0b7);
  --rf: light-dark(#00704f, #4cc79a);
  --co: light-dark(#9a5800, #e3a857);
  --fr: light-dark(#c22f00, #ff8f70);
  --order: light-dark(#0060a0, #74b9f5);
  --dependency: light-dark(#8f3f77, #e09fcb);
  --away: light-dark(#a9a9a9, #59626a);
  --away-text: light-dark(#6b6b6b, #949ea6);
`;

/** The rules for the graphs in it. */
export const GRAPH_STYLE = `.graph > polygon { fill: none; }
svg text { fill: var(--text); font-family: "Liberation Sans", Arial, Helvetica, sans-serif; }
svg text[font-family^="Courier"] { font-family: var(--mono); }
svg text[fill="#666666"] { fill: var(--quiet); }
.event { cursor: pointer; }
.event path { fill: var(--box); stroke: var(--quiet); }
.arrow { --colour: var(--text); }
.arrow.po, b.po { --colour: var(--po); }
.arrow.rf, b.rf { --colour: var(--rf); }
.arrow.co, b.co { --colour: var(--co); }
.arrow.fr, b.fr { --colour: var(--fr); }
.arrow.fence, .arrow.order, b.fence, b.order { --colour: var(--order); }
.arrow.addr, .arrow.data, .arrow.ctrl, b.addr, b.data, b.ctrl { --colour: var(--dependency); }
article.cycle .arrow:not(.cycle) { --colour: var(--away); }
.arrow path { stroke: var(--colour); }
.arrow polygon { stroke: var(--colour); fill: var(--colour); }
.arrow text { fill: var(--colour); paint-order: stroke; stroke: var(--page); stroke-width: 4px; stroke-linejoin: round; }
article.cycle .arrow:not(.cycle) text { fill: var(--away-text); }
figcaption b { color: var(--colour, var(--text)); }
.event, .arrow { transition: opacity .15s; }
.later { opacity: .28; }
article.cycle.stepped .arrow:not(.now) { opacity: .3; }
article.cycle.stepped .event:not(.now) { opacity: .55; }
.event.now path { fill: var(--now); stroke: var(--accent); stroke-width: 2.5px; }
.arrow.now path, .arrow.now polygon { stroke-width: 3.2px; }
`;
