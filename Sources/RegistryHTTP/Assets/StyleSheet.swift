/// The one style sheet of the public pages, made by hand from four parts.
///
/// No font, picture or script is fetched. Colours are named once per scheme; each pair that is
/// used for text has a contrast of at least 4.5:1, and edges of controls at least 3:1
/// (WCAG 2.2, 1.4.3 and 1.4.11).
enum StyleSheet {
    static let text =
        base + frame + parts + forms + console + workbench + door + reports + adaptations

    private static let base = """
        :root {
          color-scheme: light dark;
          --ink: #16232e; --soft: #465663; --page: #ffffff; --panel: #f1f5f8; --line: #cbd6de;
          --edge: #62747f; --link: #0a5283; --deep: #0b3550; --on-deep: #ffffff;
          --deep-soft: #c9dcea; --act: #0b5f8f; --act-hover: #084a70; --on-act: #ffffff;
          --good: #11603c; --good-bg: #e2f3e9; --wait: #70490a; --wait-bg: #fdf1d8;
          --bad: #a3211b; --bad-bg: #fcebea; --sun: #ffcf5c; --bar: #2f7fb0;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --ink: #e8eef2; --soft: #b0bfca; --page: #10181f; --panel: #1a252e; --line: #364653;
            --edge: #8496a3; --link: #8ccbf2; --deep: #0a2436; --on-deep: #ffffff;
            --deep-soft: #c9dcea; --act: #8ccbf2; --act-hover: #b7dff8; --on-act: #0a2436;
            --good: #8fdcb1; --good-bg: #14301f; --wait: #f3cf86; --wait-bg: #33270f;
            --bad: #ffaaa3; --bad-bg: #3a1816; --sun: #ffcf5c; --bar: #5aaedd;
          }
        }
        *, *::before, *::after { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
        body {
          margin: 0; display: flex; flex-direction: column; min-height: 100vh;
          font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans",
            "Liberation Sans", sans-serif;
          color: var(--ink); background: var(--page); overflow-wrap: break-word;
        }
        h1, h2, h3 { line-height: 1.2; margin: 2.2em 0 .6em; text-wrap: balance; }
        h1 { font-size: clamp(1.75rem, 1.3rem + 2.2vw, 2.6rem); margin-top: .6em;
          letter-spacing: -.015em; max-width: 24em; }
        h2 { font-size: clamp(1.3rem, 1.15rem + .7vw, 1.6rem); }
        h3 { font-size: 1.125rem; margin-top: 1.4em; }
        p, ul, ol, dl, table, blockquote { margin: 0 0 1.1em; }
        p, blockquote, main > ul, .prose li { max-width: 40rem; }
        a { color: var(--link); text-underline-offset: .15em; text-decoration-thickness: .07em; }
        a:hover { text-decoration-thickness: .14em; }
        :focus-visible {
          outline: 3px solid var(--sun); outline-offset: 0; box-shadow: 0 0 0 5px #10181f;
          border-radius: 3px;
        }
        a:not(.button, .brand):focus-visible { color: #10181f; background: var(--sun);
          outline-color: transparent; box-shadow: 0 3px #10181f; border-radius: 0;
          text-decoration: none; }
        main:focus, main:focus-visible { outline: none; box-shadow: none; }
        table { border-collapse: collapse; width: 100%; max-width: 52rem; }
        th, td { text-align: left; vertical-align: top; padding: .6rem 1rem .6rem 0;
          border-bottom: 1px solid var(--line); }
        thead th { color: var(--soft); font-size: .9375rem; }
        pre { font: .875rem/1.5 ui-monospace, "Liberation Mono", monospace; white-space: pre-wrap;
          overflow-wrap: anywhere; background: var(--panel); padding: 1rem; border-radius: 6px;
          margin: 0 0 1.1em; }
        .quoted { white-space: pre-line; }
        .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
          clip-path: inset(50%); white-space: nowrap; }
        .lead { font-size: 1.1875rem; line-height: 1.5; color: var(--soft); max-width: 44rem; }

        """

    private static let frame = """
        .wrap { width: 100%; max-width: 62rem; margin-inline: auto;
          padding-inline: clamp(1rem, 4vw, 2rem); }
        .skip { position: absolute; left: 1rem; top: -6rem; padding: .75rem 1.25rem; z-index: 2;
          background: var(--sun); color: #10181f; }
        .skip:focus { top: .5rem; }
        .demo { background: var(--wait-bg); color: var(--wait); font-size: .9375rem; }
        .demo p { max-width: 62rem; margin-block: 0; padding-block: .45rem; }
        .demo a { color: inherit; }
        .top { background: var(--deep); color: var(--on-deep);
          border-bottom: 4px solid var(--sun); }
        .top .wrap { display: flex; flex-wrap: wrap; align-items: center;
          justify-content: space-between; gap: .25rem 2rem; padding-block: .75rem; }
        .brand { display: flex; align-items: center; gap: .85rem; min-height: 44px;
          color: inherit; text-decoration: none; line-height: 1.25; }
        .brand strong, .brand span span { display: block; }
        .brand strong { font-size: 1.1875rem; }
        .brand span span { font-size: .875rem; color: var(--deep-soft); }
        .brand:hover strong { text-decoration: underline; text-underline-offset: .2em; }
        .mark { flex: none; fill: none; stroke: var(--sun); stroke-width: 2.5;
          stroke-linecap: round; }
        .top ul { display: flex; flex-wrap: wrap; list-style: none; margin: 0 -.75rem;
          padding: 0; }
        .top li a { display: flex; align-items: center; min-height: 44px; padding: 0 .75rem;
          color: inherit; text-decoration: none; }
        .top li a:hover, .top [aria-current] { text-decoration: underline;
          text-decoration-thickness: 3px; text-underline-offset: .45em; }
        .top [aria-current] { text-decoration-color: var(--sun); font-weight: 600; }
        main { flex: 1; padding-block: 1.25rem 4rem; }
        .bottom { background: var(--panel); border-top: 1px solid var(--line);
          font-size: .9375rem; }
        .bottom .wrap { display: flex; flex-wrap: wrap; align-items: center;
          justify-content: space-between; gap: 0 2rem; padding-block: 1rem; }
        .bottom p { margin: 0; color: var(--soft); }
        .bottom ul { display: flex; list-style: none; margin: 0 -.75rem; padding: 0; }
        .bottom li a { display: flex; align-items: center; min-height: 44px; padding: 0 .75rem; }
        .crumb { margin-bottom: 1rem; font-size: .9375rem; }
        .crumb a { display: inline-block; padding-block: .2rem; }
        .crumb a::before { content: "\\2039"; display: inline-block; padding-right: .45em; }

        """
}
