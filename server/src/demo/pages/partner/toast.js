/** Milliseconds that a message stays. */
const showTime = 4_000;

/**
 * Makes the function that shows a short message in `place`, which is a live region.
 * @param {HTMLElement} place
 * @returns {(text: string) => void}
 */
export function createToast(place) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (text) => {
    clearTimeout(timer);
    place.textContent = text;
    place.classList.add('shown');
    timer = setTimeout(() => place.classList.remove('shown'), showTime);
  };
}
