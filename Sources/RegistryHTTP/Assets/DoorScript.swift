/// The one script of the console: without it the sheet is a form that works the same.
///
/// Each tick is kept in the browser until the registry has it, under the event and who ticked; it
/// holds ids and letters, no names.
enum DoorScript {
    static let text = keeping + sending + keys

    private static let keeping = """
        "use strict";
        const sheet = document.getElementById("sheet");
        const shelf = "door:" + (sheet ? sheet.dataset.event + ":" + sheet.dataset.who : "");
        const line = document.getElementById("unsent");
        const closed = sheet && sheet.dataset.closed === "yes";
        let busy = false, timer = 0;
        const read = () => { try { return JSON.parse(localStorage.getItem(shelf)) || {}; }
          catch { return {}; } };
        const write = (all) => { try { localStorage.setItem(shelf, JSON.stringify(all)); }
          catch { line.textContent = "This browser keeps nothing: save before you leave."; } };
        const cells = new Map();
        if (sheet) for (const box of sheet.querySelectorAll("[data-cell]"))
          cells.set(box.dataset.cell, box);
        const part = (box, kind) => box.querySelector(`[name^="${kind}"]`);
        function state(box) {
          const select = box.querySelector("select");
          const mark = select ? select.value : (box.querySelector("input:checked") || {}).value;
          const late = part(box, "t");
          const seen = part(box, "o").value.split(".");
          const clock = late ? late.value.trim() : ("pt".includes(mark) ? seen[2] : "");
          return { mark: mark || "n", clock, seen: Number(seen[0]) };
        }
        function show(box, mark, clock) {
          const select = box.querySelector("select");
          if (select) select.value = mark;
          else for (const one of box.querySelectorAll("input[type=radio]"))
            one.checked = one.value === mark;
          const late = part(box, "t");
          if (late) late.value = clock || "";
        }
        function tell(text) {
          const count = Object.keys(read()).length;
          line.textContent = text || (count ? `${count} not sent yet` : "");
          for (const [key, box] of cells) box.classList.toggle("unsent", key in read());
        }

        """

    private static let sending = """
        function tick(box) {
          const now = state(box);
          if (now.clock && !/^\\d{1,2}:\\d\\d$/.test(now.clock))
            return tell("A time is written like 10:20.");
          if (now.clock && now.mark === "n") { now.mark = "t"; show(box, "t", now.clock); }
          if (now.clock && !"pt".includes(now.mark)) { now.clock = "";
            show(box, now.mark, ""); }
          const all = read();
          all[box.dataset.cell] = now;
          write(all);
          tell();
          clearTimeout(timer);
          timer = setTimeout(send, 400);
        }
        async function send() {
          const all = read(), keys = Object.keys(all);
          if (busy || !keys.length) { return tell(); }
          busy = true;
          const marks = keys.map((key) => ({ participation: key.split("/")[0],
            session: key.split("/")[1], ...all[key] }));
          try {
            const answer = await fetch(sheet.getAttribute("action") + "/ticks", { method: "POST",
              headers: { "Content-Type": "application/json",
                "X-CSRF-Token": sheet.elements.csrf.value }, body: JSON.stringify({ marks }) });
            busy = false;
            if (answer.status === 401 || answer.status === 403)
              return tell(`${keys.length} not sent yet: sign in again in another tab, ` +
                "then reload this page. Nothing is lost.");
            if (!answer.ok) return retry(keys.length);
            settle((await answer.json()).items, all);
          } catch { busy = false; retry(keys.length); }
        }
        function retry(count) {
          tell(`${count} not sent yet: no connection. They are kept and sent later.`);
          clearTimeout(timer);
          timer = setTimeout(send, 5000);
        }
        function settle(items, sent) {
          const all = read();
          for (const item of items) {
            const key = item.participation + "/" + item.session, box = cells.get(key);
            const later = JSON.stringify(all[key]) !== JSON.stringify(sent[key]);
            if (item.outcome === "marked" || item.outcome === "unchanged") {
              if (later && all[key]) all[key].seen = item.version; else delete all[key];
              if (box) part(box, "o").value = `${item.version}.${item.mark}.${item.clock}`;
            } else if (item.outcome === "changed-meanwhile") {
              // Of a session that is not on this page: it is kept until that one is opened.
              if (box) conflict(box, item, all); }
            else if (box && item.outcome === "needs-reason") { delete all[key];
              say(box, "The sheet was closed: save with a reason."); }
            else delete all[key];
          }
          write(all);
          tell(Object.keys(all).length ? "" : "All ticks are saved.");
          if (Object.keys(all).some((key) => !items.find((item) =>
            item.participation + "/" + item.session === key))) timer = setTimeout(send, 400);
        }
        function say(box, text) {
          let note = box.querySelector(".clash");
          if (!note) { note = document.createElement("p"); note.className = "clash error";
            note.setAttribute("role", "alert"); box.append(note); }
          note.textContent = text + " ";
          return note;
        }
        function conflict(box, item, all) {
          const key = box.dataset.cell, mine = all[key];
          const note = say(box, `${item.who} marked "${item.words}" meanwhile.`);
          const choose = (text, done) => { const button = document.createElement("button");
            button.type = "button"; button.className = "plain"; button.textContent = text;
            button.onclick = () => { note.remove(); done(); }; note.append(button, " "); };
          choose("Keep mine", () => { part(box, "o").value =
            `${item.version}.${item.mark}.${item.clock}`; show(box, mine.mark, mine.clock);
            tick(box); });
          choose("Take theirs", () => { const left = read(); delete left[key]; write(left);
            part(box, "o").value = `${item.version}.${item.mark}.${item.clock}`;
            show(box, item.mark, item.clock); tell(); });
        }

        """

