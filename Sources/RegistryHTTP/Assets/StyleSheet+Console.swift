extension StyleSheet {
    /// What only the console has: a wider page, cards with numbers, tables to work in.
    static let console = """
        .wrap.wide { max-width: 90rem; }
        .me { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1rem; }
        .me a { display: flex; align-items: center; min-height: 44px; color: inherit; }
        .me form { margin: 0; }
        button.plain { font: inherit; min-height: 44px; padding: 0 .75rem; cursor: pointer;
          color: inherit; background: transparent; border: 1px solid currentColor;
          border-radius: 6px; }
        .console h1 { margin-bottom: .4em; }
        .work { margin: 0; padding-left: 1.2rem; }
        .cards { list-style: none; padding: 0; display: grid; gap: 1.25rem; max-width: none;
          grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); }
        .cards > li { border: 1px solid var(--line); border-radius: 8px;
          padding: 1.1rem 1.3rem; }
        .cards h3 { margin: .2rem 0 .7rem; }
        .cards p { margin: 0 0 .35rem; }
        .counts { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: .8rem 0 0; }
        .counts dt { font-size: .875rem; color: var(--soft); }
        .counts dd { margin: 0; font-size: 1.25rem; font-weight: 600; line-height: 1.2;
          font-variant-numeric: tabular-nums; }
        .bar { display: block; width: 100%; height: 12px; border-radius: 6px; }
        .bar .rest { fill: var(--line); }
        .bar .counted { fill: var(--bar); }
        .bar .promised { fill: var(--sun); }
        .bar .full { fill: var(--bad); }
        .quotas { list-style: none; padding: 0; margin: .8rem 0 0; font-size: .875rem; }
        .quotas li { display: grid; grid-template-columns: 9rem 1fr 3.5rem; gap: .7rem;
          align-items: center; }
        .quotas span:last-child { text-align: right; font-variant-numeric: tabular-nums; }
        .certificate { border: 3px double var(--edge); padding: clamp(1.5rem, 6vw, 4rem);
          max-width: 52rem; text-align: center; }
        .certificate p, .certificate h1 { max-width: none; margin-block: .6em; }
        .certificate .whom { font-size: 1.9rem; font-weight: 600; }
        .certificate .which { font-size: 1.4rem; font-weight: 600; }
        .certificate .check { margin-top: 3rem; font-size: .875rem; color: var(--soft); }
        @media print {
          .unprinted, .console .top, .console .skip { display: none; }
          .certificate { border-color: #000; margin-top: 3rem; }
        }
        .key { font-size: 1.125rem; letter-spacing: .08em; overflow-wrap: anywhere; }
        .code-picture svg { display: block; width: 18rem; max-width: 100%; height: auto; }
        .console table { max-width: none; }
        .address { overflow-wrap: anywhere; }
        .grants { list-style: none; padding: 0; max-width: 46rem; }
        .grants form { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem;
          justify-content: space-between; margin: 0; padding-block: .5rem;
          border-bottom: 1px solid var(--line); }
        .filter { display: flex; flex-wrap: wrap; gap: 0 1.25rem; align-items: end; }
        .filter .field { max-width: 14rem; }
        .code-picture { margin: 0 0 1rem; }

        """
}
