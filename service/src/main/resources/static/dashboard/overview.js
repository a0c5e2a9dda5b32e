// The chart of what ended in each minute of the last hour.
"use strict";

(() => {
  const place = document.getElementById("throughput");
  const says = document.getElementById("chart-says");
  const EVERY = 5000; // ms
  let chart = null;
  let data = null;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // As all times of the dashboard: of UTC.
  const time = (seconds) => (seconds == null ? "–" : new Date(seconds * 1000).toISOString().slice(11, 16));

  function options() {
    const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
    return {
      width: place.clientWidth,
      height: 220,
      cursor: { drag: { x: false, y: false } },
      scales: { y: { range: (_, __, most) => [0, Math.max(5, most * 1.1)] } },
      series: [
        { label: "minute", value: (_, seconds) => time(seconds) },
        { label: "ended", stroke: colour("--accent"), fill: colour("--accent-soft"), width: 2, points: { show: false } },
        { label: "internal errors", stroke: colour("--bad"), width: 2, points: { show: false } },
      ],
      axes: [{ ...axis, values: (_, marks) => marks.map(time) }, { ...axis, size: 56 }],
    };
  }

  function draw() {
    if (chart) {
      chart.destroy();
    }
    chart = new uPlot(options(), data, place);
  }

  async function refresh() {
    if (document.hidden) {
      return;
    }
    const answer = await fetch(place.dataset.source, { headers: { "HX-Request": "true" } });
    if (!answer.ok) {
      document.body.classList.add("stale");
      return;
    }
    const minutes = await answer.json();
    data = [minutes.at, minutes.results, minutes.errors];
    if (chart) {
      chart.setData(data);
    } else {
      draw();
    }
    const sum = minutes.results.reduce((a, b) => a + b, 0);
    says.textContent = `${sum} in the last hour, ${Math.max(...minutes.results)} in the best minute, ${minutes.errors.reduce((a, b) => a + b, 0)} internal errors.`;
  }

  const again = () => refresh().catch(() => document.body.classList.add("stale"));
  again();
  setInterval(again, EVERY);
  document.addEventListener("glovebox:theme", () => data && draw());
  new ResizeObserver(() => chart && chart.setSize({ width: place.clientWidth, height: 220 })).observe(place);
})();