    private static let keys = """
        function rows() { return [...sheet.querySelectorAll(".roll > li[data-cell]")]
          .filter((row) => !row.hidden); }
        function step(row, by) {
          const all = rows(), next = all[all.indexOf(row) + by];
          if (next) (next.querySelector("input:checked") || part(next, "m")).focus();
        }
        function filter() {
          const plain = (text) => text.normalize("NFD").replace(/\\p{M}/gu, "").toLowerCase();
          const wanted = plain(sheet.elements.q.value.trim());
          for (const row of sheet.querySelectorAll("[data-name]"))
            row.hidden = !plain(row.dataset.name).includes(wanted);
        }
        if (sheet) {
          document.querySelector(".keys").hidden = false;
          const left = read();
          for (const key of Object.keys(left)) { const box = cells.get(key);
            if (box) show(box, left[key].mark, left[key].clock); }
          if (!closed) {
            sheet.addEventListener("change", (event) => {
              const box = event.target.closest("[data-cell]");
              if (box) tick(box);
            });
            sheet.addEventListener("submit", (event) => {
              event.preventDefault();
              const what = event.submitter ? event.submitter.value : "save";
              if (what === "rest") for (const box of cells.values())
                if (state(box).mark === "n" && !box.closest("[data-name]").hidden) {
                  show(box, "p", ""); tick(box); }
              if (what === "show") filter(); else send();
            });
            addEventListener("online", send);
            addEventListener("storage", () => tell());
            send();
          }
          sheet.elements.q.addEventListener("input", filter);
          sheet.addEventListener("keydown", (event) => {
            const row = event.target.closest(".roll > li[data-cell]");
            if (event.target === sheet.elements.q && event.key === "Enter") {
              event.preventDefault();
              const first = rows()[0];
              if (first) (first.querySelector("input:checked") || part(first, "m")).focus();
              return;
            }
            if (!row || event.target.type !== "radio" || event.ctrlKey || event.altKey ||
              event.metaKey) return;
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            const mark = event.key.toLowerCase();
            if (by) { event.preventDefault(); step(row, by); }
            else if (mark.length === 1 && "ptaen".includes(mark)) {
              event.preventDefault();
              show(row, mark, state(row).clock);
              row.querySelector("input:checked").focus();
              if (!closed) tick(row);
              step(row, 1);
            }
          });
          tell();
        }

        """
}
