// Draws every chart of the page, in the colours of its style, and anew where width or theme change.
"use strict";
(() => {
  const HEIGHT = 260;
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const color = (name) => (name.startsWith("--") ? style(name) : name);
  const short = (value) =>
    value === null || value === undefined ? "" : Number(value.toPrecision(5)).toLocaleString("en", { maximumSignificantDigits: 5 });
  const tick = (value) => {
    if (value === null) return "";
    const size = Math.abs(value);
    return size !== 0 && (size >= 1e7 || size < 1e-4) ? value.toExponential(0) : short(value);
  };

  // As wide as the longest label: a large number is never cut.
  const fitting = (plot, values, at, cycle) => {
    const axis = plot.axes[at];
    if (cycle > 1) return axis._size;
    const longest = (values ?? []).reduce((one, two) => (two.length > one.length ? two : one), "");
    plot.ctx.font = axis.font[0];
    return axis.ticks.size + axis.gap + Math.ceil(plot.ctx.measureText(longest).width / devicePixelRatio) + 4;
  };

  // Labels below the chart keep apart, whatever they are long.
  const wide = (text) => 7 * text.length + 18;
  const apart = (plot, at, low, high) => Math.max(wide(tick(low)), wide(tick(high)), 40);
  const STEPS = [1, 2, 5].flatMap((one) => Array.from({ length: 9 }, (_, power) => one * 10 ** power)).sort((one, two) => one - two);

  // Of a logarithmic axis, as many marks as there is room for.
  const thinned = (plot, marks) => {
    const decades = Math.log10(plot.scales.y.max / plot.scales.y.min);
    const digits = decades > 3 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 2, 3, 5, 7];
    return marks.map((one) => (digits.includes(Math.round(one / 10 ** Math.floor(Math.log10(one) + 1e-9))) ? one : null));
  };

  const LOOKS = {
    line: (one) => ({ width: 2, points: { show: one.values.length < 2 } }),
    dashed: (one) => ({ width: 1.5, dash: [4, 3], points: { show: one.values.length < 2 } }),
    ideal: () => ({ width: 1.5, dash: [4, 3], points: { show: false } }),
    points: (one) => ({ paths: () => null, points: { show: true, size: 5, width: 0, fill: `${color(one.color)}88` } }),
    bars: (one) => ({ fill: `${color(one.color)}88`, paths: uPlot.paths.bars({ size: [1, Infinity], gap: 1 }), points: { show: false } }),
  };

  const axis = ({ filter, ...more }) => ({
    stroke: style("--quiet"),
    grid: { stroke: style("--line"), width: 1, ...(filter ? { filter } : {}) },
    ticks: { stroke: style("--line"), width: 1, ...(filter ? { filter } : {}) },
    font: "12px system-ui,sans-serif",
    ...(filter ? { filter } : {}),
    ...more,
  });

  const marked = (chart) => (plot) => {
    if (chart.mark === null) return;
    const x = Math.round(plot.valToPos(chart.mark, "x", true));
    plot.ctx.save();
    plot.ctx.strokeStyle = style("--quiet");
    plot.ctx.setLineDash([4, 3]);
    plot.ctx.beginPath();
    plot.ctx.moveTo(x, plot.bbox.top);
    plot.ctx.lineTo(x, plot.bbox.top + plot.bbox.height);
    plot.ctx.stroke();
    plot.ctx.restore();
  };

  const worded = (chart) => ({
    splits: () => chart.ticks.map((_, at) => at),
    values: (plot, at) => at.map((one) => chart.ticks[one] ?? ""),
  });

  const padded = (plot, low, high) => {
    const margin = high > low ? (high - low) * 0.02 : 0.5;
    return [low - margin, high + margin];
  };

  // What the legend says while no pointer is on the chart: the values at the mark, or the last ones of lines.
  const resting = (chart) => {
    const lines = chart.series.every((one) => one.look === "line" || one.look === "dashed");
    if (chart.ticks.length > 0 || !lines) return null;
    return chart.mark === null ? chart.x.length - 1 : chart.x.indexOf(chart.mark);
  };

  const options = (chart, width) => {
    const rest = resting(chart);
    const words = chart.ticks.length > 0;
    const margin = words ? 60 : 16 + wide(tick(chart.x.at(-1))) / 2 - 12;
    const whole = chart.x.every(Number.isInteger);
    return {
      title: chart.title,
      width,
      height: chart.square ? Math.min(width, 360) : HEIGHT,
      padding: [12, margin, 0, words ? 60 : null],
      scales: { x: { time: false, range: padded }, y: { distr: chart.logarithmic ? 3 : 1 } },
      axes: [
        axis({ label: chart.xLabel || undefined, labelSize: 16, labelGap: 0, labelFont: "12px system-ui,sans-serif", size: 30, space: apart, values: (plot, at) => at.map(tick), ...(whole ? { incrs: STEPS } : {}), ...(words ? worded(chart) : {}) }),
        axis({ show: !words, size: fitting, values: (plot, at) => at.map(tick), ...(chart.logarithmic ? { filter: thinned } : {}) }),
      ],
      series: [
        { label: chart.xLabel || "at", value: (plot, at, which, index) => chart.ticks[at] ?? short(chart.x[index ?? rest]) },
        ...chart.series.map((one) => ({ label: one.label, stroke: color(one.color), spanGaps: one.look === "ideal", value: (plot, at, which, index) => one.texts[index ?? rest] ?? short(one.values[index ?? rest]), ...LOOKS[one.look](one) })),
      ],
      legend: { show: chart.series.length < 20 },
      cursor: { focus: { prox: words ? 16 : -1 } },
      focus: { alpha: 0.2 },
      hooks: { draw: [marked(chart)] },
    };
  };

  const draw = (figure) => {
    const source = figure.querySelector("script");
    figure.plot?.destroy();
    const chart = JSON.parse(source.textContent);
    const width = Math.max(figure.clientWidth, 240);
    figure.plot = new uPlot(options(chart, width), [chart.x, ...chart.series.map((one) => one.values)], figure);
    figure.drawn = width;
  };

  const figures = [...document.querySelectorAll("figure.plot")];
  figures.forEach(draw);
  const again = () => figures.forEach(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  matchMedia("print").addEventListener("change", again);
  new ResizeObserver(() => figures.forEach((one) => Math.max(one.clientWidth, 240) !== one.drawn && draw(one))).observe(document.body);
})();
