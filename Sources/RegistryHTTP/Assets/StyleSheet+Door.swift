extension StyleSheet {
    /// What stands at the door: sheets, large buttons, and what is printed to be signed.
    static let door = """
        .tabs, .doors { list-style: none; padding: 0; margin: 0 0 1rem; display: flex;
          flex-wrap: wrap; gap: .5rem; max-width: none; }
        .tabs a, .doors a { display: block; min-height: 44px; padding: .5rem .9rem;
          border: 1px solid var(--edge); border-radius: 6px; text-decoration: none; }
        .tabs a[aria-current], .doors a[aria-current] { background: var(--deep);
          color: var(--on-deep); border-color: var(--deep); }
        .tabs span { display: block; font-size: .8125rem; }
        .done { background: var(--good-bg); color: var(--good); padding: .6rem 1rem;
          border-radius: 6px; max-width: none; }
        form.sheet { max-width: none; }
        .soft { color: var(--soft); font-weight: 400; font-size: .9375rem; }
        .tools .field { margin-bottom: .75rem; }
        .tools input { max-width: 18rem; }
        .roll { list-style: none; padding: 0; margin: 0 0 1rem; max-width: none; }
        .roll > li { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: flex-end;
          padding: .6rem 0; border-top: 1px solid var(--line); }
        .roll > li[hidden], .grid tr[hidden] { display: none; }
        .marks { border: 0; padding: 0; margin: 0; min-width: 0; display: flex; flex-wrap: wrap;
          gap: .35rem; flex: 1 1 24rem; }
        .marks legend { font-weight: 600; padding: 0; margin-bottom: .25rem; }
        .marks label { display: inline-flex; align-items: center; gap: .4rem; min-height: 44px;
          padding: 0 .7rem; border: 1px solid var(--edge); border-radius: 6px; cursor: pointer; }
        .marks label:has(:checked) { background: var(--panel); border-color: var(--ink);
          box-shadow: inset 0 0 0 1px var(--ink); }
        .marks input { width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--act); }
        .late { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
        .late label { font-weight: 400; margin: 0; }
        .late input { width: 5.5rem; }
        .past { display: inline-flex; align-items: center; min-height: 44px; }
        .unsent { border-left: 4px solid var(--sun); padding-left: .6rem; }
        .save { background: var(--page); padding: .6rem 0; border-top: 1px solid var(--edge); }
        @media (min-width: 40rem) { .save { position: sticky; bottom: 0; } }
        .save p { margin: 0; max-width: none; }
        .buttons { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; }
        .console :is(a, button, input, select, summary) { scroll-margin-bottom: 9rem; }
        .choice { border: 1px solid var(--edge); border-radius: 6px; margin: 0 0 .75rem;
          padding: 0 .75rem; }
        .choice label { display: flex; gap: .5rem; align-items: center; min-height: 44px; }
        .choice input { width: 1.25rem; height: 1.25rem; }
        .scroll { overflow-x: auto; margin: 0 0 1rem; position: relative; }
        .grid { max-width: none; width: auto; min-width: 100%; }
        .grid th, .grid td { padding: .3rem .8rem .3rem 0; vertical-align: middle; }
        .grid th span { display: block; font-weight: 400; font-size: .8125rem; }
        .grid select { min-width: 8rem; margin: 0; }
        .heads { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: flex-end; }
        .digest { overflow-wrap: anywhere; }
        .huge { font-size: 1.375rem; min-height: 72px; width: 100%; max-width: 30rem; }
        .paper { max-width: none; }
        .paper td, .paper th { border: 1px solid var(--edge); padding: .5rem; }
        .paper .box { width: 22%; height: 2.6rem; }
        .paper thead td { border: 0; padding: 0 0 .75rem; }
        @media print {
          .console main { padding: 0; max-width: none; }
          .paper thead { display: table-header-group; }
          .paper tr { break-inside: avoid; }
          .paper + .paper { break-before: page; }
          .paper td, .paper th { border-color: #000; }
          @page { margin: 12mm; }
        }

        """
}
