const namespace = 'http://www.w3.org/2000/svg';
const size = { width: 560, height: 180, foot: 22, gap: 10 };

/**
 * Draws a bar for each of the last days into `svg`; today is the last.
 * @param {SVGElement} svg
 * @param {readonly number[]} values
 */
export function drawBars(svg, values) {
  const { width, height, foot, gap } = size;
  const largest = Math.max(...values, 1);
  const step = width / values.length;
  const room = height - foot - 14;
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.replaceChildren();
  for (const part of [0, 0.5, 1]) {
    const y = height - foot - room * part;
    svg.append(draw('line', { class: 'grid', x1: 0, x2: width, y1: y, y2: y }));
  }
  for (const [index, value] of values.entries()) {
    const tall = (room * value) / largest;
    const x = index * step + gap / 2;
    const isLast = index === values.length - 1;
    const bar = draw('rect', {
      class: isLast ? 'bar today' : 'bar',
      x,
      y: height - foot - tall,
      width: step - gap,
      height: tall,
      rx: 3,
    });
    const title = document.createElementNS(namespace, 'title');
    title.textContent = `${dayName(values.length - 1 - index, 'long')}: ${value}`;
    bar.append(title);
    svg.append(bar);
    if ((values.length - 1 - index) % 2 === 0) {
      const label = draw('text', { x: x + (step - gap) / 2, y: height - 5, 'text-anchor': 'middle' });
      label.textContent = dayName(values.length - 1 - index, 'short');
      svg.append(label);
    }
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
 * @param {number} ago Days before today.
 * @param {'short' | 'long'} style
 */
function dayName(ago, style) {
  return new Intl.DateTimeFormat('en', { weekday: style }).format(Date.now() - ago * 86_400_000);
}
