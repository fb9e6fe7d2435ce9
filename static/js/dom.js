/* What every module asks of the page: elements, and the words that came with it in the person's language (bare.html). */
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const texts = () => $("#texts")?.dataset ?? {};
export const changes = (verb) => (verb || "get").toLowerCase() !== "get";
