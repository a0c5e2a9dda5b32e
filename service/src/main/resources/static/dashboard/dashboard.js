// What every page does beyond being read. Pages work without it, except for what keeps itself up to date.
"use strict";

const themeButton = document.getElementById("theme");

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

// The server writes the choice into the page, so that no page flashes in the other one first.
themeButton.addEventListener("click", () => {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  document.cookie = `glovebox_theme=${next}; path=/dashboard; max-age=31536000; samesite=strict`;
  document.dispatchEvent(new CustomEvent("glovebox:theme"));
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const first = document.querySelector("[data-first]");
    if (first) {
      event.preventDefault();
      first.focus();
    }
  }
});

// On a phone the pages are a strip: the present one is in view.
document.querySelector(".bar nav > [aria-current], .bar nav .here")?.scrollIntoView({ block: "nearest", inline: "center" });

// A menu closes when somebody goes on elsewhere.
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const open = document.querySelector("details.menu[open]");
  if (event.key === "Escape" && open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(except)) {
      menu.open = false;
    }
  }
}

// What is on the page is old when its source no longer answers: it says so rather than look fresh.
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, () => document.body.classList.add("stale"));
}
document.addEventListener("htmx:afterOnLoad", () => document.body.classList.remove("stale"));

// Commands beside a button are copied, or selected where the browser lets no page copy.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) {
    return;
  }
  const text = button.parentElement.querySelector("pre");
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(text);
    button.textContent = "Selected";
  }
});
