// Text of a document as text of a documentation comment.

export type Lines = readonly string[];

/** A text that cannot be taken for a tag. */
export function prose(text: string | undefined): Lines {
  return text === undefined || text.trim() === ''
    ? []
    : [text.includes('@') ? text.replace(/^(\s*)@/gm, '$1\\@') : text];
}

/** A text on one line. */
export function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
