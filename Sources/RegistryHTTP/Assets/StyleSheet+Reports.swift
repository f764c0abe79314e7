extension StyleSheet {
    /// Reports: the form of a recipe, plots beside their table, and the tables that are printed.
    static let reports = """
        .recipe { max-width: none; }
        .recipe fieldset:not(.ticks) { border-top: 1px solid var(--line); padding-top: .25rem; }
        .recipe .field { margin-bottom: 1rem; }
        .recipe .ticks legend { font-size: 1rem; margin: .25rem 0 .5rem; }
        .report .value { margin-bottom: .5rem; font-size: 1.1875rem; }
        .report .value strong { font-size: 2.5rem; line-height: 1.1; padding-right: .2em;
          color: var(--link); }
        .plot { margin: 0 0 1.5rem; min-width: 0; }
        .plot figcaption { font-weight: 600; margin-bottom: .5rem; }
        .plot ul { list-style: none; padding: 0; margin: 0; font-size: .9375rem; }
        .plot li { display: grid; gap: .75rem; align-items: center; padding: .15rem 0;
          grid-template-columns: minmax(6rem, 13rem) 1fr 4rem; }
        .plot span:last-child { text-align: right; font-variant-numeric: tabular-nums; }
        .trend { display: block; width: 100%; overflow: visible; }
        .trend .axis { stroke: var(--edge); stroke-width: 1; }
        .trend .course { stroke: var(--bar); stroke-width: 3; }
        .trend .dot { stroke: var(--bar); stroke-width: 11; stroke-linecap: round; }
        .trend text { fill: var(--ink); font-size: .875rem; text-anchor: middle;
          font-variant-numeric: tabular-nums; }
        .trend .year { fill: var(--soft); }
        .figures { min-width: 24rem; }
        .figures td, .figures thead th:not(:first-child) { text-align: right;
          font-variant-numeric: tabular-nums; }
        .figures.named td:not(:last-child), .figures.named th:not(:last-child) {
          text-align: left; }
        .figures tfoot th, .figures tfoot td { font-weight: 600;
          border-top: 2px solid var(--edge); }
        .digest code { font-size: .8125rem; }
        @media (max-width: 30rem) {
          .figures { min-width: 0; }
          .figures td { text-align: left; }
          .plot li { grid-template-columns: 1fr 4rem; }
          .plot li svg { grid-row: 2; grid-column: 1 / 3; }
        }
        @media (forced-colors: active) {
          .bar .counted, .bar .promised, .bar .full { fill: CanvasText; }
          .trend .course, .trend .dot { stroke: CanvasText; }
        }
        @media print {
          .annual { break-before: page; }
          .annual:first-of-type { break-before: auto; }
          .annual h2 { margin-top: 0; }
          .annual .scroll { overflow: visible; }
          .annual tfoot { display: table-row-group; }
          .annual .panels { display: block; }
          .console .tabs { display: none; }
          .bar .rest { fill: #ddd; }
          .bar, .trend { print-color-adjust: exact; }
          .figures th, .figures td { padding-block: .25rem; }
        }

        """
}
