// Sources in colours. What has no mode of its own stays plain.
"use strict";

(() => {
  const LIB = "/dashboard/lib/codemirror";
  const clike = (type) => ({ type, files: ["mode/clike/clike"] });
  const one = (name, type) => ({ type: type ?? name, files: [`mode/${name}/${name}`] });
  const simple = (name) => ({ type: name, files: ["addon/mode/simple", `mode/${name}/${name}`] });
  const MODES = {
    c: clike("text/x-csrc"), "c-clang": clike("text/x-csrc"), cpp: clike("text/x-c++src"), "cpp-clang": clike("text/x-c++src"),
    "objective-c": clike("text/x-objectivec"), java: clike("text/x-java"), csharp: clike("text/x-csharp"), kotlin: clike("text/x-kotlin"),
    scala: clike("text/x-scala"), python: one("python"), pypy: one("python"), micropython: one("python"),
    javascript: one("javascript"), typescript: one("javascript", "text/typescript"), go: one("go"), rust: simple("rust"), ruby: one("ruby"),
    mruby: one("ruby"), perl: one("perl"), bash: one("shell"), dash: one("shell"), ksh: one("shell"), lua: one("lua"), luajit: one("lua"),
    haskell: one("haskell"), ocaml: one("mllike", "text/x-ocaml"), r: one("r"), swift: one("swift"), d: one("d"), pascal: one("pascal"),
    fortran: one("fortran"), erlang: one("erlang"), clojure: one("clojure"), "common-lisp": one("commonlisp"), scheme: one("scheme"),
    racket: one("scheme"), groovy: one("groovy"), haxe: one("haxe"), crystal: one("crystal"), cobol: one("cobol"), tcl: one("tcl"),
    octave: one("octave"), sqlite: one("sql", "text/x-sqlite"), coffeescript: one("coffeescript"), brainfuck: one("brainfuck"),
    php: { type: "text/x-php", files: ["mode/xml/xml", "mode/javascript/javascript", "mode/css/css", "mode/htmlmixed/htmlmixed", "mode/clike/clike", "mode/php/php"] },
  };

  const loaded = new Map();
  function load(file) {
    if (!loaded.has(file)) {
      loaded.set(file, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = `${LIB}/${file}.js`;
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      }));
    }
    return loaded.get(file);
  }

  async function colour(pre) {
    const mode = MODES[pre.dataset.language];
    for (const file of mode ? mode.files : []) {
      await load(file);
    }
    const place = document.createElement("div");
    place.className = "code";
    pre.before(place);
    CodeMirror((element) => place.append(element), {
      value: pre.textContent,
      mode: mode ? mode.type : null,
      readOnly: true,
      lineNumbers: true,
      screenReaderLabel: pre.getAttribute("aria-label"),
    });
    pre.remove();
  }

  for (const pre of document.querySelectorAll("pre.source")) {
    colour(pre).catch(() => pre.classList.add("plain"));
  }
})();
