// Shows a log of any length: its bytes are fetched in ranges and kept, and only the lines in view are elements.
// What a job wrote is hostile: it becomes text nodes and classes of this file's own, never markup.
"use strict";

(() => {
  const RANGE = 1 << 20; // bytes of one request
  const MOST_BYTES = 256 * (1 << 20); // kept; the rest is to be saved
  const MOST_CHARACTERS = 2000; // of a line that are shown
  const MOST_PIECES = 900; // elements for pieces of all lines in view
  const MOST_HEIGHT = 12_000_000; // pixels; browsers can't scroll through much more
  const LOOK_BACK = 200; // lines above the first one in view that its colours may come from
  const HEAD = 13; // bytes before each piece: length, origin, time
  const ORIGINS = ["out", "err", "service", "service"];
  const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;
  const SECTION = /^(?:\x1b\[0K)?section_(start|end):(\d{1,15}):([\w.-]{1,200})(?:\[([^\]\r]{0,200})\])?\r(?:\x1b\[0K)?/;

  /** The bytes, where lines begin, and where whose output they are changes. */
  class Lines {
    constructor() {
      this.bytes = new Uint8Array(RANGE);
      this.size = 0;
      this.starts = new Float64Array(1 << 14);
      this.count = 0; // lines begun
      this.origins = [];
      this.sections = [];
      this.open = [];
      this.decoder = new TextDecoder("utf-8");
    }

    append(piece, origin) {
      if (this.size + piece.length > this.bytes.length) {
        const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.size + piece.length));
        larger.set(this.bytes.subarray(0, this.size));
        this.bytes = larger;
      }
      const last = this.origins.at(-1);
      if (!last || last.origin !== origin) {
        this.origins.push({ at: this.size, origin });
      }
      this.bytes.set(piece, this.size);
      const end = this.size + piece.length;
      const filled = this.bytes.subarray(0, end);
      let at = this.size;
      if (this.size === 0 || this.bytes[this.size - 1] === 10) {
        this.begin(at);
      }
      for (;;) {
        const next = filled.indexOf(10, at);
        if (next < 0 || next >= end - 1) {
          break;
        }
        at = next + 1;
        this.begin(at);
      }
      this.size = end;
      this.noteSections();
    }

    begin(at) {
      if (this.count === this.starts.length) {
        const larger = new Float64Array(this.count * 2);
        larger.set(this.starts);
        this.starts = larger;
      }
      this.starts[this.count++] = at;
    }

    /** Marks of sections are looked for in lines that are complete, once each. */
    noteSections() {
      const complete = this.bytes[this.size - 1] === 10 ? this.count : this.count - 1;
      for (let line = this.noted ?? 0; line < complete; line++) {
        const at = this.starts[line] + (this.bytes[this.starts[line]] === 27 ? 4 : 0);
        if (this.bytes[at] === 115 && this.bytes[at + 1] === 101 && this.bytes[at + 7] === 95) {
          this.noteMarks(line);
        }
      }
      this.noted = Math.max(this.noted ?? 0, complete);
    }

    noteMarks(line) {
      let text = this.raw(line, 2000);
      for (let mark = SECTION.exec(text); mark; mark = SECTION.exec(text)) {
        if (mark[1] === "start") {
          const section = { name: mark[3], from: line, to: -1, folded: /collapsed=true/.test(mark[4] ?? "") };
          this.sections.push(section);
          this.open.push(section);
        } else {
          const index = this.open.findLastIndex((one) => one.name === mark[3]);
          if (index >= 0) {
            this.open[index].to = line;
            this.open.length = index;
          }
        }
        text = text.slice(mark[0].length);
      }
    }

    end(line) {
      const next = line + 1 < this.count ? this.starts[line + 1] : this.size;
      return next > this.starts[line] && this.bytes[next - 1] === 10 ? next - 1 : next;
    }

    /** The beginning of a line as it came. */
    raw(line, most) {
      const at = this.starts[line];
      return this.decoder.decode(this.bytes.subarray(at, Math.min(this.end(line), at + most)));
    }

    origin(line) {
      return this.origins[last(this.origins.length, (i) => this.origins[i].at <= this.starts[line])]?.origin ?? "out";
    }

    /** Whether any of a line came as errors. */
    wrong(line) {
      const end = this.end(line);
      for (let i = Math.max(0, last(this.origins.length, (one) => this.origins[one].at <= this.starts[line])); i < this.origins.length && this.origins[i].at < end; i++) {
        if (this.origins[i].origin === "err") {
          return true;
        }
      }
      return false;
    }

    /** The line that a byte is in. */
    at(byte) {
      return Math.max(0, last(this.count, (i) => this.starts[i] <= byte));
    }
  }

  /** The last index for which something holds that holds for the first ones only; -1 = for none. */
  function last(count, holds) {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** Colours and weight, as terminals are told of them (ECMA-48, SGR). */
  class Style {
    constructor() {
      this.reset();
    }

    reset() {
      Object.assign(this, { fore: -1, back: -1, bold: false, dim: false, italic: false, underline: false });
    }

    apply(codes) {
      const list = codes === "" ? [0] : codes.split(/[;:]/).slice(0, 32).map(Number);
      for (let i = 0; i < list.length; i++) {
        const code = list[i];
        if (code === 38 || code === 48) {
          const [colour, used] = Style.extended(list, i + 1);
          this[code === 38 ? "fore" : "back"] = colour;
          i += used;
        } else {
          this.one(code);
        }
      }
    }

    one(code) {
      if (code === 0) this.reset();
      else if (code === 1) this.bold = true;
      else if (code === 2) this.dim = true;
      else if (code === 3) this.italic = true;
      else if (code === 4) this.underline = true;
      else if (code === 22) this.bold = this.dim = false;
      else if (code === 23) this.italic = false;
      else if (code === 24) this.underline = false;
      else if (code >= 30 && code <= 37) this.fore = code - 30;
      else if (code === 39) this.fore = -1;
      else if (code >= 40 && code <= 47) this.back = code - 40;
      else if (code === 49) this.back = -1;
      else if (code >= 90 && code <= 97) this.fore = code - 90;
      else if (code >= 100 && code <= 107) this.back = code - 100;
    }

    /** Of many colours the one of eight that is nearest: all of those can be read on this page. */
    static extended(list, at) {
      if (list[at] === 5) {
        return [Style.indexed(list[at + 1] ?? 0), 2];
      }
      return list[at] === 2 ? [Style.nearest(list[at + 1] ?? 0, list[at + 2] ?? 0, list[at + 3] ?? 0), 4] : [-1, 0];
    }

    static indexed(n) {
      if (n < 16) return n % 8;
      if (n > 231) return 7;
      return Style.nearest((Math.floor((n - 16) / 36) * 255) / 5, ((Math.floor((n - 16) / 6) % 6) * 255) / 5, (((n - 16) % 6) * 255) / 5);
    }

    static nearest(red, green, blue) {
      const most = Math.max(red, green, blue);
      return most < 64 ? 0 : (red > most / 2 ? 1 : 0) + (green > most / 2 ? 2 : 0) + (blue > most / 2 ? 4 : 0);
    }

    classes() {
      const names = [];
      if (this.fore > 0 && this.fore < 7) names.push("c" + this.fore);
      if (this.back > 0 && this.back < 7) names.push("b" + this.back);
      for (const name of ["bold", "dim", "italic", "underline"]) {
        if (this[name]) names.push(name);
      }
      return names.join(" ");
    }
  }

  const legible = (text) =>
    text.replace(INVISIBLE, (one) => {
      const code = one.codePointAt(0);
      if (code === 9) return "\t";
      if (code < 32) return String.fromCharCode(0x2400 + code);
      return code === 127 ? "␡" : `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
    });

  // Sequences that terminals take: colours are kept, all others (titles, links, movements of the cursor) are left out.
  const ESCAPE = /\x1b\[([0-9;:]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_X][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)/g;

  /** Pieces of a line: text and how it looks. Changes the style, for the next line. */
  function pieces(raw, style) {
    const list = [];
    const add = (text) => {
      if (text) list.push({ text, classes: style.classes() });
    };
    let from = 0;
    for (const found of raw.matchAll(ESCAPE)) {
      add(raw.slice(from, found.index));
      if (found[1] !== undefined) {
        style.apply(found[1]);
      }
      from = found.index + found[0].length;
    }
    add(raw.slice(from));
    return list;
  }

  /** What a line shows: without marks of sections, and of what was overwritten the last. */
  function shown(raw) {
    let text = raw;
    while (SECTION.test(text)) {
      text = text.replace(SECTION, "");
    }
    const parts = text.split("\r");
    while (parts.length > 1 && parts.at(-1) === "") {
      parts.pop();
    }
    return { text: parts.at(-1), overwritten: parts.length - 1 };
  }

  class Viewer {
    constructor(root) {
      this.root = root;
      this.scroller = root.querySelector(".lines");
      this.status = root.querySelector(".log-status");
      this.found = root.querySelector(".log-found");
      this.follow = root.querySelector("[name=follow]");
      this.onlyErrors = root.querySelector("[name=errors]");
      this.search = root.querySelector("[type=search]");
      this.lines = new Lines();
      this.complete = false;
      this.cut = false;
      this.view = null; // numbers of the lines to show; null = all
      this.matches = new Uint32Array(0);
      this.match = -1;
      this.wanted = this.fromAddress();
      this.spacer = document.createElement("div");
      this.spacer.className = "spacer";
      this.rows = document.createElement("div");
      this.rows.className = "rows";
      this.scroller.replaceChildren(this.spacer, this.rows);
      this.listen();
    }

    listen() {
      this.scroller.addEventListener("scroll", () => {
        if (!this.scrolling) {
          this.follow.checked = this.follow.checked && this.atEnd();
        }
        this.scrolling = false;
        this.paintSoon();
      });
      new ResizeObserver(() => this.paintSoon()).observe(this.scroller);
      this.follow.addEventListener("change", () => this.changed());
      this.onlyErrors.addEventListener("change", () => {
        this.layOut();
        this.changed();
      });
      this.search.addEventListener("input", () => {
        clearTimeout(this.searching);
        this.searching = setTimeout(() => this.find(), 120);
      });
      this.search.addEventListener("keydown", (event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          this.step(event.shiftKey ? -1 : 1);
        }
      });
      this.root.querySelector(".log-next").addEventListener("click", () => this.step(1));
      this.root.querySelector(".log-previous").addEventListener("click", () => this.step(-1));
      this.rows.addEventListener("click", (event) => {
        const fold = event.target.closest("button.fold");
        if (fold) {
          const section = this.lines.sections[Number(fold.dataset.section)];
          section.folded = !section.folded;
          this.layOut();
          this.changed();
          this.rows.querySelector(`button.fold[data-section="${fold.dataset.section}"]`)?.focus();
        }
      });
      addEventListener("hashchange", () => {
        this.wanted = this.fromAddress();
        this.goToWanted();
      });
    }

    fromAddress() {
      const hash = /^#([LB])(\d{1,12})$/.exec(location.hash);
      return hash ? { kind: hash[1], at: Number(hash[2]) } : null;
    }

    async load() {
      while (!this.complete) {
        const offset = this.lines.size;
        const address = `${this.root.dataset.log}&offset=${offset}&limit=${RANGE}&wait=${offset > 0 && this.caughtUp === true}`;
        const answer = await fetch(address, { headers: { Accept: "application/octet-stream" } });
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        this.take(new Uint8Array(await answer.arrayBuffer()));
        const total = Number(answer.headers.get("X-Log-Bytes"));
        this.caughtUp = this.lines.size >= total;
        this.cut = this.lines.size >= MOST_BYTES;
        this.complete = this.cut || (this.caughtUp && answer.headers.get("X-Log-Complete") === "true");
        document.body.classList.remove("stale");
        this.layOut();
        this.changed();
        this.goToWanted();
      }
      this.find();
    }

    /** Loads to the end, and goes on where it was interrupted. */
    async run() {
      for (;;) {
        try {
          await this.load();
          return;
        } catch {
          document.body.classList.add("stale");
          await new Promise((done) => setTimeout(done, 3000));
        }
      }
    }

    take(bytes) {
      const heads = new DataView(bytes.buffer);
      for (let at = 0; at + HEAD <= bytes.length; ) {
        const length = heads.getInt32(at);
        this.lines.append(bytes.subarray(at + HEAD, at + HEAD + length), ORIGINS[bytes[at + 4]]);
        at += HEAD + length;
      }
    }

    get total() {
      return this.view ? this.view.length : this.lines.count;
    }

    line(row) {
      return this.view ? this.view[row] : row;
    }

    /** The row of a line, or of the last one before it. */
    row(line) {
      return this.view ? Math.max(0, last(this.view.length, (i) => this.view[i] <= line)) : line;
    }

    /** Which lines are rows: not those in folded sections, not those that are left out. */
    layOut() {
      const folded = this.lines.sections.filter((one) => one.folded && one.to > one.from);
      if (folded.length === 0 && !this.onlyErrors.checked) {
        this.view = null;
        return;
      }
      const view = new Uint32Array(this.lines.count);
      let rows = 0;
      let fold = 0;
      let hiddenTo = -1;
      for (let line = 0; line < this.lines.count; line++) {
        while (fold < folded.length && folded[fold].from < line) {
          hiddenTo = Math.max(hiddenTo, folded[fold++].to);
        }
        if (line > hiddenTo && (!this.onlyErrors.checked || this.lines.wrong(line))) {
          view[rows++] = line;
        }
      }
      this.view = view.subarray(0, rows);
    }

    changed() {
      const bytes = this.lines.size.toLocaleString("en");
      const state = this.cut ? "the rest is in the file" : this.complete ? "complete" : this.caughtUp ? "waiting for more" : "loading";
      this.status.textContent = `${this.lines.count.toLocaleString("en")} lines, ${bytes} bytes, ${state}`;
      this.root.dataset.state = this.complete ? "complete" : "open";
      this.measure();
      this.spacer.style.height = `${Math.min(MOST_HEIGHT, this.total * this.height)}px`;
      if (this.follow.checked) {
        this.scrollTo(this.total);
      }
      this.paintSoon();
    }

    measure() {
      if (!this.height) {
        const probe = document.createElement("div");
        probe.className = "line";
        probe.textContent = "x";
        this.rows.append(probe);
        this.height = probe.getBoundingClientRect().height || 20;
        probe.remove();
      }
    }

    get inView() {
      return Math.max(1, Math.floor(this.scroller.clientHeight / this.height));
    }

    atEnd() {
      return this.scroller.scrollTop + this.scroller.clientHeight >= this.scroller.scrollHeight - 2 * this.height;
    }

    /** The first row in view; where there are too many to scroll by pixels, as a share of all. */
    top() {
      const whole = this.total * this.height;
      if (whole <= MOST_HEIGHT) {
        return this.scroller.scrollTop / this.height;
      }
      const share = this.scroller.scrollTop / Math.max(1, MOST_HEIGHT - this.scroller.clientHeight);
      return Math.min(1, share) * Math.max(0, this.total - this.inView);
    }

    scrollTo(row) {
      const whole = this.total * this.height;
      const first = Math.max(0, Math.min(row, this.total - this.inView));
      const before = this.scroller.scrollTop;
      this.scrolling = true;
      this.scroller.scrollTop =
        whole <= MOST_HEIGHT
          ? first * this.height
          : (first / Math.max(1, this.total - this.inView)) * (MOST_HEIGHT - this.scroller.clientHeight);
      this.scrolling = this.scroller.scrollTop !== before;
      this.paintSoon();
    }

    goToWanted() {
      if (!this.wanted || this.lines.count === 0) {
        return;
      }
      const line = this.wanted.kind === "L" ? this.wanted.at - 1 : this.lines.at(this.wanted.at);
      const there = this.wanted.kind === "L" ? line < this.lines.count : this.wanted.at < this.lines.size;
      if (there || this.complete) {
        this.wanted = null;
        this.show(Math.max(0, Math.min(line, this.lines.count - 1)));
      }
    }

    /** Brings a line into view, out of its folds if it must be. */
    show(line) {
      this.follow.checked = false;
      this.marked = line;
      let unfolded = false;
      for (const section of this.lines.sections) {
        if (section.folded && section.from < line && section.to >= line) {
          section.folded = false;
          unfolded = true;
        }
      }
      if (unfolded) {
        this.layOut();
        this.changed();
      }
      this.scrollTo(this.row(line) - Math.floor(this.inView / 3));
    }

    paintSoon() {
      if (!this.painting) {
        this.painting = requestAnimationFrame(() => {
          this.painting = 0;
          this.paint();
        });
      }
    }

    paint() {
      this.measure();
      const from = Math.max(0, Math.floor(this.top()) - 3);
      const to = Math.min(this.total, from + this.inView + 8);
      const fragment = document.createDocumentFragment();
      const budget = { left: MOST_PIECES };
      const style = this.styleBefore(from);
      let previous = from > 0 ? this.line(from - 1) : -1;
      for (let row = from; row < to; row++) {
        const line = this.line(row);
        if (line !== previous + 1) {
          style.reset();
        }
        fragment.append(this.element(line, style, budget));
        previous = line;
      }
      const whole = this.total * this.height;
      const y = whole <= MOST_HEIGHT ? from * this.height : this.scroller.scrollTop - (this.top() - from) * this.height;
      this.rows.style.transform = `translateY(${Math.max(0, y)}px)`;
      this.rows.replaceChildren(fragment);
    }

    /** Colours that lines above have begun and not ended. */
    styleBefore(row) {
      const style = new Style();
      for (let before = Math.max(0, row - LOOK_BACK); before < row; before++) {
        for (const found of this.lines.raw(this.line(before), 4 * MOST_CHARACTERS).matchAll(ESCAPE)) {
          if (found[1] !== undefined) {
            style.apply(found[1]);
          }
        }
      }
      return style;
    }

    element(line, style, budget) {
      const raw = this.lines.raw(line, 4 * MOST_CHARACTERS);
      const row = document.createElement("div");
      row.className = `line ${this.lines.wrong(line) ? "err" : this.lines.origin(line)}`;
      row.classList.toggle("marked", line === this.marked);
      const number = document.createElement("a");
      number.className = "n";
      number.href = `#L${line + 1}`;
      number.tabIndex = -1;
      number.textContent = String(line + 1);
      row.append(number);
      const section = this.lines.sections.findIndex((one) => one.from === line && one.to > line);
      const { text, overwritten } = shown(raw);
      if (section >= 0) {
        row.append(this.fold(section, text));
      }
      const body = document.createElement("bdi");
      row.append(body);
      if (overwritten > 0) {
        this.note(body, `⟨${overwritten} overwritten⟩ `);
      }
      let characters = 0;
      for (const piece of pieces(text, style)) {
        const part = piece.text.slice(0, MOST_CHARACTERS - characters);
        characters += part.length;
        this.append(body, legible(part), piece.classes, budget);
      }
      const bytes = this.lines.end(line) - this.lines.starts[line];
      if (bytes > 4 * MOST_CHARACTERS || characters >= MOST_CHARACTERS) {
        this.note(body, ` … (line of ${bytes.toLocaleString("en")} bytes)`);
      }
      return row;
    }

    fold(section, text) {
      const { name, folded } = this.lines.sections[section];
      const button = document.createElement("button");
      button.type = "button";
      button.className = "fold plain";
      button.dataset.section = String(section);
      button.setAttribute("aria-expanded", String(!folded));
      button.setAttribute("aria-label", `Section ${legible(text.replace(ESCAPE, "")).slice(0, 100) || name}`);
      button.textContent = folded ? "▸" : "▾";
      return button;
    }

    note(body, text) {
      const note = document.createElement("span");
      note.className = "note";
      note.textContent = text;
      body.append(note);
    }

    append(body, text, classes, budget) {
      if (!text) {
        return;
      }
      const plain = (part) => {
        if (classes && budget.left > 0) {
          budget.left--;
          const span = document.createElement("span");
          span.className = classes;
          span.textContent = part;
          body.append(span);
        } else if (part) {
          body.append(part);
        }
      };
      const needle = this.search.value.toLowerCase();
      let from = 0;
      const low = needle && text.toLowerCase();
      for (let at = needle ? low.indexOf(needle) : -1; at >= 0 && budget.left > 0; at = low.indexOf(needle, from)) {
        if (at > from) {
          plain(text.slice(from, at));
        }
        budget.left--;
        const mark = document.createElement("mark");
        mark.textContent = text.slice(at, at + needle.length);
        body.append(mark);
        from = at + needle.length;
      }
      if (from < text.length) {
        plain(text.slice(from));
      }
    }

    /** Every line that holds the text, upper or lower case; a piece at a time, so that the page stays alive. */
    async find() {
      const text = this.search.value;
      const turn = (this.turn = (this.turn ?? 0) + 1);
      if (!text) {
        this.matches = new Uint32Array(0);
        this.match = -1;
        this.found.textContent = "";
        this.paintSoon();
        return;
      }
      const latin = new TextDecoder("latin1");
      const needle = latin.decode(new TextEncoder().encode(text)).toLowerCase();
      const matches = [];
      let previous = -1;
      for (let from = 0; from < this.lines.size; from += RANGE * 4) {
        const part = latin
          .decode(this.lines.bytes.subarray(from, Math.min(this.lines.size, from + RANGE * 4 + needle.length - 1)))
          .toLowerCase();
        for (let at = part.indexOf(needle); at >= 0; at = part.indexOf(needle, at + 1)) {
          const line = this.lines.at(from + at);
          if (line !== previous) {
            matches.push(line);
            previous = line;
          }
          const next = line + 1 < this.lines.count ? this.lines.starts[line + 1] - from : part.length;
          at = Math.max(at, Math.min(next, part.length) - 1);
        }
        await new Promise((done) => setTimeout(done));
        if (turn !== this.turn) {
          return;
        }
      }
      this.matches = Uint32Array.from(matches);
      this.match = -1;
      if (matches.length > 0) {
        this.step(1);
      } else {
        this.found.textContent = "no line";
        this.paintSoon();
      }
    }

    step(by) {
      if (this.matches.length === 0) {
        return;
      }
      this.match = (this.match + by + this.matches.length) % this.matches.length;
      this.found.textContent = `${(this.match + 1).toLocaleString("en")} of ${this.matches.length.toLocaleString("en")} lines`;
      this.show(this.matches[this.match]);
    }
  }

  for (const root of document.querySelectorAll(".log[data-log]")) {
    new Viewer(root).run();
  }

  // A job that is tried (again) has a log of its own, which the page as it is does not have.
  const attempt = document.getElementById("live")?.dataset.attempt;
  document.addEventListener("htmx:afterSwap", () => {
    const now = document.getElementById("live")?.dataset.attempt;
    if (now && now !== attempt) {
      location.reload();
    }
  });
})();
