type HandlerResult = void | Promise<void>;

/** `html`: the content is markup; otherwise it is text, in which `<`, `>` and `&` are written as references. */
interface ContentOptions { html?: boolean }

/** A stream or the body of a Response is UTF-8, and comes out piece by piece when its turn has come. */
type RewriterContent = string | ReadableStream<Uint8Array> | Response;

interface ElementHandlers {
  element?(element: Element): HandlerResult;
  /** Comments in the element, however deep. */
  comments?(comment: Comment): HandlerResult;
  /** Text in the element, however deep, as it is written: in as many parts as it comes in, and an empty one at the end. */
  text?(text: Text): HandlerResult;
}

interface DocumentHandlers {
  doctype?(doctype: Doctype): HandlerResult;
  comments?(comment: Comment): HandlerResult;
  text?(text: Text): HandlerResult;
  end?(end: DocumentEnd): HandlerResult;
}

/**
 * Changes HTML while it flows by, byte for byte what no handler touches. Handlers are called one after the other, those of elements before those of the document;
 * what they are given is good until they are done. What one throws breaks the body. docs/limits.md has what there may be of each.
 */
interface HTMLRewriter {
  /**
   * Type, `*`, `#id`, `.class`, `[attribute]` with all comparisons and `i` or `s`, descendants and children, `:first-child`, `:first-of-type`, `:nth-child()`,
   * `:nth-of-type()`, `:not()`, and lists of them. Anything else is a TypeError.
   */
  on(selector: string, handlers: ElementHandlers): this;
  onDocument(handlers: DocumentHandlers): this;
  /** The same response with another body, which is read as the new one is. It is read in the encoding that `content-type` says, utf-8 without; not in utf-16 or iso-2022-jp. */
  transform(response: Response): Response;
}
declare var HTMLRewriter: {
  prototype: HTMLRewriter;
  new (): HTMLRewriter;
};

interface Element {
  /** In lower case when read. */
  tagName: string;
  /** Names in lower case, and values as they are written. */
  readonly attributes: IterableIterator<[name: string, value: string]>;
  /** Whether it, or what is around it, was removed. */
  readonly removed: boolean;
  readonly namespaceURI: string;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  setAttribute(name: string, value: string): this;
  removeAttribute(name: string): this;
  before(content: RewriterContent, options?: ContentOptions): this;
  after(content: RewriterContent, options?: ContentOptions): this;
  /** As its first child. Does nothing, like `append` and `setInnerContent`, to an element that has no content. */
  prepend(content: RewriterContent, options?: ContentOptions): this;
  append(content: RewriterContent, options?: ContentOptions): this;
  replace(content: RewriterContent, options?: ContentOptions): this;
  setInnerContent(content: RewriterContent, options?: ContentOptions): this;
  /** With all that is in it. */
  remove(): this;
  removeAndKeepContent(): this;
  /** At its own end tag, if that comes. A TypeError for an element that has none. */
  onEndTag(handler: (tag: EndTag) => HandlerResult): void;
}

interface EndTag {
  name: string;
  before(content: RewriterContent, options?: ContentOptions): this;
  after(content: RewriterContent, options?: ContentOptions): this;
  replace(content: RewriterContent, options?: ContentOptions): this;
  remove(): this;
}

interface Text {
  readonly text: string;
  /** True of an empty one that follows the parts of a text. */
  readonly lastInTextNode: boolean;
  readonly removed: boolean;
  before(content: RewriterContent, options?: ContentOptions): this;
  after(content: RewriterContent, options?: ContentOptions): this;
  replace(content: RewriterContent, options?: ContentOptions): this;
  remove(): this;
}

interface Comment {
  /** A text that would end the comment is a TypeError. */
  text: string;
  readonly removed: boolean;
  before(content: RewriterContent, options?: ContentOptions): this;
  after(content: RewriterContent, options?: ContentOptions): this;
  replace(content: RewriterContent, options?: ContentOptions): this;
  remove(): this;
}

interface Doctype {
  readonly name: string | null;
  readonly publicId: string | null;
  readonly systemId: string | null;
  readonly removed: boolean;
  remove(): this;
}

interface DocumentEnd {
  append(content: RewriterContent, options?: ContentOptions): this;
}
