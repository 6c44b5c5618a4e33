const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Markup that may stand in a page as it is. */
class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** A template for HTML: what is put in is escaped, unless it is markup itself. Attributes need their quotes. */
export function html(strings, ...values) {
  return new Markup(String.raw({ raw: strings }, ...values.map((value) => (value instanceof Markup ? value.text : escaped(value)))));
}

function escaped(value) {
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
