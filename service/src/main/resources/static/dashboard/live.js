// Keeps a part of the page up to date. The service tells that something has changed, and the page asks for the part again.
// Where nothing can be told, or not any more, the page asks every few seconds.
"use strict";

(() => {
  const SOON = 500; // ms between two requests
  const POLL = 3000; // ms
  const SILENT = 25_000; // ms; a tick comes every ten seconds
  const AGAIN = 30_000; // ms after which a stream that was refused is asked for again
  let source = null;
  let address = null;
  let last = 0;
  let timer = 0;
  let refused = 0;
  let heard = 0;

  const place = () => document.querySelector("[data-events]");

  function typed(field) {
    if (field.matches("[type=checkbox], [type=radio]")) {
      return field.checked !== field.defaultChecked;
    }
    if (field.matches("select")) {
      const marked = [...field.options].some((option) => option.defaultSelected);
      return marked ? [...field.options].some((option) => option.selected !== option.defaultSelected) : !field.multiple && field.selectedIndex > 0;
    }
    return field.value !== field.defaultValue;
  }

  // Nobody likes to lose what was just typed, also on the way to its button.
  const typing = (part) =>
    (part.contains(document.activeElement) && document.activeElement.closest("form") !== null) ||
    [...part.querySelectorAll("input, select, textarea")].some(typed);

  /** A connection may look open long after the other end is gone. */
  const told = () => source?.readyState === EventSource.OPEN && Date.now() - heard < SILENT;

  function hear() {
    heard = Date.now();
    refresh();
  }

  /** At most every half second, and the last change is never left out. */
  function refresh() {
    if (timer === 0) {
      timer = setTimeout(ask, Math.max(0, last + SOON - Date.now()));
    }
  }

  function ask() {
    timer = 0;
    last = Date.now();
    const part = place();
    if (part && typing(part)) {
      refresh();
    } else if (part) {
      htmx.trigger(part, "glovebox:changed");
    }
  }

  function stop() {
    source?.close();
    source = null;
    address = null;
  }

  /** Browsers open six connections to a service and no more: pages that nobody sees have none. */
  function attend() {
    const wanted = document.hidden ? null : (place()?.dataset.events ?? null);
    if (wanted === address) {
      return;
    }
    stop();
    if (wanted && Date.now() - refused > AGAIN) {
      address = wanted;
      source = new EventSource(wanted);
      for (const news of ["open", "changed", "tick"]) {
        source.addEventListener(news, hear);
      }
      source.addEventListener("end", () => {
        stop();
        refresh();
      });
      source.addEventListener("error", () => {
        if (source?.readyState === EventSource.CLOSED) {
          refused = Date.now();
          stop();
        }
      });
    }
  }

  setInterval(() => {
    if (!document.hidden && !told()) {
      if (source?.readyState === EventSource.OPEN) {
        stop();
      }
      refresh();
      attend();
    }
  }, POLL);
  // What was asked for before somebody began to type comes too late.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === place() && typing(event.detail.target)) {
      event.detail.shouldSwap = false;
      refresh();
    }
  });
  document.addEventListener("htmx:afterSettle", attend);
  document.addEventListener("visibilitychange", () => {
    attend();
    if (!document.hidden) {
      refresh();
    }
  });
  addEventListener("pagehide", stop);
  addEventListener("pageshow", attend);
  attend();
})();
