/// The one script of the console: everything works without it, and this follows the ticks.
///
/// `data-all` ticks what is shown; `data-live` names where the answer of a look goes.
enum ConsoleScript {
    static let text = """
        "use strict";
        document.addEventListener("DOMContentLoaded", () => {
          for (const form of document.querySelectorAll("form[data-live]")) {
            const target = document.getElementById(form.dataset.live);
            const boxes = () => [...form.querySelectorAll("input[name=pick]")];
            let waiting = 0, asked = 0;
            const look = async () => {
              const number = ++asked;
              const fields = new URLSearchParams(new FormData(form));
              fields.set("act", "look");
              fields.set("part", "matrix");
              try {
                const answer = await fetch(form.action, {
                  method: "POST", body: fields, headers: { Accept: "text/html" } });
                if (answer.ok && number === asked) target.innerHTML = await answer.text();
              } catch { /* The button does the same. */ }
            };
            const later = () => { clearTimeout(waiting); waiting = setTimeout(look, 150); };
            form.addEventListener("change", (event) => {
              if (event.target.name === "pick") later();
            });
            const all = form.querySelector("button[data-all]");
            if (all) all.addEventListener("click", (event) => {
              event.preventDefault();
              const on = boxes().some((box) => !box.checked);
              for (const box of boxes()) box.checked = on;
              later();
            });
          }
        });

        """
}
