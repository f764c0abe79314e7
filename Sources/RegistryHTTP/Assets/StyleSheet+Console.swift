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
          body:has(.certificate) > .top, body:has(.certificate) > .bottom { display: none; }
          main:has(.certificate) { padding: 0; max-width: none; }
          .certificate { border-color: #000; max-width: none; min-height: 94vh; display: flex;
            flex-direction: column; justify-content: center; padding: 1cm; line-height: 1.3; }
          .certificate .check { margin-top: 1.5rem; }
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
        iframe.mail { display: block; width: 100%; max-width: 46rem; height: 28rem;
          border: 1px solid var(--edge); border-radius: 8px; background: #fff; }
        .cards .facts { margin-block: .5rem 1rem; }
        .cards .facts > div { display: block; padding-block: .4rem; }
        .texts a { display: inline-flex; align-items: center; min-height: 32px;
          margin-right: 1rem; }

        """

    /// The workbench of an event: tabs, tables that become cards, drafts.
    static let workbench = """
        .tabs ul { display: flex; flex-wrap: wrap; list-style: none; padding: 0; gap: .25rem;
          border-bottom: 2px solid var(--line); margin-bottom: 1.5rem; max-width: none; }
        .tabs a { display: flex; align-items: center; min-height: 44px; padding: 0 1rem;
          text-decoration: none; border-bottom: 4px solid transparent; }
        .tabs a[aria-current] { border-color: var(--act); font-weight: 600; color: var(--ink); }
        .numbers { max-width: 46rem; }
        .cards h2 { font-size: 1.1875rem; margin: .2rem 0 .7rem; }
        .bench, .console .filter { max-width: none; }
        .bench .narrow, .narrow { max-width: 40rem; }
        .people, .matrix { max-width: none; margin-bottom: 1.1rem; }
        .people th, .people td, .matrix th, .matrix td { padding: .45rem .8rem .45rem 0; }
        .people th a { display: inline-flex; align-items: center; min-height: 32px; }
        .people th[aria-sort=ascending] a::after { content: "\\2002\\25B2"; }
        .people th[aria-sort=descending] a::after { content: "\\2002\\25BC"; }
        .people .box { width: 44px; }
        .box input { width: 24px; height: 24px; min-height: 0; margin: 0;
          accent-color: var(--act); }
        .box label { display: inline; }
        .attempts, .names { margin: 0; padding-left: 1.2rem; font-size: .9375rem; }
        .names { columns: 14rem; max-width: none; }
        .reports { padding-left: 1.2rem; max-width: none; }
        .reports .wrong { list-style-position: inside; }
        .sample { border: 1px solid var(--line); border-radius: 8px; padding: .4rem 1.2rem 1rem;
          max-width: 56rem; margin-bottom: 1rem; }
        .sample h4 { margin: .6rem 0; font-size: 1.0625rem; }
        .matrix { width: auto; }
        .ticks { columns: 13rem; max-width: 60rem; column-gap: 2rem; }
        .ticks legend { column-span: all; }
        .ticks .tick { break-inside: avoid; margin-bottom: .35rem; }
        .matrix caption { text-align: left; white-space: nowrap; font-weight: 600; }
        .matrix td { font-variant-numeric: tabular-nums; }
        .log p { margin: 0; }
        .log li { margin-bottom: .6rem; }
        .paging ul { display: flex; gap: 1.5rem; list-style: none; padding: 0; }
        .paging a { display: inline-flex; min-height: 44px; align-items: center; }
        .row { display: grid; gap: .5rem 1rem; align-items: end;
          grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr)); }
        .panels { display: grid; gap: 0 3rem;
          grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); }
        @media (max-width: 30rem) {
          .people tr, .matrix tr { border: 1px solid var(--line); border-radius: 8px;
            padding: .6rem .9rem; margin-bottom: .75rem; }
          .people td, .matrix td { display: block; padding: .1rem 0; }
          .people td[data-label]::before, .matrix td[data-label]::before {
            content: attr(data-label) ": "; color: var(--soft); font-weight: 400; }
          .matrix { width: 100%; }
          .matrix th { display: block; border: 0; padding: 0; }
          .names { columns: auto; }
        }

        """
}
