extension StyleSheet {
    /// What single pages are made of: lists of events, facts, phases, figures.
    static let parts = """
        .button { display: inline-flex; align-items: center; justify-content: center;
          min-height: 48px; padding: .5rem 1.4rem; margin: .25rem .75rem .25rem 0;
          font: inherit; font-weight: 600; color: var(--on-act); background: var(--act);
          border: 2px solid var(--act); border-radius: 6px; text-decoration: none;
          text-align: center; cursor: pointer; }
        .button:hover { background: var(--act-hover); border-color: var(--act-hover); }
        .button.plain { color: var(--link); background: transparent; border-color: var(--edge); }
        .button.plain:hover { border-color: var(--link); background: var(--panel); }
        .button.grave { color: var(--bad); background: transparent; border-color: var(--bad); }
        .button.grave:hover { background: var(--bad-bg); }
        .hero { background: var(--panel); box-shadow: 0 0 0 100vmax var(--panel);
          clip-path: inset(0 -100vmax); display: grid; gap: 1rem 3.5rem; align-items: center;
          margin-top: -1.25rem; padding-block: clamp(.75rem, 4vw, 3rem) clamp(1rem, 3vw, 2rem); }
        .hero p:last-child { margin-bottom: 0; }
        .headline { border-left: 4px solid var(--sun); padding: .25rem 0 .25rem 1.4rem; }
        .headline p { margin-bottom: .35rem; max-width: 20rem; }
        .headline .value strong { display: block; font-size: clamp(1.9rem, 3vw, 2.15rem);
          padding: 0; }
        @media (min-width: 56rem) { .hero { grid-template-columns: 1fr 17rem; } }
        .tag { display: inline-block; padding: .05rem .6rem; border-radius: 99px;
          font-size: .875rem; font-weight: 600; color: var(--soft); background: var(--panel);
          border: 1px solid var(--line); white-space: nowrap; }
        .tag.open { color: var(--good); background: var(--good-bg); border-color: currentColor; }
        .tag.waiting { color: var(--wait); background: var(--wait-bg);
          border-color: currentColor; }
        .tag.off { color: var(--bad); background: var(--bad-bg); border-color: currentColor; }
        .events { list-style: none; padding: 0; max-width: 56rem; }
        .events > li { padding-block: 1.15rem; border-top: 1px solid var(--line); }
        .events > li:last-child { border-bottom: 1px solid var(--line); }
        .events h2, .events h3 { margin: 0 0 .3rem; font-size: 1.1875rem; }
        .events p { margin: 0 0 .35rem; }
        .events .when { font-weight: 600; color: var(--soft); }
        .meta { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: center;
          color: var(--soft); font-size: .9375rem; }
        .steps { list-style: none; counter-reset: step; padding: 0; display: grid; gap: 1.25rem;
          grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); }
        .steps > li { counter-increment: step; background: var(--panel); border-radius: 8px;
          padding: 1.25rem 1.4rem; border-top: 4px solid var(--bar); }
        .steps h3 { margin: 0 0 .4rem; }
        .steps h3::before { content: counter(step) ". "; }
        .steps p { margin: 0; }
        .headline .value, .figure .value { font-size: 1.1875rem; margin-bottom: .35rem; }
        .headline .value strong, .figure .value strong { font-size: clamp(1.9rem, 5vw, 2.75rem);
          line-height: 1.1; letter-spacing: -.02em; padding-right: .2em; color: var(--link); }
        .kicker { display: flex; flex-wrap: wrap; gap: .4rem .9rem; align-items: center;
          margin: .5rem 0 0; color: var(--soft); font-weight: 600; }
        .call { border-left: 5px solid var(--edge); background: var(--panel); max-width: 46rem;
          padding: 1.1rem 1.4rem; margin: 1.5rem 0; border-radius: 0 8px 8px 0; }
        .call > :last-child { margin-bottom: 0; }
        .call.open, .call.good { border-color: var(--good); background: var(--good-bg); }
        .call.waiting { border-color: var(--wait); background: var(--wait-bg); }
        .call.off { border-color: var(--bad); background: var(--bad-bg); }
        .facts { max-width: 46rem; margin-block: 1.5rem 2rem; }
        .facts > div { padding-block: .65rem; border-bottom: 1px solid var(--line); }
        .facts > div:first-child { border-top: 1px solid var(--line); }
        .facts dt { font-weight: 600; }
        .facts dd { margin: 0; }
        @media (min-width: 40rem) {
          .facts > div { display: grid; grid-template-columns: 13rem 1fr; gap: 1rem; }
          .events > li { display: grid; grid-template-columns: 11rem 1fr; gap: 1.5rem; }
        }
        .phases { list-style: none; padding: 0; margin-left: .5rem; max-width: 48rem; }
        .phases > li { position: relative; border-left: 3px solid var(--line);
          padding: 0 0 2rem 1.6rem; }
        .phases > li:last-child { padding-bottom: .5rem; border-color: transparent; }
        .phases > li::before { content: ""; position: absolute; left: -10px; top: .35rem;
          width: 17px; height: 17px; border-radius: 50%; background: var(--page);
          border: 4px solid var(--bar); }
        .phases h3 { margin: 0 0 .2rem; }
        .phases h4 { margin: 1rem 0 .25rem; font-size: 1rem; }
        .phases ul { margin: 0; padding-left: 1.2rem; }
        .period { font-weight: 600; color: var(--soft); margin-bottom: .5rem; }
        blockquote { border-left: 3px solid var(--line); padding-left: 1rem; margin-left: 0; }
        blockquote p { margin-bottom: .25rem; }
        .source { font-size: .9375rem; color: var(--soft); }
        .figure { max-width: 46rem; padding-block: 1.5rem .5rem;
          border-top: 1px solid var(--line); }
        .figure h2, .figure h3, .figure h4 { margin: 0 0 .5rem; }
        table.bars { margin-bottom: 1.1em; }
        table.bars th[scope=row] { font-weight: inherit; width: 100%; }
        table.bars svg { margin-top: .25rem; }
        table.bars td, table.bars th:last-child { text-align: right; padding-right: 0;
          white-space: nowrap; font-variant-numeric: tabular-nums; }
        table.bars tfoot th[scope=row], table.bars tfoot td { font-weight: 600; }
        .bars { list-style: none; padding: 0; max-width: 46rem; }
        .bars li { margin-bottom: 1rem; }
        .bars p { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem;
          margin: 0; max-width: none; }
        .bars svg { display: block; width: 100%; height: 16px; overflow: hidden; }
        .bars .counted { fill: var(--bar); }
        .bars .beyond { stroke: var(--bar); stroke-width: 16; stroke-dasharray: 3 4; }
        .bars .rest { fill: var(--panel); }
        details { margin: .5rem 0 1.1em; }
        summary { display: inline-flex; align-items: center; min-height: 44px; cursor: pointer;
          color: var(--link); text-decoration: underline; text-underline-offset: .15em; }
        summary::before { content: ""; border: .35em solid transparent; margin-right: .45em;
          border-left: .5em solid currentColor; border-right-width: 0; }
        [open] > summary::before { transform: rotate(90deg); }
        .held { list-style: none; padding: 0; max-width: 46rem; }
        .held > li { border: 1px solid var(--line); border-radius: 8px; padding: 1.1rem 1.4rem;
          margin-bottom: 1rem; }
        .held h3 { margin: 0 0 .35rem; }
        .held p { margin-bottom: .35rem; }
        .held details { margin-bottom: 0; }
        .pass { border: 2px solid var(--edge); border-radius: 8px; padding: 1.1rem 1.4rem;
          margin-bottom: 1rem; max-width: 22rem; }
        .pass h3 { margin: 0 0 .35rem; }
        .pass p { margin-bottom: .35rem; }
        .pass .key { font-size: clamp(1.25rem, 6.5vw, 1.75rem); font-weight: 600; }
        .pass svg { display: block; width: 100%; height: auto; }

        """
}
