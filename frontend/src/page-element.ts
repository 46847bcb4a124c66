import { LitElement, type nothing, type TemplateResult } from "lit";

/** What an element, or a part of one, renders; `nothing` where there is nothing to show. */
export type Rendered = TemplateResult | typeof nothing;

/** An element in the page's own tree: its styles apply and labels can be reached from outside. */
export class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
