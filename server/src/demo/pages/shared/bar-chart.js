const namespace = 'http://www.w3.org/2000/svg';
/** Room for the names of days below, for the top grid line above, and between two bars; in pixels. */
const foot = 22;
const head = 6;
const gap = 10;

/**
 * Draws a bar for each of the last days into `svg`, today's last, and again whenever it gets another size.
 * @param {SVGElement} svg
 * @returns {(values: readonly number[]) => void} Draws other values.
 */
export function createBarChart(svg) {
  /** @type {readonly number[]} */
  let values = [];
  new ResizeObserver(() => drawBars(svg, values)).observe(svg);
  return (next) => {
    values = next;
    drawBars(svg, values);
  };
}

/**
 * @param {SVGElement} svg
 * @param {readonly number[]} values
 */
function drawBars(svg, values) {
  const { width, height } = svg.getBoundingClientRect();
  const largest = Math.max(...values, 1);
  const step = width / values.length;
  const base = height - foot;
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.replaceChildren();
  for (const part of [0, 0.5, 1]) {
    const y = Math.round(base - (base - head) * part) + 0.5;
    svg.append(draw('line', { class: 'grid', x1: 0, x2: width, y1: y, y2: y }));
  }
  for (const [index, value] of values.entries()) {
    const ago = values.length - 1 - index;
    const tall = ((base - head) * value) / largest;
    const left = index * step + gap / 2;
    const bar = draw('rect', { x: left, y: base - tall, width: Math.max(step - gap, 2), height: tall, rx: 3 });
    bar.setAttribute('class', ago === 0 ? 'bar today' : 'bar');
    bar.append(write('title', `${dayName(ago, 'long')}: ${value}`));
    svg.append(bar);
    if (ago % 2 !== 0) continue;
    const label = write('text', dayName(ago, 'short'));
    label.setAttribute('x', String(left + (step - gap) / 2));
    label.setAttribute('y', String(height - 5));
    label.setAttribute('text-anchor', 'middle');
    svg.append(label);
  }
}

/**
 * @param {string} tag
 * @param {Readonly<Record<string, string | number>>} attributes
 */
function draw(tag, attributes) {
  const element = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/**
 * @param {string} tag
 * @param {string} text
 */
function write(tag, text) {
  const element = document.createElementNS(namespace, tag);
  element.textContent = text;
  return element;
}

/**
 * @param {number} ago Days before today.
 * @param {'short' | 'long'} style
 */
function dayName(ago, style) {
  return new Intl.DateTimeFormat('en', { weekday: style }).format(Date.now() - ago * 86_400_000);
}
