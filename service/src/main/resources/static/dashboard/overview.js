// The chart of what ended in each minute of the last hour.
"use strict";

(() => {
  const place = document.getElementById("throughput");
  const says = document.getElementById("chart-says");
  const EVERY = 5000; // ms
  let chart = null;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function options() {
    const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
    return {
      width: place.clientWidth,
      height: 220,
      cursor: { drag: { x: false, y: false } },
      scales: { y: { range: (_, __, most) => [0, Math.max(5, most * 1.1)] } },
      series: [
        {},
        { label: "ended", stroke: colour("--accent"), fill: colour("--accent-soft"), width: 2, points: { show: false } },
        { label: "internal errors", stroke: colour("--bad"), width: 2, points: { show: false } },
      ],
      axes: [axis, { ...axis, size: 56 }],
    };
  }

  function draw(data) {
    if (chart) {
      chart.destroy();
    }
    chart = new uPlot(options(), data, place);
  }

  async function refresh(redraw) {
    if (document.hidden) {
      return;
    }
    const answer = await fetch(place.dataset.source, { headers: { "HX-Request": "true" } });
    if (!answer.ok) {
      document.body.classList.add("stale");
      return;
    }
    const minutes = await answer.json();
    const data = [minutes.at, minutes.results, minutes.errors];
    if (redraw || !chart) {
      draw(data);
    } else {
      chart.setData(data);
    }
    const sum = minutes.results.reduce((a, b) => a + b, 0);
    says.textContent = `${sum} in the last hour, ${Math.max(...minutes.results)} in the best minute, ${minutes.errors.reduce((a, b) => a + b, 0)} internal errors.`;
  }

  const again = (redraw) => refresh(redraw).catch(() => document.body.classList.add("stale"));
  again(true);
  setInterval(() => again(false), EVERY);
  document.addEventListener("glovebox:theme", () => again(true));
  new ResizeObserver(() => chart && chart.setSize({ width: place.clientWidth, height: 220 })).observe(place);
})();
