extension StyleSheet {
    /// Fields, errors, filters.
    static let forms = """
        form { max-width: 40rem; }
        fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
        legend { font-size: 1.3rem; font-weight: 700; padding: 0; margin: 1.5rem 0 .75rem; }
        .field { margin-bottom: 1.5rem; }
        label { display: block; font-weight: 600; margin-bottom: .25rem; }
        .mark { font-weight: 400; color: var(--soft); }
        .hint { margin: 0 0 .4rem; color: var(--soft); font-size: .9375rem; }
        input, select, textarea { font: inherit; color: var(--ink); background: var(--page);
          border: 2px solid var(--edge); border-radius: 5px; padding: .5rem .7rem;
          width: 100%; min-height: 48px; max-width: 100%; }
        textarea { line-height: 1.5; resize: vertical; }
        .tick { display: grid; grid-template-columns: auto 1fr; gap: .85rem; align-items: start; }
        .tick input { width: 28px; height: 28px; min-height: 0; margin: 0;
          accent-color: var(--act); }
        .tick label { font-weight: 400; margin: 0; padding-block: .05rem; }
        .wrong { border-left: 5px solid var(--bad); padding-left: 1rem; }
        .wrong input, .wrong select, .wrong textarea { border-color: var(--bad); }
        .error { margin: 0 0 .4rem; color: var(--bad); font-weight: 600; }
        .problem { border: 4px solid var(--bad); border-radius: 6px; padding: 1.1rem 1.4rem;
          margin-bottom: 2rem; max-width: 40rem; }
        .problem h2 { margin: 0 0 .5rem; font-size: 1.3rem; }
        .problem ul { margin: 0; padding-left: 1.2rem; }
        .problem li { padding-block: .2rem; }
        .problem a { color: var(--bad); font-weight: 600; }
        .extra { position: absolute; left: -9999px; top: 0; width: 1px; height: 1px;
          overflow: hidden; }
        .filter { display: grid; gap: .75rem 1rem; align-items: end; max-width: 56rem;
          grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr));
          background: var(--panel); padding: 1.1rem 1.25rem; border-radius: 8px;
          margin-bottom: 1.5rem; }
        .filter label { font-size: .9375rem; }
        .filter .button { margin: 0; }

        """

    /// What changes with the reader: paper, forced colours, less motion.
    static let adaptations = """
        @media (max-width: 30rem) {
          .button { display: flex; width: 100%; margin-right: 0; }
          thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px;
            overflow: hidden; }
          table, tbody, tr, td { display: block; }
          .tag { white-space: normal; }
          tr { padding-block: .6rem; border-bottom: 1px solid var(--line); }
          td { border: 0; padding: 0; }
          td:first-child { font-weight: 600; }
        }
        @media (forced-colors: active) {
          .button, .tag, .steps > li, .call, .problem { border: 2px solid; }
          .mark { stroke: currentColor; }
          .bars .counted { fill: CanvasText; }
          .bars .beyond { stroke: CanvasText; }
          :focus-visible { outline-color: Highlight; }
        }
        @media (prefers-contrast: more) {
          :root { --soft: var(--ink); --line: var(--edge); }
        }
        @media print {
          :root { --ink: #000; --soft: #333; --page: #fff; --panel: #fff; --link: #000;
            --line: #999; color-scheme: light; }
          body { font-size: 11pt; display: block; }
          .top, .call, .tag, .hero, .steps > li { background: none !important;
            color: #000 !important; border-color: #000 !important; box-shadow: none; }
          .brand span span { color: #333; }
          .mark { stroke: #000; }
          nav, .skip, .demo, .button, .filter, .bottom ul, form, details { display: none; }
          main a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 9pt; }
          li, tr, .figure { break-inside: avoid; }
          h1, h2, h3 { break-after: avoid; }
          .pass { max-width: none; border-color: #000; text-align: center;
            break-inside: avoid; break-after: page; }
          .pass .key { font-size: 36pt; }
          .pass svg { width: 12cm; max-width: 100%; margin-inline: auto; }
        }

        """
}
